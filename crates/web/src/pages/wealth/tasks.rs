//! Lists tasks by due day and changes them.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use jiff::ToSpan as _;
use jiff::civil::Date;
use pecule_app::wealth::tasks::{TaskInput, TaskView};
use pecule_app::{Error, Member, Result};

use crate::pages::form::record::{FormError, Group, RecordForm, Removal};
use crate::pages::wealth::assets::form::named;
use crate::request::form::{FieldErrors, Form};
use crate::request::outcome::FormOutcome;
use crate::request::redirect::local;
use crate::request::visit::SignedIn;
use crate::view::field::Field;
use crate::view::navigation::Screen;
use crate::view::page::Page;

/// Maximum number of suggested names.
const PROPOSED: usize = 1000;
/// Maximum number of completed tasks shown.
const DONE: usize = 100;

#[derive(Template)]
#[template(path = "wealth/tasks.html")]
struct TasksPage {
    page: Page,
    spans: Vec<Span>,
    done: Vec<TaskView>,
    fields: Vec<Field>,
}

/// Tasks of one period.
struct Span {
    title: String,
    late: bool,
    tasks: Vec<TaskView>,
}

/// Period of the due day, nearest first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum When {
    Late,
    Today,
    Soon,
    Later,
    Sometime,
}

impl When {
    const ALL: [Self; 5] = [Self::Late, Self::Today, Self::Soon, Self::Later, Self::Sometime];

    fn of(due: Option<Date>, today: Date) -> Self {
        match due {
            None => Self::Sometime,
            Some(due) if due < today => Self::Late,
            Some(due) if due == today => Self::Today,
            Some(due) if due <= today.saturating_add(7.days()) => Self::Soon,
            Some(_) => Self::Later,
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Late => "tasks-late",
            Self::Today => "tasks-today",
            Self::Soon => "tasks-soon",
            Self::Later => "tasks-later",
            Self::Sometime => "tasks-sometime",
        }
    }
}

/// Shows all tasks.
pub async fn show(visit: SignedIn) -> Response {
    let work = |member: &Member<'_>, page| {
        TasksPage::new(member, page, &Form::default(), &FieldErrors::default())
    };
    visit.show("nav-tasks", Some(Screen::Tasks), work).await
}

/// Adds a task, then redirects to `back`.
pub async fn add(visit: SignedIn, form: Form) -> Response {
    let work = move |member: &Member<'_>, page: Page| match read(member, &form)
        .and_then(|task| member.add_task(&task))
    {
        Ok(_) => Ok(FormOutcome::Done(back(&form))),
        Err(Error::Invalid(problems)) => {
            let faults = FieldErrors::of(&problems, page.lang);
            FormOutcome::again(&TasksPage::new(member, page, &form, &faults)?)
        }
        Err(other) => Err(other),
    };
    visit.act("nav-tasks", Some(Screen::Tasks), work).await
}

/// Marks a task as done or as open again.
pub async fn tick(visit: SignedIn, Path(id): Path<String>, form: Form) -> Response {
    let work = move |member: &Member<'_>, _| {
        member.complete_task(named(&id)?, form.text("done") != "no")?;
        Ok(FormOutcome::Done(back(&form)))
    };
    visit.act("nav-tasks", Some(Screen::Tasks), work).await
}

/// Shows the form of a task.
pub async fn edit(visit: SignedIn, Path(id): Path<String>) -> Response {
    let work = move |member: &Member<'_>, page| {
        let task = member.task(named(&id)?)?;
        Ok(editor(member, page, &task, &written(&task))?.with(
            &FormError::None,
            &written(&task),
            None,
        ))
    };
    visit.show("task-edit", Some(Screen::Tasks), work).await
}

/// Changes a task.
pub async fn change(visit: SignedIn, Path(id): Path<String>, form: Form) -> Response {
    let work = move |member: &Member<'_>, page| {
        let known = member.task(named(&id)?)?;
        match read(member, &form).and_then(|task| {
            let task = TaskInput { done_on: known.done_on, version: form.version(), ..task };
            member.edit_task(known.id, &task)
        }) {
            Ok(_) => Ok(FormOutcome::Done("/tasks".into())),
            Err(error) => {
                let trouble = FormError::of(error)?;
                let present = written(&member.task(known.id)?);
                let again = editor(member, page, &known, &form)?;
                FormOutcome::again(&again.with(&trouble, &form, Some(&present)))
            }
        }
    };
    visit.act("task-edit", Some(Screen::Tasks), work).await
}

