//! Opens an installation: the order of steps from the data folder to a running application.

pub mod open;
pub mod unlock;
