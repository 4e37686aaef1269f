//! Shows and changes appearance, reporting currency, sessions and notices.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use pecule_app::auth::session_lock;
use pecule_app::auth::sessions::SessionView;
use pecule_app::{Error, Member, Person, Reason, Result};

use crate::pages::wealth::assets::form::named;
use crate::request::cookies::forget_session;
use crate::request::form::{FieldErrors, Form};
use crate::request::outcome::FormOutcome;
use crate::request::redirect::{go, local};
use crate::request::visit::SignedIn;
use crate::text::i18n::Lang;
use crate::view::field::{Choice, Field};
use crate::view::navigation::Screen;
use crate::view::page::{Page, Theme};

/// Suggested currencies; other codes can be typed.
const CURRENCIES: [&str; 6] = ["EUR", "USD", "GBP", "CHF", "JPY", "CAD"];

#[derive(Template)]
#[template(path = "settings/show.html")]
struct SettingsPage {
    page: Page,
    language: Field,
    theme: Field,
    /// `None` for a person without books.
    books: Option<OfBooks>,
    sessions: Vec<SessionView>,
    lock: Field,
    has_second_factor: bool,
}

/// Settings of the books, with the number of records behind each link.
struct OfBooks {
    currency: Field,
    taxonomies: usize,
    rates: usize,
}

/// Shows all settings.
pub async fn show(visit: SignedIn) -> Response {
    let work = |person: &Person, member: Option<&Member<'_>>, page: Page| {
        let books = member.map(|member| {
            let typed = member.reporting_currency()?;
            OfBooks::new(member, &page, typed.code(), &FieldErrors::default())
        });
        SettingsPage::new(person, books.transpose()?, page)
    };
    visit.show_to_all("nav-settings", Some(Screen::Settings), work).await
}

/// Sets language, theme and switches.
pub async fn appearance(visit: SignedIn, form: Form) -> Response {
    let change = move |person: &mut Person| {
        person.set_language(form.text("language"))?;
        person.set_theme(form.text("theme"))?;
        person.set_preferences(|chosen| {
            chosen.hide_amounts = form.is_ticked("amounts");
            chosen.no_shortcuts = !form.is_ticked("shortcuts");
        })
    };
    visit.change_person("/settings".into(), change).await
}

/// Sets the theme, then redirects back.
pub async fn theme(visit: SignedIn, form: Form) -> Response {
    let back = form.text("back").to_owned();
    visit.change_person(back, move |person| person.set_theme(form.text("theme"))).await
}

/// Hides or shows amounts, then redirects back.
pub async fn amounts(visit: SignedIn, form: Form) -> Response {
    let back = form.text("back").to_owned();
    let hidden = form.text("amounts") == "hidden";
    visit
        .change_person(back, move |person| {
            person.set_preferences(|chosen| chosen.hide_amounts = hidden)
        })
        .await
}

/// Sets the reporting currency.
pub async fn currency(visit: SignedIn, form: Form) -> Response {
    let work = move |member: &Member<'_>, page: Page| match form
        .currency("currency")
        .and_then(|currency| member.set_reporting_currency(currency))
    {
        Ok(()) => Ok(FormOutcome::Done("/settings".into())),
        Err(Error::Invalid(problems)) => {
            let faults = FieldErrors::of(&problems, page.lang);
            let books = OfBooks::new(member, &page, form.text("currency"), &faults)?;
            FormOutcome::again(&SettingsPage::new(member.person(), Some(books), page)?)
        }
        Err(other) => Err(other),
    };
    visit.act("nav-settings", Some(Screen::Settings), work).await
}

/// Ends one of the person's sessions.
pub async fn end_session(visit: SignedIn, Path(id): Path<String>) -> Response {
    visit
        .change_person("/settings#sessions".into(), move |person| person.end_session(named(&id)?))
        .await
}

/// Ends all sessions of the person, including the current one.
pub async fn end_sessions(visit: SignedIn) -> Response {
    let (lang, person) = (visit.lang, visit.person);
    match visit.site.run(move |_| person.sign_out_everywhere()).await {
        Ok(_ended) => {
            let mut answer = go("/sign-in");
            forget_session(&mut answer);
            answer
        }
        Err(error) => visit.way.refuse(error, lang),
    }
}

/// Sets the time without use after which sessions are locked.
pub async fn lock_after(visit: SignedIn, form: Form) -> Response {
    let work = move |person: &mut Person| {
        let minutes = form.text("lock").parse();
        person.lock_after(minutes.map_err(|_bad| Error::invalid("lock", Reason::NotInList))?)
    };
    visit.change_person("/settings#security".into(), work).await
}

/// Dismisses an account notice.
pub async fn put_away(visit: SignedIn, Path(id): Path<String>) -> Response {
    visit.change_person("/".into(), move |person| person.dismiss_notice(named(&id)?)).await
}

/// Confirms that the member is ready for their removal.
pub async fn confirm_ready_for_removal(visit: SignedIn) -> Response {
    visit
        .change_person("/".into(), |person| match person.confirm_ready_for_removal() {
            // The notice was withdrawn in the meantime, which the next page shows.
            Err(Error::NotFound) => Ok(()),
            said => said,
        })
        .await
}

/// Dismisses the offer of a second factor, then redirects back.
pub async fn later(visit: SignedIn, form: Form) -> Response {
    let back = local(form.text("back")).to_owned();
    visit
        .change_person(back, |person| {
            person.set_preferences(|chosen| chosen.second_factor_declined = true)
        })
        .await
}

impl SettingsPage {
    fn new(person: &Person, books: Option<OfBooks>, page: Page) -> Result<Self> {
        let spoken = page.lang.tag();
        let languages = Lang::ALL
            .iter()
            .map(|lang| Choice::new(lang.tag(), page.name_of("lang", lang.tag()), spoken));
        let themes = Theme::ALL.iter().map(|theme| {
            Choice::new(theme.key(), page.name_of("theme", theme.key()), page.theme.key())
        });
        Ok(Self {
            language: Field::select("language", page.t("settings-language"), languages.collect()),
            theme: Field::select("theme", page.t("settings-theme"), themes.collect()),
            books,
            sessions: person.sessions()?,
            lock: lock_field(&page, person.preferences().lock_after()),
            has_second_factor: person.has_second_factor()?,
            page,
        })
    }
}

impl OfBooks {
    fn new(member: &Member<'_>, page: &Page, currency: &str, faults: &FieldErrors) -> Result<Self> {
        let label = page.t("settings-currency");
        let field = Field::suggest("currency", label, CURRENCIES.map(str::to_owned).into());
        Ok(Self {
            currency: field
                .required()
                .value(currency)
                .hint(page.t("settings-currency-hint"))
                .error(faults.on("currency")),
            taxonomies: member.taxonomies()?.len(),
            rates: member.latest_exchange_rates()?.len(),
        })
    }
}

/// Builds the field for the time without use after which sessions are locked.
fn lock_field(page: &Page, chosen: u16) -> Field {
    let choice = |minutes: &u16| {
        let label = page.t_with("lock-minutes", "minutes", u32::from(*minutes));
        Choice::new(minutes.to_string(), label, &chosen.to_string())
    };
    let choices = session_lock::CHOICES.iter().map(choice).collect();
    Field::select("lock", page.t("lock-after"), choices).hint(page.t("lock-why"))
}
