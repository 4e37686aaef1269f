//! Runs `pecule config`: prints every setting with its source.

use serde::Serialize;

use crate::config::Config;
use crate::config::setting::Row;
use crate::error::Outcome;
use crate::output;
use crate::table::TableWriter;

#[derive(Serialize)]
struct Answer {
    /// `None` when no configuration file was found.
    file: Option<String>,
    settings: Vec<Row>,
}

pub(crate) fn run(config: &Config, json: bool) -> Outcome {
    let file = config.file.as_ref().map(|file| file.display().to_string());
    let answer = Answer { file, settings: config.rows() };
    if json {
        return output::json(&answer);
    }
    let mut sheet = TableWriter::new(&["setting", "value", "set by"]);
    for row in answer.settings {
        let value = row.value.unwrap_or_else(|| "-".to_owned());
        sheet.row([row.name.to_owned(), value, row.from]);
    }
    sheet.print();
    output::say("");
    output::say(&format!("file: {}", answer.file.as_deref().unwrap_or("none")));
    Ok(())
}
