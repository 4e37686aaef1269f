//! Shows an account with its details and a table of its holdings, whose values can be edited in
//! place.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use pecule_app::wealth::accounts::AccountView;
use pecule_app::{Member, Result};
use pecule_domain::id::AccountId;

use crate::pages::wealth::scope::{ScopeQuery, scope_bar};
use crate::pages::wealth::table::Editable;
use crate::pages::wealth::table_rows::Lines;
use crate::request::visit::SignedIn;
use crate::view::navigation::Screen;
use crate::view::page::Page;

#[derive(Template)]
#[template(path = "wealth/account.html")]
struct AccountSheetPage {
    page: Page,
    /// Breadcrumbs: labels and addresses.
    steps: Vec<(String, String)>,
    account: AccountView,
    bank: String,
    table: Lines,
    ended: Vec<Ended>,
}

/// Holding without a row in the table: sold, repaid, or starting on a later day.
struct Ended {
    id: String,
    name: String,
    /// Whether it has ended; otherwise it starts on a later day.
    is_over: bool,
}

/// Shows the page of an account.
pub async fn show(
    visit: SignedIn,
    Path(id): Path<AccountId>,
    Query(asked): Query<ScopeQuery>,
    Query(editable): Query<Editable>,
) -> Response {
    visit
        .show("record-account", Some(Screen::Wealth), move |member, mut page| {
            let account = member.account(id)?;
            let bank = member.bank(account.bank)?.name;
            let asked =
                ScopeQuery { account: id.to_string(), at: asked.at, ..ScopeQuery::default() };
            let picture = member.picture(asked.day())?;
            let mut bar = scope_bar(&page, &asked, &picture.wealth, &format!("/accounts/{id}"));
            bar.fields.clear();
            page.scope = Some(bar);
            page.title.clone_from(&account.name);
            let table = Lines::new(&page, &picture, asked, true).editing(editable.editing());
            let ended = ended(member, id, &table)?;
            let steps = vec![
                (page.t("nav-wealth"), "/wealth".to_owned()),
                (bank.clone(), format!("/wealth?bank={}", account.bank)),
            ];
            Ok(AccountSheetPage { page, steps, account, bank, table, ended })
        })
        .await
}

fn ended(member: &Member<'_>, account: AccountId, table: &Lines) -> Result<Vec<Ended>> {
    let holdings = member.holdings()?.into_iter();
    let unseen = holdings.filter(|line| line.account == account && table.find(line.id).is_none());
    let mut ended: Vec<Ended> = unseen
        .map(|line| Ended {
            id: line.id.to_string(),
            is_over: line.quantity.or(line.value).is_some_and(|left| left.is_zero()),
            name: line.asset_name,
        })
        .collect();
    ended.sort_by(|line, other| line.name.cmp(&other.name));
    Ok(ended)
}
