//! What an installation is told: data folder, backup schedule, passphrase prompt.

pub mod backup_schedule;
pub mod data_location;
pub mod fixed_schedule;
pub mod passphrase_prompt;
