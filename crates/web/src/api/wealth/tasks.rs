//! Endpoints for tasks.

use pecule_app::Member;
use pecule_app::wealth::tasks::{TaskInput, TaskView};
use pecule_domain::id::TaskId;

crate::api::request::collection::collection! {
    tag: "tasks", path: "/tasks", one: "/tasks/{id}", names: "task",
    key: TaskId, line: TaskView, form: TaskInput,
    example: { "title": "Look at the fees", "due_on": "2026-12-31" },
    list: Member::tasks, "Lists tasks, oldest first";
    add: Member::add_task, "Adds a task";
    one: Member::task, "Shows a task";
    edit: Member::edit_task, "Changes a task or marks it as done";
    remove: Member::remove_task, "Removes a task";
}
