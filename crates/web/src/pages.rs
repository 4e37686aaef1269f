//! Handlers of all pages, each with the struct of its template.

pub mod audit;
pub mod auth;
pub mod backup;
pub mod books;
pub mod form;
pub mod installation;
pub mod monitoring;
pub mod people;
pub mod settings;
pub mod wealth;
