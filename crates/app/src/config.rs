//! What an installation is told: data folder, backup schedule, passphrase prompt.

pub mod fixed_schedule;
