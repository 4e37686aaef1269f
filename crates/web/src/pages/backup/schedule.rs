//! Edits the schedule of backups and drills, and guides through the yearly exercise with the paper
//! kit.

use askama::Template;
use axum::response::Response;
use jiff::civil::{Date, Time};
use pecule_app::config::backup_schedule::{QuietHours, RetentionPolicy, Schedule};
use pecule_app::config::fixed_schedule::FixedSchedule;
use pecule_app::monitoring::precautions::{Precaution, PrecautionView};
use pecule_app::{Admin, Error, Problem, Reason, Result};

use crate::pages::backup::backups::clock;
use crate::pages::form::record::{FormError, Group, RecordForm, gather, kept, settle};
use crate::request::form::Form;
use crate::request::outcome::FormOutcome;
use crate::request::visit::SignedIn;
use crate::view::field::{Choice, Field};
use crate::view::page::Page;

const HERE: &str = "/household/backups/schedule";

#[derive(Template)]
#[template(path = "backup/manual_drill.html")]
struct Exercise {
    page: Page,
    line: Option<PrecautionView>,
    /// File of the newest backup, for the command to type.
    file: Option<String>,
}

impl Exercise {
    /// Returns the file name, or a placeholder for one.
    fn name(&self) -> &str {
        self.file.as_deref().unwrap_or("pecule-….age")
    }

    fn done_on(&self) -> Option<Date> {
        self.line.and_then(|line| line.done_on)
    }
}

/// Returns the form fields of a schedule.
fn typed(schedule: &Schedule) -> Form {
    let quiet = |time: fn(QuietHours) -> Time| {
        schedule.quiet.map(|quiet| clock(time(quiet))).unwrap_or_default()
    };
    kept(&[
        ("automatic", if schedule.automatic { "yes" } else { "no" }.to_owned()),
        ("at", clock(schedule.at)),
        ("every_days", schedule.every_days.to_string()),
        ("drill_days", schedule.drill_days.to_string()),
        ("quiet_from", quiet(|quiet| quiet.from)),
        ("quiet_to", quiet(|quiet| quiet.to)),
        ("daily", schedule.keep.daily.to_string()),
        ("weekly", schedule.keep.weekly.to_string()),
        ("monthly", schedule.keep.monthly.to_string()),
        ("yearly", schedule.keep.yearly.to_string()),
    ])
}

/// Makes a field read-only if the configuration file fixes it.
fn settled(page: &Page, fixed: &[&str], field: Field) -> Field {
    if !fixed.contains(&field.name.as_str()) {
        return field;
    }
    let setting = FixedSchedule::setting(&field.name);
    field.hint(page.t_with("schedule-fixed", "setting", setting.as_str())).read_only()
}

fn form_of(page: Page, form: &Form, fixed: &[&str], trouble: &FormError) -> RecordForm {
    let number = |name: &'static str, unit: &str| {
        let label = page.t(&format!("schedule-{name}"));
        let field = Field::number(name, label, page.t(unit)).value(form.text(name)).required();
        let hinted = name == "drill_days";
        let field = if hinted { field.hint(page.t("schedule-drill-hint")) } else { field };
        settled(&page, fixed, field)
    };
    let hour = |name: &'static str| {
        let field = Field::text(name, page.t(&format!("schedule-{name}"))).value(form.text(name));
        settled(&page, fixed, field.example("03:00"))
    };
    let offered = ["yes", "no"].into_iter();
    let offered =
        offered.filter(|key| !fixed.contains(&"automatic") || *key == form.text("automatic"));
    let choices = offered.map(|key| {
        Choice::new(key, page.t(&format!("schedule-automatic-{key}")), form.text("automatic"))
    });
    let automatic = Field::select("automatic", page.t("schedule-automatic"), choices.collect());
    let automatic = settled(&page, fixed, automatic);
    let days = "backups-days-unit";
    let groups = vec![
        Group::new(
            page.t("schedule-when"),
            vec![
                vec![automatic],
                vec![hour("at").required(), number("every_days", days)],
                vec![number("drill_days", days)],
            ],
        ),
        Group::new(page.t("schedule-quiet"), vec![vec![hour("quiet_from"), hour("quiet_to")]])
            .hint(page.t("schedule-quiet-hint")),
        Group::new(
            page.t("schedule-keep"),
            vec![
                vec![number("daily", ""), number("weekly", "")],
                vec![number("monthly", ""), number("yearly", "")],
            ],
        )
        .hint(page.t("schedule-keep-hint")),
    ];
    let mut record = RecordForm::new(page, HERE, groups);
    record.steps = vec![
        (record.page.t("nav-household"), "/household".to_owned()),
        (record.page.t("backups-title"), "/household/backups".to_owned()),
    ];
    "/household/backups".clone_into(&mut record.back);
    record.with(trouble, form, None)
}

