//! Lists every route, for guests, members, administrators and programs.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::Method;
use axum::middleware;
use axum::routing;
use tower_http::compression::CompressionLayer;

use crate::pages::audit::{log, retention};
use crate::pages::auth::{
    passwords, personal_tokens, reauthentication, recovery_code, second_factor, session_lock,
    sign_in, sign_in_code,
};
use crate::pages::backup::{backups, download, restore, restore_books, schedule, targets};
use crate::pages::books::{create, list};
use crate::pages::installation::trust_certificate;
use crate::pages::monitoring::{alerts, doctor, my_notifications, notifications, precautions};
use crate::pages::people::{first_person, invitation, members};
use crate::pages::settings;
use crate::pages::wealth::assets::{allocation, composition, details, form, sheet, zones};
use crate::pages::wealth::{
    account_sheet, accounts, banks, breakdown, change_list, changes, dashboard, default_zones,
    demo, exchange_rates, exports, holdings, imports, search, table, tasks, taxonomies,
};
use crate::request::{abuse_detection, guard, record_ids, refused};
use crate::route_table::{Address, RouteTable, get, post};
use crate::state::AppState;
use crate::{api, assets};

/// Body limits in bytes: forms, sign-in, imports.
const FORM: usize = 256 * 1024;
const SIGN_IN: usize = 4 * 1024;
const IMPORT: usize = 25 * 1024 * 1024;

/// Routes for guests.
fn guest() -> RouteTable {
    RouteTable::new()
        .route("/healthz", get(sign_in::healthz))
        .route("/readyz", get(sign_in::readyz))
        .route("/trust", get(trust_certificate::show))
        .route("/trust/ca.crt", get(trust_certificate::certificate))
        .route("/trust/pecule.mobileconfig", get(trust_certificate::profile))
        .route("/sign-in", get(sign_in::show).post(sign_in::enter))
        .route("/sign-in/code", get(sign_in_code::show).post(sign_in_code::take))
        .route("/session/unlock", get(session_lock::show).post(session_lock::unlock))
        .route("/sign-out", post(session_lock::sign_out))
        .route("/setup", get(first_person::show).post(first_person::make))
        .route("/recover", get(passwords::lost).post(passwords::recover))
        .route("/invitation", get(invitation::show).post(invitation::accept))
        .layer(DefaultBodyLimit::max(SIGN_IN))
        .merge(restored())
}

/// Restore at first start. The handler limits the size itself while it streams the body.
fn restored() -> RouteTable {
    RouteTable::new()
        .route("/setup/restore", get(restore::show).post(restore::begin))
        .route("/setup/restore/work", get(restore::work))
        .layer(DefaultBodyLimit::disable())
}

