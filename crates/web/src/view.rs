//! Formats money, shares, numbers and dates, and holds the parts that all pages share. No other
//! module formats values.

pub mod books;
pub mod chart;
pub mod date;
pub mod field;
pub mod frame;
pub mod money;
pub mod navigation;
pub mod number;
pub mod page;
pub mod render;
pub mod scope;
pub mod share;
pub mod shares;
pub mod tone;
