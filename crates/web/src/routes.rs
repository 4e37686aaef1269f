//! Lists every route, for guests, members, administrators and programs.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::Method;
use axum::middleware;
use axum::routing;
use tower_http::compression::CompressionLayer;

use crate::map::{Address, Map, get, post};
use crate::pages::{
    account_sheet, accounts, banks, holdings, home, passwords, recovery, restore, session, setup,
    wealth,
};
use crate::pages::{
    allocation, asset, asset_beside, asset_form, asset_zones, assignment, composition,
};
use crate::pages::{analysis, changes, default_zones, demo, imports, rates, search, second_factor};
use crate::pages::{backup_file, backup_places, backup_schedule as schedule, backups};
use crate::pages::{
    books, books_new, books_then, household, invitation, refused, settings, tasks, taxonomies,
    trust,
};
use crate::pages::{change_list, findings, journal};
use crate::pages::{code, confirm, lock, personal_tokens};
use crate::site::Site;
use crate::{api, assets, guard, named, pages, watch};

/// Body limits in bytes: forms, sign-in, imports.
const FORM: usize = 256 * 1024;
const SIGN_IN: usize = 4 * 1024;
const IMPORT: usize = 25 * 1024 * 1024;

/// Routes for guests.
fn guest() -> Map {
    Map::new()
        .route("/healthz", get(session::healthz))
        .route("/readyz", get(session::readyz))
        .route("/trust", get(trust::show))
        .route("/trust/ca.crt", get(trust::certificate))
        .route("/trust/pecule.mobileconfig", get(trust::profile))
        .route("/sign-in", get(session::show).post(session::enter))
        .route("/sign-in/code", get(code::show).post(code::take))
        .route("/locked", get(lock::show).post(lock::unlock))
        .route("/locked/leave", post(lock::leave))
        .route("/setup", get(setup::show).post(setup::make))
        .route("/recover", get(passwords::lost).post(passwords::recover))
        .route("/invitation", get(invitation::show).post(invitation::accept))
        .layer(DefaultBodyLimit::max(SIGN_IN))
        .merge(restored())
}

/// Restore at first start. The handler limits the size itself while it streams the body.
fn restored() -> Map {
    Map::new()
        .route("/setup/restore", get(restore::show).post(restore::begin))
        .route("/setup/restore/work", get(restore::work))
        .layer(DefaultBodyLimit::disable())
}

/// Routes for signed-in people.
fn member() -> Map {
    Map::new()
        .route("/", get(home::show))
        .route("/wealth", get(wealth::show))
        .route("/banks", post(banks::add))
        .route("/banks/new", get(banks::new))
        .route("/banks/{id}", post(banks::save))
        .route("/banks/{id}/edit", get(banks::edit))
        .route("/banks/{id}/remove", post(banks::remove))
        .route("/accounts", post(accounts::open))
        .route("/accounts/new", get(accounts::new))
        .route("/accounts/{id}", get(account_sheet::show).post(accounts::save))
        .route("/accounts/{id}/edit", get(accounts::edit))
        .route("/accounts/{id}/remove", post(accounts::remove))
        .route("/holdings", post(holdings::add))
        .route("/holdings/new", get(holdings::new))
        .route("/holdings/{id}", post(holdings::save))
        .route("/holdings/{id}/edit", get(holdings::edit))
        .route("/holdings/{id}/remove", post(holdings::remove))
        .route("/holdings/{id}/value", get(wealth::edit_value).post(wealth::state))
        .merge(described())
        .route("/recovery", get(recovery::show).post(recovery::confirm))
        .route("/sign-out", post(session::leave))
        .route("/confirm", get(confirm::show).post(confirm::take))
        .route("/lock", post(lock::lock))
        .route("/settings/password", get(passwords::show).post(passwords::change))
        .merge(looked_at())
        .merge(settings())
        .merge(brought_in())
        .merge(watched())
        .merge(shared())
        .merge(backed_up())
        .merge(household())
}

