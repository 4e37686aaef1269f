//! Shows banks, accounts and holdings in one table, with values that can be edited in place.

use askama::Template;
use axum::extract::{Path, Query};
use axum::http::HeaderMap;
use axum::response::Response;
use pecule_app::{Conflict, Error, Member, Reason, Result};
use pecule_domain::id::HoldingId;
use pecule_domain::portfolio::holding::Position;
use serde::Deserialize;

use crate::pages::form::record::{FormError, number_in};
use crate::pages::wealth::scope::{ScopeQuery, scope_bar};
use crate::pages::wealth::table_rows::{Editing, Lines};
use crate::request::form::{FieldErrors, Form};
use crate::request::outcome::FormOutcome;
use crate::request::page_frame::{say, undo_path};
use crate::request::redirect::go;
use crate::request::visit::SignedIn;
use crate::view::navigation::Screen;
use crate::view::page::{Page, Toast};

#[derive(Template)]
#[template(path = "wealth/table/show.html")]
struct WealthTablePage {
    page: Page,
    table: Lines,
    is_empty: bool,
}

/// The table as a fragment, with a notification.
#[derive(Template)]
#[template(path = "wealth/table/_part.html")]
struct Part {
    page: Page,
    table: Lines,
    toast: Option<Toast>,
}

/// A row being edited, as a fragment.
#[derive(Template)]
#[template(path = "wealth/table/_edited.html")]
struct Edited {
    page: Page,
    table: Lines,
}

/// Query with the row being edited.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Editable {
    /// Identity of the holding being edited.
    #[serde(default)]
    pub edit: String,
    /// `yes` if the table is on the page of an account.
    #[serde(default)]
    pub sheet: String,
}

impl Editable {
    /// Returns the row being edited.
    pub fn editing(&self) -> Option<Editing> {
        (!self.edit.is_empty())
            .then(|| Editing { holding: self.edit.clone(), ..Editing::default() })
    }
}

/// Shows the page.
pub async fn show(
    visit: SignedIn,
    Query(asked): Query<ScopeQuery>,
    Query(editable): Query<Editable>,
) -> Response {
    visit
        .show("nav-wealth", Some(Screen::Wealth), move |member, page| {
            whole(member, page, asked, editable.editing())
        })
        .await
}

fn whole(
    member: &Member<'_>,
    mut page: Page,
    asked: ScopeQuery,
    editing: Option<Editing>,
) -> Result<WealthTablePage> {
    let picture = member.picture(asked.day())?;
    page.scope = Some(scope_bar(&page, &asked, &picture.wealth, "/wealth"));
    let table = Lines::new(&page, &picture, asked, false).editing(editing);
    Ok(WealthTablePage { is_empty: picture.wealth.banks.is_empty(), table, page })
}

/// Returns a row with an edit field for scripts, or the whole page.
pub async fn edit_value(
    visit: SignedIn,
    Path(id): Path<HoldingId>,
    headers: HeaderMap,
    Query(asked): Query<ScopeQuery>,
    Query(editable): Query<Editable>,
) -> Response {
    if !is_part(&headers) {
        return go(&format!("/wealth?edit={id}"));
    }
    visit
        .show("nav-wealth", Some(Screen::Wealth), move |member, page| {
            let editing = Editing { holding: id.to_string(), ..Editing::default() };
            let picture = member.picture(asked.day())?;
            let table = Lines::new(&page, &picture, asked, editable.sheet == "yes");
            table.find(id).ok_or(Error::NotFound)?;
            Ok(Edited { table: table.editing(Some(editing)), page })
        })
        .await
}

/// Records a value or quantity.
pub async fn state(
    visit: SignedIn,
    Path(id): Path<HoldingId>,
    headers: HeaderMap,
    form: Form,
) -> Response {
    let part = is_part(&headers);
    visit
        .act("nav-wealth", Some(Screen::Wealth), move |member, page| {
            let asked = asked_in(&form);
            let is_sheet = form.is_ticked("sheet");
            match take(member, &page, id, &form) {
                Ok(()) if part => FormOutcome::part(&Part::new(member, page, asked, is_sheet)?),
                Ok(()) => {
                    let picture = member.picture(asked.day())?;
                    Ok(FormOutcome::Done(
                        Lines::new(&page, &picture, asked, is_sheet).address(None),
                    ))
                }
                Err(error) => {
                    let editing = Some(faulty(&page, id, &form, error)?);
                    if part {
                        let mut again = Part::new(member, page, asked, is_sheet)?;
                        again.table.editing = editing;
                        again.toast = None;
                        FormOutcome::again(&again)
                    } else {
                        FormOutcome::again(&whole(member, page, asked, editing)?)
                    }
                }
            }
        })
        .await
}

/// Whether a script requests a fragment.
pub fn is_part(headers: &HeaderMap) -> bool {
    headers.contains_key("hx-request")
}

fn asked_in(form: &Form) -> ScopeQuery {
    let text = |name| form.text(name).to_owned();
    ScopeQuery {
        bank: text("bank"),
        account: text("account"),
        wrapper: text("wrapper"),
        at: text("at"),
        scope: text("scope"),
        ..ScopeQuery::default()
    }
}

/// Records the typed statement, unless there was a concurrent change.
fn take(member: &Member<'_>, page: &Page, id: HoldingId, form: &Form) -> Result<()> {
    let number = |name: &str| number_in(page.lang, form, name);
    let position = match number("quantity")? {
        Some(quantity) => Position::Quantity(quantity),
        None => Position::Value(
            number("value")?.ok_or_else(|| Error::invalid("value", Reason::Required))?,
        ),
    };
    let asked = asked_in(form);
    let picture = member.picture(asked.day())?;
    let table = Lines::new(
        page,
        &picture,
        ScopeQuery { at: asked.at.clone(), ..ScopeQuery::default() },
        false,
    );
    let line = table.find(id).ok_or(Error::NotFound)?;
    if form.find("seen").is_some_and(|seen| seen != line.seen()) {
        return Err(Conflict::Stale.into());
    }
    member.state(id, position, form.find_day("on")?.or(asked.day()))?;
    Ok(())
}

/// Returns the row again with the typed value and error message.
fn faulty(page: &Page, id: HoldingId, form: &Form, error: Error) -> Result<Editing> {
    let fault = match FormError::of(error)? {
        FormError::Faults(problems) => {
            FieldErrors::of(&problems, page.lang).all().next().map(|(_, fault)| fault.to_owned())
        }
        FormError::Stale | FormError::InUse(_) | FormError::None => {
            Some(page.t("table-stale-edit"))
        }
    };
    let typed = form.find("quantity").or(form.find("value")).unwrap_or_default();
    Ok(Editing {
        holding: id.to_string(),
        typed: Some(typed.to_owned()),
        on: form.find("on").map(str::to_owned),
        fault,
    })
}

impl Part {
    fn new(member: &Member<'_>, page: Page, asked: ScopeQuery, is_sheet: bool) -> Result<Self> {
        let picture = member.picture(asked.day())?;
        let table = Lines::new(&page, &picture, asked, is_sheet);
        let toast = member.last_operation()?.map(|operation| Toast {
            text: say(&operation, page.lang),
            undo: operation.can_be_undone.then(|| undo_path(&operation, &table.address(None))),
            failed: false,
        });
        Ok(Self { page, table, toast })
    }
}
