//! How values look: the only place that formats money, shares, numbers and days, and what every page carries.

pub mod books;
pub mod chart;
pub mod date;
pub mod field;
pub mod frame;
pub mod money;
pub mod number;
pub mod page;
pub mod place;
pub mod scope;
pub mod share;
pub mod shares;

pub use field::{Choice, Field};
pub use page::{Page, Theme, Toast, Viewer};
pub use place::Place;
pub use scope::Scope;
pub use shares::SharesTable;
