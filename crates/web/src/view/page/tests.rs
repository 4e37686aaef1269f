use askama::Template;
use jiff::civil::date;

use super::*;
use crate::view::chart::{Chart, Drawing, Part};
use crate::view::field::{Choice, Field};
use crate::view::scope::ScopeField;
use crate::view::shares::{ListedPart, Parts, ShareRow, SharesTable};

/// A page with one of each component.
#[derive(Template)]
#[template(
    ext = "html",
    source = r##"{% extends "layout/app.html" %}
{% import "parts/ui.html" as ui %}
{% import "parts/shares.html" as shares %}
{% block content %}
{{ ui::trail([("Patrimoine", "/wealth")], "Exemple") }}
{% call ui::headline("Net", page.figure(net, eur)) %}<p class="since">{{ ui::delta(page.sign(net), page.signed(net, eur)) }}</p>{% endcall %}
{% call ui::notice("warn", "Attention") %}<p>{{ page.age(page.today) }}</p>{% endcall %}
{% call ui::empty("landmark", "Rien", "Encore rien.") %}<div class="actions"><a class="button" href="/x">Ajouter</a></div>{% endcall %}
{% call ui::chart(drawing, "s") %}<table class="table bare" data-size="s"><tbody><tr><th scope="row">{{ ui::swatch(1) }}Actions</th><td class="num">{{ ui::bar(net) }}{{ page.percent(net) }}</td></tr></tbody></table>{% endcall %}
{{ ui::tabs("Par", choices) }}{{ ui::segmented("by", "Par", choices) }}{{ ui::tag("PEA") }}{{ ui::tag("à jour", "good", "check") }}
{% call ui::explain("how", "42 %") %}<p>Ainsi.</p>{% endcall %}
<form method="post">{% for f in fields %}{{ ui::field(f) }}{% endfor %}{{ ui::check("box", "Oui", "", true) }}{{ ui::file("sheet", "Fichier", "CSV", ".csv") }}{{ ui::copy("#how", "Copier") }}</form>
<form method="post">{% call shares::editor(table) %}<a class="button" href="/">{{ page.t("cancel") }}</a>{% endcall %}</form>
{% endblock %}"##
)]
struct Example {
    page: Page,
    net: Decimal,
    eur: Currency,
    drawing: Chart,
    choices: Vec<Choice>,
    fields: Vec<Field>,
    table: SharesTable,
}

fn classes() -> SharesTable {
    SharesTable {
        id: "classes".into(),
        parts: Parts::Listed(vec![ListedPart {
            key: "equity".into(),
            label: "Actions".into(),
            series: 1,
        }]),
        rows: vec![ShareRow {
            part: "equity".into(),
            share: "62,37".into(),
            error: Some("Un cercle".into()),
            path: vec!["A".into(), "B".into()],
            note: None,
        }],
        head: "Classe".into(),
        rest_label: "Reste".into(),
        error: None,
    }
}

fn example(lang: Lang) -> Example {
    let mut page = Page::new(lang, "Exemple", date(2026, 11, 22));
    page.here = Some(Screen::Wealth);
    page.viewer = Some(Viewer { name: "Camille <b>".into(), is_admin: false, has_books: true });
    page.tasks_due = 3;
    page.demo = true;
    page.toast = Some(Toast {
        text: "Livret A enregistré".into(),
        undo: Some("/undo/1".into()),
        failed: false,
    });
    page.scope = Some(Scope {
        action: "/wealth".into(),
        fields: vec![ScopeField {
            name: "bank",
            label: "scope-bank",
            choices: vec![Choice::new("", "Tous", "")],
        }],
        day: Some("2026-11-22".into()),
        latest: None,
        summary: "Foyer".into(),
        keep: vec![("by", "class".into())],
    });
    let part = Part::new("Actions </script>", Decimal::ONE, Some(1));
    Example {
        page,
        net: "458231.14".parse().unwrap(),
        eur: Currency::EUR,
        drawing: Chart::new(
            Drawing::Donut { parts: vec![part], centre: None },
            Some("EUR"),
            "Tout en actions.",
        ),
        choices: vec![Choice::new("a", "A", "a"), Choice::new("b", "B", "a")],
        fields: vec![
            Field::text("name", "Nom")
                .hint("Comme sur vos relevés")
                .error(Some("Déjà pris.".into()))
                .required(),
            Field::number("cost", "Coût", "€").value("1,5"),
            Field::area("notes", "Notes"),
            Field::select("kind", "Type", vec![Choice::new("etf", "ETF", "etf")]),
            Field::suggest("bank", "Établissement", vec!["Banque".into()]),
        ],
        table: classes(),
    }
}

#[test]
fn the_layout_speaks_both_languages() {
    let french = example(Lang::Fr).render().unwrap();
    assert!(french.contains("<html lang=\"fr\">"));
    assert!(french.contains("<title>Exemple · Pécule</title>"));
    assert!(french.contains(
        "href=\"/wealth\" data-key=\"g p\" data-command=\"Patrimoine\" aria-current=\"page\""
    ));
    assert!(french.contains("458\u{202f}231<span class=\"cents\">,14\u{a0}€</span>"));
    assert!(french.contains("37,63\u{a0}%</output>"));
    let english = example(Lang::En).render().unwrap();
    assert!(english.contains("<html lang=\"en\">"));
    assert!(english.contains("€458,231<span class=\"cents\">.14</span>"));
    assert!(english.contains("Sign out"));
}

#[test]
fn no_page_holds_inline_code_or_style() {
    let html = example(Lang::Fr).render().unwrap();
    for refused in [" style=", " onclick=", "javascript:", "hx-on", "<script>"] {
        assert!(!html.contains(refused), "{refused}");
    }
    assert!(!html.contains("Camille <b>"), "names are escaped");
    assert!(!html.contains("Actions </script>"), "names cannot leave their script");
    assert!(!html.contains("/static/missing"));
    assert!(!html.contains(">nav-") && !html.contains(">js-"));
}

#[test]
fn hidden_amounts_are_nowhere_in_the_page() {
    let mut page = example(Lang::Fr);
    page.page.hides_amounts = true;
    page.drawing = Chart::new(Drawing::Donut { parts: Vec::new(), centre: None }, None, "Parts.");
    let html = page.render().unwrap();
    assert!(html.contains("data-amounts=\"hidden\""));
    assert!(!html.contains("458\u{202f}231"));
    assert!(html.contains(money::HIDDEN));
}

#[test]
fn each_place_has_a_name_and_a_letter_of_its_own() {
    let places: Vec<Screen> = Screen::MAIN.iter().chain(Screen::REST).copied().collect();
    let letters: std::collections::BTreeSet<char> =
        places.iter().map(|place| place.letter()).collect();
    assert_eq!(letters.len(), places.len());
    for place in places {
        assert_ne!(t(Lang::Fr, place.name()), place.name());
    }
}

#[test]
fn every_sentence_for_scripts_has_its_words() {
    let words = Page::new(Lang::Fr, "x", date(2026, 1, 1)).words();
    assert!(!words.contains("\":\"js-"), "{words}");
    assert!(words.contains("{query}") && !words.contains('$'));
}