/// Routes for administrators; anyone else gets 404.
fn household() -> Map {
    Map::new()
        .route("/household", get(household::show))
        .route("/household/second-factor", post(second_factor::demand))
        .route("/household/invitations", post(household::invite))
        .route("/household/invitations/{id}/withdraw", post(household::withdraw))
        .route("/household/people/{id}", get(household::person))
        .route("/household/people/{id}/{deed}", post(household::act))
        .route("/household/health", get(pages::health::show))
        .route("/household/messages", get(pages::messages::show))
        .route("/household/messages/relay", get(pages::messages::edit).post(pages::messages::save))
        .route("/household/messages/{deed}", post(pages::messages::act))
        .route("/household/precautions", get(pages::precautions::show))
        .route("/household/precautions/{precaution}/{deed}", post(pages::precautions::act))
}

/// Breakdowns, tasks, command palette, changes and undo.
fn looked_at() -> Map {
    Map::new()
        .route("/analysis", get(analysis::show))
        .route("/search.json", get(search::find))
        .route("/tasks", get(tasks::show).post(tasks::add))
        .route("/tasks/{id}", get(tasks::edit).post(tasks::change))
        .route("/tasks/{id}/done", post(tasks::tick))
        .route("/tasks/{id}/remove", post(tasks::remove))
        .route("/operations/{id}/undo", post(changes::undo))
        .route("/demo/start", post(demo::start))
        .route("/demo/remove", post(demo::remove))
}

/// Preferences, sessions and the books' own lists.
fn settings() -> Map {
    Map::new()
        .route("/settings", get(settings::show))
        .route("/settings/appearance", post(settings::appearance))
        .route("/settings/theme", post(settings::theme))
        .route("/settings/amounts", post(settings::amounts))
        .route("/settings/currency", post(settings::currency))
        .route("/settings/sessions/{id}/end", post(settings::end_session))
        .route("/settings/sessions/end", post(settings::end_sessions))
        .route("/settings/lock", post(settings::lock_after))
        .route("/settings/notices/{id}/away", post(settings::put_away))
        .route("/settings/departure/ready", post(settings::ready_to_depart))
        .route("/settings/tokens", get(personal_tokens::show).post(personal_tokens::make))
        .route("/settings/tokens/{id}/revoke", post(personal_tokens::revoke))
        .route("/settings/second-factor", get(second_factor::show).post(second_factor::begin))
        .route("/settings/second-factor/codes", post(second_factor::renew))
        .route("/settings/second-factor/off", post(second_factor::off))
        .route("/settings/second-factor/confirm", post(second_factor::confirm))
        .route("/settings/second-factor/later", post(settings::later))
        .route("/settings/zones", get(default_zones::show))
        .route("/settings/zones/{class}", get(default_zones::edit).post(default_zones::change))
        .route("/settings/taxonomies", get(taxonomies::show).post(taxonomies::add))
        .route("/settings/taxonomies/new", get(taxonomies::new))
        .route("/settings/taxonomies/{id}", get(taxonomies::edit).post(taxonomies::change))
        .route("/settings/taxonomies/{id}/remove", post(taxonomies::remove))
        .route("/settings/rates", get(rates::show).post(rates::add))
        .route("/settings/rates/remove", post(rates::remove))
        .route("/settings/changes/{id}", get(changes::details))
}

/// Books, owners and readers.
fn shared() -> Map {
    Map::new()
        .route("/books", get(books::show).post(books_new::add))
        .route("/books/new", get(books_new::new))
        .route("/books/{id}", get(books::one))
        .route("/books/{id}/export", get(pages::exports::books))
        .route("/books/{id}/then", get(books_then::show).post(books_then::bring))
        .route("/books/{id}/put-back", post(books_then::put_back))
        .route("/books/{id}/{deed}", post(books::act))
}

/// Audit logs, alerts and browser reports.
fn watched() -> Map {
    Map::new()
        .route("/household/journal", get(journal::show))
        .route("/household/journal/verify", post(journal::verify))
        .route("/household/journal/export", get(journal::export))
        .route(
            "/household/journal/retention",
            get(journal::retention::show).post(journal::retention::change),
        )
        .route("/household/journal/segments/{first}", get(journal::retention::segment))
        .route("/household/findings", get(findings::show))
        .route("/settings/messages", get(pages::told::show).post(pages::told::save))
        .route("/settings/messages/{deed}", post(pages::told::act))
        .route("/settings/journal", get(journal::own))
        .route("/settings/journal/export", get(journal::export_own))
        .route("/settings/findings", get(findings::own))
        .route("/settings/changes", get(change_list::show))
        .route("/settings/changes/trash", get(change_list::trash))
        .route("/settings/changes/export", get(change_list::export))
        .route("/settings/changes/verify", post(journal::verify_books))
        .route("/settings/changes/resume", post(journal::resume_books))
        .route("/findings/{id}/acknowledge", post(findings::acknowledge))
        .route("/findings/books/acknowledge", post(findings::acknowledge_books))
}

