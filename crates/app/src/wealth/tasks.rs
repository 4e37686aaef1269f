//! Adds, edits and completes tasks.

use jiff::civil::Date;
use pecule_domain::id::{AssetId, TaskId};
use pecule_domain::portfolio::task::Task;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::actors::member::Member;
use crate::error::Result;
use crate::validate;
use crate::wealth::portfolio::Portfolio;

/// A task as it is displayed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TaskView {
    #[schema(value_type = String)]
    pub id: TaskId,
    pub title: String,
    /// The asset that it is about.
    #[schema(value_type = Option<String>)]
    pub asset: Option<AssetId>,
    /// The name of that asset.
    pub asset_name: Option<String>,
    #[schema(value_type = Option<String>)]
    pub due_on: Option<Date>,
    /// Null while the task is open.
    #[schema(value_type = Option<String>)]
    pub done_on: Option<Date>,
    pub notes: String,
    /// Grows with each change.
    pub version: u32,
}

/// The fields of a task to be added or edited.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TaskInput {
    pub title: String,
    /// The asset that it is about.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub asset: Option<AssetId>,
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub due_on: Option<Date>,
    /// Null while the task is open.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub done_on: Option<Date>,
    #[serde(default)]
    pub notes: String,
    /// The version that the edit is based on; absent for a new task.
    #[serde(default)]
    pub version: Option<u32>,
}

impl TaskView {
    /// Returns tasks by due day (those without one last), then by title.
    pub fn all(wealth: &Portfolio, mut tasks: Vec<Task>) -> Vec<Self> {
        tasks.sort_by(|task, other| {
            let day = |task: &Task| (task.done_on.is_some(), task.due_on.is_none(), task.due_on);
            day(task)
                .cmp(&day(other))
                .then_with(|| task.title.cmp(&other.title))
                .then(task.id.cmp(&other.id))
        });
        tasks.into_iter().map(|task| Self::of(wealth, task)).collect()
    }

    /// Returns one task for display.
    pub fn of(wealth: &Portfolio, task: Task) -> Self {
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

impl TaskInput {
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
    /// Returns every task, open ones first.
    pub fn tasks(&self) -> Result<Vec<TaskView>> {
        let picture = self.picture(None)?;
        Ok(TaskView::all(&picture.wealth, picture.wealth.tasks.clone()))
    }

    /// Returns one task.
    pub fn task(&self, id: TaskId) -> Result<TaskView> {
        let task = self.open().books.read(|view| view.task(id))?;
        Ok(TaskView::of(&self.picture(None)?.wealth, task))
    }

    /// Adds a task.
    pub fn add_task(&self, form: &TaskInput) -> Result<TaskView> {
        let task = form.parse(self.draw(TaskId::new)?, 1)?;
        let summary = json!({ "name": task.title });
        self.change("task-added", &summary, |edit| Ok(edit.add_task(&task)?))?;
        self.task(task.id)
    }

    /// Edits a task.
    pub fn edit_task(&self, id: TaskId, form: &TaskInput) -> Result<TaskView> {
        let known = self.task(id)?;
        let task = form.parse(id, form.version.unwrap_or(known.version))?;
        let summary = json!({ "name": task.title });
        self.change("task-edited", &summary, |edit| Ok(edit.put_task(&task)?))?;
        self.task(id)
    }

    /// Marks a task as done today, or as open again.
    pub fn complete_task(&self, id: TaskId, done: bool) -> Result<TaskView> {
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
