//! How values look: the only place that formats money, shares, numbers and days, and what every page carries.

pub mod books;
pub mod chart;
pub mod date;
pub mod field;
pub mod money;
pub mod navigation;
pub mod number;
pub mod page;
pub mod scope;
pub mod share;
pub mod shares;
