//! `pecule config`: everything that is set, and by whom.

use comfy_table::{Table, presets};
use serde::Serialize;

use crate::config::{Config, Row};
use crate::error::Outcome;
use crate::out;

#[derive(Serialize)]
struct Answer {
    /// The configuration file, where there is one.
    file: Option<String>,
    settings: Vec<Row>,
}

pub(crate) fn run(config: &Config, json: bool) -> Outcome {
    let file = config.file.as_ref().map(|file| file.display().to_string());
    let answer = Answer { file, settings: config.rows() };
    if json {
        return out::json(&answer);
    }
    let mut table = Table::new();
    table.load_preset(presets::NOTHING).set_header(["setting", "value", "set by"]);
    for row in answer.settings {
        let value = row.value.unwrap_or_else(|| "-".to_owned());
        table.add_row([row.name, &out::plain(&value), &row.from]);
    }
    out::say(&table.to_string());
    out::say("");
    out::say(&format!("file: {}", answer.file.as_deref().unwrap_or("none")));
    Ok(())
}