/// Routes for signed-in people.
fn member() -> RouteTable {
    RouteTable::new()
        .route("/", get(dashboard::show))
        .route("/wealth", get(table::show))
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
        .route("/holdings/{id}/statements", get(table::edit_value).post(table::state))
        .merge(described())
        .route("/recovery", get(recovery_code::show).post(recovery_code::confirm))
        .route("/reauthenticate", get(reauthentication::show).post(reauthentication::take))
        .route("/session/lock", post(session_lock::lock))
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
fn household() -> RouteTable {
    RouteTable::new()
        .route("/household", get(members::show))
        .route("/household/second-factor", post(second_factor::demand))
        .route("/household/invitations", post(members::invite))
        .route("/household/invitations/{id}/withdraw", post(members::withdraw))
        .route("/household/people/{id}", get(members::person))
        .route("/household/people/{id}/disable", post(members::disable))
        .route("/household/people/{id}/enable", post(members::enable))
        .route("/household/people/{id}/make-admin", post(members::make_admin))
        .route("/household/people/{id}/unmake-admin", post(members::unmake_admin))
        .route("/household/people/{id}/hand-over", post(members::hand_over))
        .route("/household/people/{id}/reset-second-factor", post(members::reset_second_factor))
        .route("/household/people/{id}/remove", post(members::remove))
        .route("/household/people/{id}/removal-notice", post(members::announce_removal))
        .route("/household/people/{id}/removal-notice/withdraw", post(members::withdraw_removal))
        .route("/household/doctor", get(doctor::show))
        .route("/household/notifications", get(notifications::show))
        .route("/household/notifications/relay", get(notifications::edit).post(notifications::save))
        .route("/household/notifications/relay/remove", post(notifications::remove))
        .route("/household/precautions", get(precautions::show))
        .route("/household/precautions/{precaution}/done", post(precautions::complete))
        .route("/household/precautions/{precaution}/reopen", post(precautions::reopen))
        .route("/household/precautions/{precaution}/remind", post(precautions::remind))
}

/// Breakdowns, tasks, command palette, changes and undo.
fn looked_at() -> RouteTable {
    RouteTable::new()
        .route("/analysis", get(breakdown::show))
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
fn settings() -> RouteTable {
    RouteTable::new()
        .route("/settings", get(settings::show))
        .route("/settings/appearance", post(settings::appearance))
        .route("/settings/theme", post(settings::theme))
        .route("/settings/amounts", post(settings::amounts))
        .route("/settings/currency", post(settings::currency))
        .route("/settings/sessions/{id}/end", post(settings::end_session))
        .route("/settings/sessions/end", post(settings::end_sessions))
        .route("/settings/lock", post(settings::lock_after))
        .route("/settings/notices/{id}/dismiss", post(settings::put_away))
        .route("/settings/removal/confirm", post(settings::confirm_ready_for_removal))
        .route("/settings/tokens", get(personal_tokens::show).post(personal_tokens::make))
        .route("/settings/tokens/{id}/revoke", post(personal_tokens::revoke))
        .route("/settings/second-factor", get(second_factor::show).post(second_factor::begin))
        .route("/settings/second-factor/codes", post(second_factor::renew))
        .route("/settings/second-factor/off", post(second_factor::off))
        .route("/settings/second-factor/confirm", post(second_factor::confirm))
        .route("/settings/second-factor/dismiss", post(settings::later))
        .route("/settings/zones", get(default_zones::show))
        .route("/settings/zones/{class}", get(default_zones::edit).post(default_zones::change))
        .route("/settings/taxonomies", get(taxonomies::show).post(taxonomies::add))
        .route("/settings/taxonomies/new", get(taxonomies::new))
        .route("/settings/taxonomies/{id}", get(taxonomies::edit).post(taxonomies::change))
        .route("/settings/taxonomies/{id}/remove", post(taxonomies::remove))
        .route("/settings/exchange-rates", get(exchange_rates::show).post(exchange_rates::add))
        .route("/settings/exchange-rates/remove", post(exchange_rates::remove))
        .route("/settings/changes/{id}", get(changes::details))
}

/// Books, owners and readers.
fn shared() -> RouteTable {
    RouteTable::new()
        .route("/books", get(list::show).post(create::add))
        .route("/books/new", get(create::new))
        .route("/books/{id}", get(list::one))
        .route("/books/{id}/export", get(exports::books))
        .route("/books/{id}/backup", get(restore_books::show).post(restore_books::bring))
        .route("/books/{id}/repair", post(restore_books::put_back))
        .route("/books/{id}/rename", post(list::rename))
        .route("/books/{id}/readers", post(list::grant_read))
        .route("/books/{id}/owners", post(list::add_owner))
        .route("/books/{id}/shares", post(list::set_shares))
        .route("/books/{id}/pinned-keys", post(list::pin_key))
        .route("/books/{id}/revoke", post(list::revoke))
        .route("/books/{id}/leave", post(list::leave))
        .route("/books/{id}/unattended", post(list::set_unattended))
        .route("/books/{id}/rotate", post(list::rotate))
}

/// Audit logs, alerts and browser reports.
fn watched() -> RouteTable {
    RouteTable::new()
        .route("/household/audit", get(log::show))
        .route("/household/audit/verify", post(log::verify))
        .route("/household/audit/export", get(log::export))
        .route("/household/audit/retention", get(retention::show).post(retention::change))
        .route("/household/audit/segments/{first}", get(retention::segment))
        .route("/household/alerts", get(alerts::show))
        .route("/settings/notifications", get(my_notifications::show).post(my_notifications::save))
        .route("/settings/notifications/test", post(my_notifications::test))
        .route("/settings/notifications/unsubscribe", post(my_notifications::unsubscribe))
        .route("/settings/audit", get(log::own))
        .route("/settings/audit/export", get(log::export_own))
        .route("/settings/alerts", get(alerts::own))
        .route("/settings/changes", get(change_list::show))
        .route("/settings/changes/removed", get(change_list::removed))
        .route("/settings/changes/export", get(change_list::export))
        .route("/settings/changes/verify", post(log::verify_books))
        .route("/settings/changes/restart-chain", post(log::restart_books_chain))
        .route("/alerts/{id}/acknowledge", post(alerts::acknowledge))
        .route("/alerts/books/acknowledge", post(alerts::acknowledge_books))
}

/// Backups and backup targets.
fn backed_up() -> RouteTable {
    RouteTable::new()
        .route("/settings/export", get(exports::show))
        .route("/settings/sealed-export", get(download::sealed_books))
        .route("/household/backups", get(backups::show))
        .route("/household/backups/jobs/current", get(backups::under_way))
        .route("/household/backups/jobs/backup", post(backups::start_backup))
        .route("/household/backups/jobs/drill", post(backups::start_drill))
        .route("/household/backups/{id}/download", get(backups::download))
        .route("/household/backups/schedule", get(schedule::show).post(schedule::change))
        .route("/household/backups/manual-drill", get(schedule::exercise).post(schedule::exercised))
        .route("/household/backups/targets", post(targets::add))
        .route("/household/backups/targets/new", get(targets::new))
        .route("/household/backups/targets/{id}", get(targets::show))
        .route("/household/backups/targets/{id}/test", post(targets::test))
        .route("/household/backups/targets/{id}/resume", post(targets::resume))
        .route("/household/backups/targets/{id}/change", post(targets::change))
        .route("/household/backups/targets/{id}/credentials", post(targets::set_credentials))
        .route("/household/backups/targets/{id}/remove", post(targets::remove))
}

/// Imports of other programs' files.
fn brought_in() -> RouteTable {
    RouteTable::new()
        .route("/imports", get(imports::show))
        .route("/imports/legacy", post(imports::legacy))
        .route("/imports/fund-holdings", post(imports::fund_holdings))
        .route("/imports/exchange-rates", post(imports::exchange_rates))
        .route("/imports/prices", post(imports::prices))
        .layer(DefaultBodyLimit::max(IMPORT))
}

/// Assets, allocations and compositions.
fn described() -> RouteTable {
    RouteTable::new()
        .route("/assets", get(crate::pages::wealth::assets::list::show).post(form::add))
        .route("/assets/new", get(form::new))
        .route("/assets/{id}", get(sheet::show).post(form::change))
        .route("/assets/{id}/edit", get(form::edit))
        .route("/assets/{id}/remove", post(form::remove))
        .route("/assets/{id}/allocation", get(allocation::show).post(allocation::change))
        .route("/assets/{id}/allocation/{class}", get(zones::show).post(zones::change))
        .route("/assets/{id}/composition", get(composition::show).post(composition::change))
        .route("/assets/{id}/composition/{day}/remove", post(composition::remove))
        .route(
            "/assets/{id}/taxonomies/{taxonomy}",
            get(crate::pages::wealth::assets::taxonomies::show)
                .post(crate::pages::wealth::assets::taxonomies::change),
        )
        .route("/assets/{id}/prices", post(details::state_price))
        .route("/assets/{id}/prices/{day}/remove", post(details::remove_price))
        .route("/assets/{id}/notes", post(details::add_note))
        .route("/assets/{id}/notes/{note}", post(details::edit_note))
        .route("/assets/{id}/notes/{note}/remove", post(details::remove_note))
        .route("/assets/{id}/tasks", post(details::add_task))
        .route("/assets/{id}/tasks/{task}/done", post(details::complete_task))
}

/// All routes of the pages; the API lists its own.
fn pages() -> RouteTable {
    let reports = RouteTable::new().route("/csp-report", post(abuse_detection::report));
    RouteTable::new()
        .merge(guest())
        .merge(member())
        .merge(reports.layer(DefaultBodyLimit::max(abuse_detection::REPORT)))
}

/// Lists all routes including the API's; tests check the rights of each.
pub fn addresses() -> Vec<Address> {
    let (_router, mut addresses) = pages().split();
    addresses.extend(api::addresses());
    addresses.push(Address { method: Method::GET, path: "/static/{file}".to_owned() });
    addresses
}

/// Returns the router of the whole application.
pub fn all(site: AppState) -> Router {
    let (pages, _addresses) = pages().split();
    let reach = std::sync::Arc::clone(&site.reach);
    let routes = Router::new()
        .merge(pages)
        .nest("/api/v1", api::routes())
        .layer(middleware::from_fn(record_ids::note))
        .layer(middleware::from_fn_with_state(site.clone(), abuse_detection::notice))
        .layer(DefaultBodyLimit::max(FORM))
        .layer(CompressionLayer::new())
        .route("/static/{file}", routing::get(assets::serve))
        .fallback(refused::nowhere)
        .with_state(site);
    guard::fence(routes, &reach)
}
