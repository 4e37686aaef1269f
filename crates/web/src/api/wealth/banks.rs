//! Endpoints for banks.

use pecule_app::Member;
use pecule_app::wealth::banks::{BankInput, BankView};
use pecule_domain::id::BankId;

crate::api::request::collection::collection! {
    tag: "banks", path: "/banks", one: "/banks/{id}", names: "bank",
    key: BankId, line: BankView, form: BankInput, example: { "name": "Banque du Lac" },
    list: Member::banks, "Lists banks, oldest first";
    add: Member::add_bank, "Adds a bank";
    one: Member::bank, "Shows a bank";
    edit: Member::edit_bank, "Changes a bank";
    remove: Member::remove_bank, "Removes a bank without accounts";
}
