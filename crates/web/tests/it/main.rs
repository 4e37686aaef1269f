//! Tests the site in process, over real encrypted files, as browsers and programs use it.
#![cfg(test)]

mod account;
mod analysis;
mod api;
mod api_collections;
mod api_document;
mod api_forged;
mod api_markdown;
mod api_personal;
mod api_reports;
mod api_second_factor;
mod api_tokens;
mod askers;
mod assets;
#[path = "../../../app/tests/it/authenticator.rs"]
mod authenticator;
mod backups;
mod beside_damage;
mod books;
mod books_then;
mod care;
mod channels;
mod compositions;
mod crossing;
mod crowd;
mod deeds;
mod guard;
mod household;
mod imports;
mod journal;
mod limits;
mod locked;
mod messages;
mod no_books;
#[path = "../../../app/tests/it/push_server.rs"]
mod push_server;
mod restore;
mod rights;
mod rights_household;
mod rights_table;
mod settings;
mod site;
mod socket;
mod tasks;
mod tls;
mod wealth;
