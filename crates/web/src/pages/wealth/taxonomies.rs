//! Adds, changes and removes user-defined taxonomies and their headings.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use pecule_app::Member;
use pecule_app::wealth::taxonomies::{TaxonomyInput, TaxonomyView};

use crate::pages::form::record::{FormError, Group, RecordForm, Removal};
use crate::pages::wealth::assets::form::named;
use crate::request::form::Form;
use crate::request::outcome::FormOutcome;
use crate::request::visit::SignedIn;
use crate::view::field::Field;
use crate::view::navigation::Screen;
use crate::view::page::Page;

/// Address of the list.
const LIST: &str = "/settings/taxonomies";

#[derive(Template)]
#[template(path = "wealth/taxonomies.html")]
struct TaxonomiesPage {
    page: Page,
    taxonomies: Vec<TaxonomyView>,
}

/// Lists all taxonomies.
pub async fn show(visit: SignedIn) -> Response {
    let work =
        |member: &Member<'_>, page| Ok(TaxonomiesPage { taxonomies: member.taxonomies()?, page });
    visit.show("taxonomies-title", Some(Screen::Settings), work).await
}

/// Shows the form of a new taxonomy.
pub async fn new(visit: SignedIn) -> Response {
    let work = |_: &Member<'_>, page| Ok(editor(page, None, &Form::default()));
    visit.show("taxonomy-new", Some(Screen::Settings), work).await
}

/// Adds a taxonomy.
pub async fn add(visit: SignedIn, form: Form) -> Response {
    let work = move |member: &Member<'_>, page| match member.add_taxonomy(&read(&form)) {
        Ok(_) => Ok(FormOutcome::Done(LIST.into())),
        Err(error) => {
            let trouble = FormError::of(error)?;
            FormOutcome::again(&editor(page, None, &form).with(&trouble, &form, None))
        }
    };
    visit.act("taxonomy-new", Some(Screen::Settings), work).await
}

/// Shows the form of a taxonomy.
pub async fn edit(visit: SignedIn, Path(id): Path<String>) -> Response {
    let work = move |member: &Member<'_>, page| {
        let known = member.taxonomy(named(&id)?)?;
        let written = written(&known);
        Ok(editor(page, Some(&known), &written))
    };
    visit.show("taxonomies-title", Some(Screen::Settings), work).await
}

/// Changes a taxonomy.
pub async fn change(visit: SignedIn, Path(id): Path<String>, form: Form) -> Response {
    let work = move |member: &Member<'_>, page| {
        let known = member.taxonomy(named(&id)?)?;
        match member.edit_taxonomy(known.id, &read(&form)) {
            Ok(_) => Ok(FormOutcome::Done(LIST.into())),
            Err(error) => {
                let trouble = FormError::of(error)?;
                FormOutcome::again(&editor(page, Some(&known), &form).with(&trouble, &form, None))
            }
        }
    };
    visit.act("taxonomies-title", Some(Screen::Settings), work).await
}

/// Removes a taxonomy with its assignments.
pub async fn remove(visit: SignedIn, Path(id): Path<String>) -> Response {
    let work = move |member: &Member<'_>, _| {
        member.remove_taxonomy(named(&id)?)?;
        Ok(FormOutcome::Done(LIST.into()))
    };
    visit.act("taxonomies-title", Some(Screen::Settings), work).await
}

fn editor(mut page: Page, known: Option<&TaxonomyView>, form: &Form) -> RecordForm {
    if let Some(known) = known {
        page.title.clone_from(&known.name);
    }
    let name = Field::text("name", page.t("taxonomy-name")).required().value(form.text("name"));
    let headings = Field::area("taxons", page.t("taxonomy-headings"))
        .hint(page.t("taxonomy-headings-hint"))
        .value(form.text("taxons"));
    let steps = vec![
        (page.t("nav-settings"), "/settings".to_owned()),
        (page.t("taxonomies-title"), LIST.to_owned()),
    ];
    let removal = known.map(|known| Removal {
        title: page.t("taxonomy-remove"),
        text: page.t("taxonomy-remove-why"),
        action: format!("{LIST}/{}/remove", known.id),
        refused: None,
    });
    let action = known.map_or_else(|| LIST.to_owned(), |known| format!("{LIST}/{}", known.id));
    let editor =
        RecordForm::new(page, action, vec![Group::plain(vec![vec![name], vec![headings]])]);
    RecordForm { steps, back: LIST.to_owned(), removal, ..editor }
}

fn read(form: &Form) -> TaxonomyInput {
    let lines = form.text("taxons").lines().map(str::trim).filter(|line| !line.is_empty());
    TaxonomyInput { name: form.text("name").to_owned(), taxons: lines.map(str::to_owned).collect() }
}

fn written(known: &TaxonomyView) -> Form {
    let headings: Vec<&str> = known.taxons.iter().map(|taxon| taxon.name.as_str()).collect();
    Form::new(vec![("name".into(), known.name.clone()), ("taxons".into(), headings.join("\n"))])
}
