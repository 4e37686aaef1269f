//! Endpoints for accounts.

use pecule_app::Member;
use pecule_app::wealth::accounts::{AccountInput, AccountView};
use pecule_domain::id::AccountId;

crate::api::request::collection::collection! {
    tag: "accounts", path: "/accounts", one: "/accounts/{id}", names: "account",
    key: AccountId, line: AccountView, form: AccountInput,
    example: {
        "bank": "0198f2a4-7c1e-7d3b-9a55-2f6f0f3c9b10", "name": "PEA", "wrapper": "pea",
        "opened_on": "2019-03-14"
    },
    list: Member::accounts, "Lists accounts, oldest first";
    add: Member::open_account, "Opens an account at a bank";
    one: Member::account, "Shows an account";
    edit: Member::edit_account, "Changes an account";
    remove: Member::remove_account, "Removes an account without holdings";
}
