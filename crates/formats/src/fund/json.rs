//! Reads lists of holdings from JSON.

use crate::fund::columns::{Column, says_percent};
use crate::fund::raw::{Raw, RawSheet, unreadable};
use crate::json::{Document, Fields, Json};
use crate::problem::{Problem, ProblemKind};
use crate::problems::Findings;
use crate::table::bare;

/// The names of fields that contain the list.
const LISTS: &[&str] = &[
    "holdings",
    "positions",
    "constituents",
    "components",
    "composition",
    "lignes",
    "lines",
    "items",
    "rows",
    "results",
    "data",
    "aaData",
    "fund",
    "fonds",
];
/// The maximum depth of the list.
const DEPTH: usize = 4;

/// Reads the holdings of a file.
pub(super) fn lines(bytes: &[u8], findings: &mut Findings) -> Result<RawSheet, Problem> {
    let document = Document::read(bytes)?;
    let list = list(document.root(), DEPTH).ok_or_else(|| unreadable(ProblemKind::NotAList))?;
    let mut sheet = RawSheet { lines: Vec::new(), percent: false };
    for item in list {
        match item.fields() {
            Some(fields) => {
                let (raw, percent) = raw(item.line(), &fields);
                sheet.percent |= percent;
                sheet.lines.push(raw);
            }
            None => findings.once(item.line(), "", ProblemKind::NotARecord),
        }
    }
    if sheet.lines.iter().all(|line| line.weight.is_empty()) {
        return Err(unreadable(ProblemKind::NoHead));
    }
    Ok(sheet)
}

/// Returns the file itself, or the first list in a field of a known name.
fn list(json: Json<'_>, depth: usize) -> Option<Vec<Json<'_>>> {
    if json.is_list() {
        return json.items();
    }
    let fields = json.fields()?;
    let depth = depth.checked_sub(1)?;
    LISTS.iter().find_map(|name| {
        let inside = fields.find(&[name])?;
        (inside.is_list() || inside.is_object()).then(|| list(inside, depth)).flatten()
    })
}

fn raw(line: usize, fields: &Fields<'_>) -> (Raw, bool) {
    let mut raw = Raw { line, ..Raw::default() };
    let mut percent = false;
    for (name, value) in fields.iter() {
        let Some(column) = Column::of(&bare(name)) else { continue };
        // Some files contain a displayed and a raw value side by side.
        let text = value.plain().or_else(|| value.fields()?.plain(&["raw", "value", "display"]));
        let cell = raw.cell(column);
        if cell.is_empty() {
            *cell = text.unwrap_or_default();
            percent |= column == Column::Weight && says_percent(name);
        }
    }
    (raw, percent)
}
