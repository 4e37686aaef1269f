//! Reads and writes tasks.

use pecule_domain::id::{AssetId, TaskId};
use pecule_domain::portfolio::task::Task;
use rusqlite::{Row, params};

use crate::books::{Edit, Page, View, stale_or_missing};
use crate::error::Result;
use crate::file::row::{Id, find_id, find_text, id};

const COLUMNS: &str = "id, title, asset, due_on, done_on, notes, version";

impl View<'_> {
    /// Returns every task: open ones first, then by due date.
    pub fn tasks(&self) -> Result<Vec<Task>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM tasks
             ORDER BY done_on IS NOT NULL, coalesce(due_on, '9999-12-31'), title, id"
        );
        self.sql.all(&sql, [], task)
    }

    /// Returns a page of tasks, ordered by title.
    pub fn tasks_page(&self, page: &Page) -> Result<Vec<Task>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM tasks WHERE (title, id) > (?1, ?2) ORDER BY title, id LIMIT ?3"
        );
        self.sql.all(&sql, page.bounds(), task)
    }

    /// Returns the tasks about an asset.
    pub fn tasks_of(&self, asset: AssetId) -> Result<Vec<Task>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM tasks WHERE asset = ?1
             ORDER BY done_on IS NOT NULL, coalesce(due_on, '9999-12-31'), title, id"
        );
        self.sql.all(&sql, [asset.key()], task)
    }

    /// Returns a task, or `NotFound`.
    pub fn task(&self, id: TaskId) -> Result<Task> {
        self.sql.one(&format!("SELECT {COLUMNS} FROM tasks WHERE id = ?1"), [id.key()], task)
    }
}

impl Edit<'_> {
    /// Adds a task with version 1; the version of `task` is ignored.
    pub fn add_task(&self, task: &Task) -> Result<()> {
        self.sql
            .run(
                "INSERT INTO tasks (id, title, asset, due_on, done_on, notes, version)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1)",
                params![
                    task.id.key(),
                    task.title,
                    task.asset.map(Id::key),
                    task.due_on.map(|day| day.to_string()),
                    task.done_on.map(|day| day.to_string()),
                    task.notes,
                ],
            )
            .map(drop)
    }

    /// Updates a task; fails with `Stale` if its version has changed.
    pub fn put_task(&self, task: &Task) -> Result<()> {
        let touched = self.sql.run(
            "UPDATE tasks SET title = ?3, asset = ?4, due_on = ?5, done_on = ?6, notes = ?7,
                 version = version + 1
             WHERE id = ?1 AND version = ?2",
            params![
                task.id.key(),
                task.version,
                task.title,
                task.asset.map(Id::key),
                task.due_on.map(|day| day.to_string()),
                task.done_on.map(|day| day.to_string()),
                task.notes,
            ],
        )?;
        if touched == 1 { Ok(()) } else { Err(stale_or_missing(self.sql, "tasks", task.id.key())) }
    }

    /// Removes a task, or fails with `NotFound`.
    pub fn remove_task(&self, id: TaskId) -> Result<()> {
        self.sql.touch("DELETE FROM tasks WHERE id = ?1", [id.key()])
    }
}

fn task(row: &Row<'_>) -> rusqlite::Result<Task> {
    Ok(Task {
        id: id(row, 0)?,
        title: row.get(1)?,
        asset: find_id(row, 2)?,
        due_on: find_text(row, 3)?,
        done_on: find_text(row, 4)?,
        notes: row.get(5)?,
        version: row.get(6)?,
    })
}
