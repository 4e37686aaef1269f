//! What several commands share.

use crate::cli::BooksArgs;
use crate::error::{Failure, Outcome};
use crate::{ask, config, files};
use indicatif::ProgressBar;
use indicatif::ProgressStyle;
use pecule_app::Member;
use pecule_app::actors::books_filter::BooksQuery;
use pecule_app::app::App;
use pecule_app::backup::job_requests::{Answer, PATIENCE};
use pecule_app::config::data_location::DataLocation;
use std::path::Path;
use std::time::Duration;
use zeroize::Zeroizing;

/// Reads the text of a kit file.
pub(crate) fn text_of(kit: &Path) -> Outcome<Zeroizing<String>> {
    let bytes = Zeroizing::new(files::content(kit)?);
    Ok(Zeroizing::new(String::from_utf8_lossy(&bytes).into_owned()))
}

/// Waits up to 10 minutes for the server's answer, and shows the progress.
#[expect(clippy::disallowed_methods, reason = "another process is waited for")]
pub(crate) fn wait<T>(app: &App, ask: impl Fn() -> pecule_app::Result<Answer<T>>) -> Outcome<T> {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{msg:10} {bar:30} {bytes}/{total_bytes}") {
        bar.set_style(style);
    }
    let rounds = PATIENCE.unsigned_abs().as_millis() / PAUSE.as_millis().max(1);
    for _round in 0..rounds {
        match ask()? {
            Answer::Done(done) => {
                bar.finish_and_clear();
                return Ok(done);
            }
            Answer::Refused(why) => {
                bar.finish_and_clear();
                return Err(Failure::said(why, "The server refused; nothing was changed."));
            }
            Answer::Waiting => {}
        }
        if let Some(progress) = app.backup_progress()? {
            bar.set_length(progress.total);
            bar.set_position(progress.done);
            bar.set_message(progress.phase);
        }
        std::thread::sleep(PAUSE);
    }
    bar.finish_and_clear();
    Err(Failure::said(
        "the server did not answer within 10 minutes",
        "Look at the server's log, then try again: the server may still finish the job.",
    ))
}

/// Signs in the person, runs the work on the chosen books and closes all books.
pub(crate) fn at_work<T>(
    place: &DataLocation,
    at: &BooksArgs,
    work: impl FnOnce(&Member<'_>) -> Outcome<T>,
) -> Outcome<T> {
    let app = place.open(config::clock())?;
    let password = ask::password(at.who.password_file.as_deref())?;
    let done = {
        let person = app.guest().verify_password(&at.who.name, &password)?;
        let scope = person.find_scope(at.books.as_deref())?;
        let member = person.member_at(&BooksQuery { scope, ..BooksQuery::default() })?;
        work(&member)
    };
    let settled = app.settle_all();
    let answer = done?;
    settled?;
    Ok(answer)
}

/// The interval between two looks at the server's answer.
const PAUSE: Duration = Duration::from_millis(250);
