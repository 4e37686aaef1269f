//! Renders the household kit, a printable page with the key that opens the backups.

use std::fmt::Write as _;

use askama::Template;
use pecule_app::KitPage;
use qrcode::{Color, EcLevel, QrCode};

/// Characters of the key per group, for copying by hand.
const GROUP: usize = 5;
/// Quiet zone around a QR code, in modules.
const QUIET: usize = 4;

/// Error while rendering the kit.
#[derive(Debug, thiserror::Error)]
#[error("the household kit cannot be written: {0}")]
pub struct KitPageError(String);

/// A QR code as an SVG path, one unit per module.
pub(crate) struct Code {
    pub(crate) side: usize,
    pub(crate) path: String,
}

#[derive(Template)]
#[template(path = "installation/kit.html")]
struct KitTemplate<'a> {
    made_on: String,
    code: Code,
    groups: Vec<String>,
    secret: &'a str,
    install: &'a str,
    recipient: &'a str,
    signer: &'a str,
    signer_fingerprint: &'a str,
}

/// Renders the kit as a self-contained HTML page in French and English.
pub fn html(kit: &KitPage) -> Result<String, KitPageError> {
    let show = KitTemplate {
        made_on: kit.made_at.strftime("%F").to_string(),
        code: code(&kit.secret)?,
        groups: groups(&kit.secret),
        secret: &kit.secret,
        install: &kit.install,
        recipient: &kit.recipient,
        signer: &kit.signer,
        signer_fingerprint: &kit.signer_fingerprint,
    };
    show.render().map_err(|error| KitPageError(error.to_string()))
}

/// Splits the key into groups: the common prefix, then five characters each.
fn groups(secret: &str) -> Vec<String> {
    let (prefix, rest) = match secret.rfind('-').and_then(|at| secret.split_at_checked(at + 1)) {
        Some((prefix, rest)) => (Some(prefix.to_owned()), rest),
        None => (None, secret),
    };
    let letters: Vec<char> = rest.chars().collect();
    prefix.into_iter().chain(letters.chunks(GROUP).map(|group| group.iter().collect())).collect()
}

/// Encodes a text as a QR code, with one rectangle per run of dark modules.
pub(crate) fn code(text: &str) -> Result<Code, KitPageError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)
        .map_err(|error| KitPageError(error.to_string()))?;
    let mut path = String::new();
    for (row, modules) in code.to_colors().chunks(code.width()).enumerate() {
        let mut column = 0;
        for run in modules.chunk_by(|module, next| module == next) {
            if run.first() == Some(&Color::Dark) {
                let (x, y, length) = (column + QUIET, row + QUIET, run.len());
                write!(path, "M{x} {y}h{length}v1h-{length}z")
                    .map_err(|error| KitPageError(error.to_string()))?;
            }
            column += run.len();
        }
    }
    Ok(Code { side: code.width() + 2 * QUIET, path })
}

#[cfg(test)]
mod tests;
