//! Tasks: what is to be done.

use jiff::civil::Date;
use pecule_domain::id::{AssetId, TaskId};
use pecule_domain::portfolio::task::Task;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::actors::member::Member;
use crate::error::Result;
use crate::validate;
use crate::wealth::portfolio::Wealth;

/// A task as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TaskLine {
    /// Which.
    #[schema(value_type = String)]
    pub id: TaskId,
    /// What is to be done.
    pub title: String,
    /// The asset that it is about.
    #[schema(value_type = Option<String>)]
    pub asset: Option<AssetId>,
    /// The name of that asset.
    pub asset_name: Option<String>,
    /// The day by which.
    #[schema(value_type = Option<String>)]
    pub due_on: Option<Date>,
    /// The day on which it was done.
    #[schema(value_type = Option<String>)]
    pub done_on: Option<Date>,
    /// What its owner wants to remember.
    pub notes: String,
    /// Grows at each change.
    pub version: u32,
}

/// A task as it is sent.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TaskForm {
    /// What is to be done.
    pub title: String,
    /// The asset that it is about.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub asset: Option<AssetId>,
    /// The day by which.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub due_on: Option<Date>,
    /// The day on which it was done.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub done_on: Option<Date>,
    /// What its owner wants to remember.
    #[serde(default)]
    pub notes: String,
    /// The version that the change is based on; none when adding.
    #[serde(default)]
    pub version: Option<u32>,
}

impl TaskLine {
    /// Tasks in the order in which they are to be done: by day, those without a day last, then by title.
    pub fn all(wealth: &Wealth, mut tasks: Vec<Task>) -> Vec<Self> {
        tasks.sort_by(|task, other| {
            let day = |task: &Task| (task.done_on.is_some(), task.due_on.is_none(), task.due_on);
            day(task)
                .cmp(&day(other))
                .then_with(|| task.title.cmp(&other.title))
                .then(task.id.cmp(&other.id))
        });
        tasks.into_iter().map(|task| Self::of(wealth, task)).collect()
    }

    /// One task.
    pub fn of(wealth: &Wealth, task: Task) -> Self {
        Self {
            asset_name: task.asset.map(|asset| wealth.asset_name(asset)),
            id: task.id,
            title: task.title,
            asset: task.asset,
            due_on: task.due_on,
            done_on: task.done_on,
            notes: task.notes,
            version: task.version,
        }
    }
}

impl TaskForm {
    fn parse(&self, id: TaskId, version: u32) -> Result<Task> {
        Ok(Task {
            id,
            title: validate::name("title", &self.title)?,
            asset: self.asset,
            due_on: self.due_on,
            done_on: self.done_on,
            notes: validate::notes("notes", &self.notes)?,
            version,
        })
    }
}

impl Member<'_> {
    /// Every task, open ones first.
    pub fn tasks(&self) -> Result<Vec<TaskLine>> {
        let picture = self.picture(None)?;
        Ok(TaskLine::all(&picture.wealth, picture.wealth.tasks.clone()))
    }

    /// One task.
    pub fn task(&self, id: TaskId) -> Result<TaskLine> {
        let task = self.open().books.read(|view| view.task(id))?;
        Ok(TaskLine::of(&self.picture(None)?.wealth, task))
    }

    /// Adds a task.
    pub fn add_task(&self, form: &TaskForm) -> Result<TaskLine> {
        let task = form.parse(self.draw(TaskId::new)?, 1)?;
        let summary = json!({ "name": task.title });
        self.change("task-added", &summary, |edit| Ok(edit.add_task(&task)?))?;
        self.task(task.id)
    }

    /// Changes a task.
    pub fn edit_task(&self, id: TaskId, form: &TaskForm) -> Result<TaskLine> {
        let known = self.task(id)?;
        let task = form.parse(id, form.version.unwrap_or(known.version))?;
        let summary = json!({ "name": task.title });
        self.change("task-edited", &summary, |edit| Ok(edit.put_task(&task)?))?;
        self.task(id)
    }

    /// Says that a task is done today, or that it is not done after all.
    pub fn tick_task(&self, id: TaskId, done: bool) -> Result<TaskLine> {
        let known = self.open().books.read(|view| view.task(id))?;
        let task = Task { done_on: done.then(|| self.today()), ..known };
        let kind = if done { "task-done" } else { "task-reopened" };
        self.change(kind, &json!({ "name": task.title }), |edit| Ok(edit.put_task(&task)?))?;
        self.task(id)
    }

    /// Removes a task.
    pub fn remove_task(&self, id: TaskId) -> Result<()> {
        let task = self.task(id)?;
        self.change(
            "task-removed",
            &json!({ "name": task.title }),
            |edit| Ok(edit.remove_task(id)?),
        )
    }
}