/// Backups and backup targets.
fn backed_up() -> Map {
    Map::new()
        .route("/settings/export", get(pages::exports::show))
        .route("/settings/sealed-books", get(backup_file::sealed_books))
        .route("/household/backups", get(backups::show))
        .route("/household/backups/work", get(backups::under_way))
        .route("/household/backups/ask/{what}", post(backups::ask))
        .route("/household/backups/{id}/download", get(backups::download))
        .route("/household/backups/schedule", get(schedule::show).post(schedule::change))
        .route("/household/backups/exercise", get(schedule::exercise).post(schedule::exercised))
        .route("/household/backups/places", post(backup_places::add))
        .route("/household/backups/places/new", get(backup_places::new))
        .route("/household/backups/places/{id}", get(backup_places::show))
        .route("/household/backups/places/{id}/{deed}", post(backup_places::act))
}

/// Imports of other programs' files.
fn brought_in() -> Map {
    Map::new()
        .route("/import", get(imports::show))
        .route("/import/legacy", post(imports::legacy))
        .route("/import/composition", post(imports::composition))
        .route("/import/rates", post(imports::rates))
        .route("/import/quotes", post(imports::quotes))
        .layer(DefaultBodyLimit::max(IMPORT))
}

/// Assets, allocations and compositions.
fn described() -> Map {
    Map::new()
        .route("/assets", get(pages::assets::show).post(asset_form::add))
        .route("/assets/new", get(asset_form::new))
        .route("/assets/{id}", get(asset::show).post(asset_form::change))
        .route("/assets/{id}/edit", get(asset_form::edit))
        .route("/assets/{id}/remove", post(asset_form::remove))
        .route("/assets/{id}/allocation", get(allocation::show).post(allocation::change))
        .route("/assets/{id}/allocation/{class}", get(asset_zones::show).post(asset_zones::change))
        .route("/assets/{id}/composition", get(composition::show).post(composition::change))
        .route("/assets/{id}/composition/{day}/remove", post(composition::remove))
        .route("/assets/{id}/taxonomies/{taxonomy}", get(assignment::show).post(assignment::change))
        .route("/assets/{id}/prices", post(asset_beside::state_price))
        .route("/assets/{id}/prices/{day}/remove", post(asset_beside::remove_price))
        .route("/assets/{id}/notes", post(asset_beside::add_note))
        .route("/assets/{id}/notes/{note}", post(asset_beside::edit_note))
        .route("/assets/{id}/notes/{note}/remove", post(asset_beside::remove_note))
        .route("/assets/{id}/tasks", post(asset_beside::add_task))
        .route("/assets/{id}/tasks/{task}/done", post(asset_beside::tick_task))
}

/// All routes of the pages; the API lists its own.
fn pages() -> Map {
    let reports = Map::new().route("/csp-report", post(watch::report));
    Map::new()
        .merge(guest())
        .merge(member())
        .merge(reports.layer(DefaultBodyLimit::max(watch::REPORT)))
}

/// Lists all routes including the API's; tests check the rights of each.
pub fn addresses() -> Vec<Address> {
    let (_router, mut addresses) = pages().split();
    addresses.extend(api::addresses());
    addresses.push(Address { method: Method::GET, path: "/static/{file}".to_owned() });
    addresses
}

/// Returns the router of the whole application.
pub fn all(site: Site) -> Router {
    let (pages, _addresses) = pages().split();
    let reach = std::sync::Arc::clone(&site.reach);
    let routes = Router::new()
        .merge(pages)
        .nest("/api/v1", api::routes())
        .layer(middleware::from_fn(named::note))
        .layer(middleware::from_fn_with_state(site.clone(), watch::notice))
        .layer(DefaultBodyLimit::max(FORM))
        .layer(CompressionLayer::new())
        .route("/static/{file}", routing::get(assets::serve))
        .fallback(refused::nowhere)
        .with_state(site);
    guard::fence(routes, &reach)
}