/// Removes a task.
pub async fn remove(visit: SignedIn, Path(id): Path<String>, form: Form) -> Response {
    let work = move |member: &Member<'_>, _| {
        member.remove_task(named(&id)?)?;
        Ok(FormOutcome::Done(back(&form)))
    };
    visit.act("task-edit", Some(Screen::Tasks), work).await
}

impl TasksPage {
    fn new(member: &Member<'_>, page: Page, form: &Form, faults: &FieldErrors) -> Result<Self> {
        let (done, open): (Vec<_>, Vec<_>) =
            member.tasks()?.into_iter().partition(|task| task.done_on.is_some());
        let span = |when: When| Span {
            title: page.t(when.key()),
            late: when == When::Late,
            tasks: open
                .iter()
                .filter(|task| When::of(task.due_on, page.today) == when)
                .cloned()
                .collect(),
        };
        let mut done: Vec<TaskView> = done;
        done.sort_by_key(|task| std::cmp::Reverse(task.done_on));
        done.truncate(DONE);
        Ok(Self {
            spans: When::ALL.map(span).into_iter().filter(|span| !span.tasks.is_empty()).collect(),
            done,
            fields: fields(member, &page, form, faults)?,
            page,
        })
    }
}

/// Builds the form of an existing task.
fn editor(member: &Member<'_>, mut page: Page, task: &TaskView, form: &Form) -> Result<RecordForm> {
    page.title.clone_from(&task.title);
    let fields = fields(member, &page, form, &FieldErrors::default())?;
    let rows = fields.into_iter().map(|field| vec![field]).collect();
    let removal = Removal {
        title: page.t("task-remove"),
        text: page.t("task-remove-why"),
        action: format!("/tasks/{}/remove", task.id),
        refused: None,
    };
    let steps = vec![(page.t("nav-tasks"), "/tasks".to_owned())];
    let editor = RecordForm::new(page, format!("/tasks/{}", task.id), vec![Group::plain(rows)]);
    Ok(RecordForm { steps, back: "/tasks".into(), removal: Some(removal), ..editor })
}

fn fields(
    member: &Member<'_>,
    page: &Page,
    form: &Form,
    faults: &FieldErrors,
) -> Result<Vec<Field>> {
    let picture = member.picture(None)?;
    let mut names: Vec<String> =
        picture.wealth.assets.values().map(|asset| asset.name.clone()).collect();
    names.sort_unstable();
    names.truncate(PROPOSED);
    let fields = [
        Field::text("title", page.t("task-title")).required(),
        Field::day("due", page.t("task-due")).hint(page.t("optional")),
        Field::suggest("asset", page.t("task-asset"), names).hint(page.t("task-asset-hint")),
        Field::area("notes", page.t("task-notes")).hint(page.t("optional")),
    ];
    let filled = |field: Field| {
        let (value, error) = (form.text(&field.name).to_owned(), faults.on(&field.name));
        field.value(value).error(error)
    };
    Ok(fields.map(filled).into())
}

/// Reads the form.
fn read(member: &Member<'_>, form: &Form) -> Result<TaskInput> {
    Ok(TaskInput {
        title: form.text("title").to_owned(),
        asset: form.find("asset").map(|given| member.asset_named(given)).transpose()?,
        due_on: form.find_day("due")?,
        done_on: None,
        notes: form.text("notes").to_owned(),
        version: None,
    })
}

/// Returns the fields of a stored task.
fn written(task: &TaskView) -> Form {
    let pairs = [
        ("title", task.title.clone()),
        ("due", task.due_on.map(|due| due.to_string()).unwrap_or_default()),
        ("asset", task.asset_name.clone().unwrap_or_default()),
        ("notes", task.notes.clone()),
        ("version", task.version.to_string()),
    ];
    Form::new(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

fn back(form: &Form) -> String {
    form.find("back").map_or("/tasks", local).to_owned()
}