/// Reads the form and collects all problems.
fn read(form: &Form) -> Result<Schedule> {
    let mut wrong: Vec<Problem> = Vec::new();
    let mut number = |name: &str| {
        let text = form.text(name).trim();
        let parsed = text.parse::<u16>();
        gather(
            &mut wrong,
            parsed.map_err(|_bad| Error::invalid_with(name, Reason::NotANumber, text)),
        )
    };
    let (every_days, drill_days) = (number("every_days")?, number("drill_days")?);
    let keep = RetentionPolicy {
        daily: number("daily")?,
        weekly: number("weekly")?,
        monthly: number("monthly")?,
        yearly: number("yearly")?,
    };
    let at = gather(&mut wrong, hour(form, "at"))?;
    let from = gather(&mut wrong, hour(form, "quiet_from"))?;
    let to = gather(&mut wrong, hour(form, "quiet_to"))?;
    if at.is_none() && !wrong.iter().any(|problem| problem.field == "at") {
        wrong.push(problem("at"));
    }
    if from.is_some() != to.is_some() {
        wrong.push(problem(if from.is_some() { "quiet_to" } else { "quiet_from" }));
    }
    settle(wrong)?;
    let quiet = from.zip(to).map(|(from, to)| QuietHours { from, to });
    let automatic = form.text("automatic") != "no";
    let at = at.unwrap_or(Schedule::default().at);
    Ok(Schedule { automatic, at, every_days, drill_days, quiet, keep })
}

fn problem(field: &str) -> Problem {
    Problem { field: field.to_owned(), reason: Reason::Required, detail: String::new() }
}

/// Parses a time of day such as `3:00`, `03:00` or `3 h 00`.
fn hour(form: &Form, name: &str) -> Result<Option<Time>> {
    let Some(text) = form.find(name) else { return Ok(None) };
    let plain: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| if c == 'h' { ':' } else { c })
        .collect();
    let (hours, minutes) = plain.split_once(':').unwrap_or((&plain, "0"));
    let minutes = if minutes.is_empty() { "0" } else { minutes };
    let time = hours.parse().ok().zip(minutes.parse().ok());
    time.and_then(|(hours, minutes)| Time::new(hours, minutes, 0, 0).ok())
        .map(Some)
        .ok_or_else(|| Error::invalid_with(name, Reason::NotATime, text))
}

/// Shows the form.
pub async fn show(visit: SignedIn) -> Response {
    let work = |admin: Admin<'_>, page: Page| {
        let (now, fixed) = (typed(&admin.backup_schedule()?), admin.fixed_of_schedule());
        FormOutcome::part(&form_of(page, &now, &fixed, &FormError::None))
    };
    visit.administer("schedule-title", work).await
}

/// Changes the schedule.
pub async fn change(visit: SignedIn, form: Form) -> Response {
    let work = move |admin: Admin<'_>, page: Page| match read(&form)
        .and_then(|schedule| admin.schedule_backups(&schedule))
    {
        Ok(()) => Ok(FormOutcome::Go("/household/backups".to_owned())),
        Err(error) => {
            let fixed = admin.fixed_of_schedule();
            FormOutcome::again(&form_of(page, &form, &fixed, &FormError::of(error)?))
        }
    };
    visit.administer("schedule-title", work).await
}

/// Shows the steps of the exercise.
pub async fn exercise(visit: SignedIn) -> Response {
    let work = |admin: Admin<'_>, page: Page| {
        let lines = admin.precautions()?;
        let line = lines.into_iter().find(|line| line.precaution == Precaution::Drill);
        let seen = admin.backup_overview()?;
        let file = seen.backups.into_iter().find_map(|kept| kept.backup.name);
        FormOutcome::part(&Exercise { page, line, file })
    };
    visit.administer("manual-drill-title", work).await
}

/// Records that the exercise was done today.
pub async fn exercised(visit: SignedIn) -> Response {
    let work = |admin: Admin<'_>, _page: Page| {
        admin.complete_precaution(Precaution::Drill.key())?;
        Ok(FormOutcome::Go("/household/backups/manual-drill".to_owned()))
    };
    visit.administer("manual-drill-title", work).await
}

#[cfg(test)]
mod tests {
    use jiff::civil::time;

    use super::*;

    fn form(fields: &[(&str, &str)]) -> Form {
        let mut all = typed(&Schedule::default());
        for (name, value) in fields {
            let rest = ["automatic", "at", "every_days", "drill_days", "quiet_from", "quiet_to"]
                .into_iter()
                .chain(["daily", "weekly", "monthly", "yearly"])
                .map(|other| {
                    let value = if other == *name { value } else { all.text(other) };
                    (other.to_owned(), value.to_owned())
                })
                .collect();
            all = Form::new(rest);
        }
        all
    }

    #[test]
    fn what_is_shown_reads_as_it_is_kept() {
        let quiet = Some(QuietHours { from: time(22, 30, 0, 0), to: time(6, 0, 0, 0) });
        for schedule in
            [Schedule::default(), Schedule { quiet, every_days: 2, ..Schedule::default() }]
        {
            assert_eq!(read(&typed(&schedule)).unwrap(), schedule);
        }
        assert!(!read(&form(&[("automatic", "no")])).unwrap().automatic);
    }

    #[test]
    fn a_time_is_typed_in_many_ways() {
        for text in ["4:05", "04:05", "4 h 05", "4h05"] {
            assert_eq!(read(&form(&[("at", text)])).unwrap().at, time(4, 5, 0, 0), "{text}");
        }
        assert_eq!(read(&form(&[("at", "4 h")])).unwrap().at, time(4, 0, 0, 0));
        for text in ["25:00", "4:60", "noon", "-1:00", ""] {
            let refused = read(&form(&[("at", text)]));
            assert!(matches!(&refused, Err(Error::Invalid(all)) if all[0].field == "at"), "{text}");
        }
    }

    #[test]
    fn everything_wrong_is_said_at_once() {
        let wrong = read(&form(&[("every_days", "x"), ("daily", ""), ("quiet_from", "22:00")]));
        let Err(Error::Invalid(problems)) = wrong else { panic!("taken") };
        let fields: Vec<&str> = problems.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(fields, ["every_days", "daily", "quiet_to"]);
    }
}
