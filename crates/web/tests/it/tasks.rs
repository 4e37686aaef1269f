//! Tests adding, completing, changing and removing tasks, and undoing that.

use axum::http::StatusCode;

use crate::site::{Reply, Site};

/// Returns the target of a redirect, without the notification.
fn led_to(reply: &Reply) -> &str {
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
    reply.location().split('?').next().unwrap()
}

/// Returns the identity in the first address with this prefix.
fn id<'a>(page: &'a str, mark: &str) -> &'a str {
    let (_, rest) = page.split_once(mark).unwrap_or_else(|| panic!("{mark} in {page}"));
    rest.get(..36).unwrap()
}

#[tokio::test]
async fn a_task_lives_and_is_undone() {
    let site = Site::signed_in().await;
    assert!(site.get("/tasks").await.body.contains("Rien à faire"));
    let fields = [("title", "Relever le livret"), ("due", "2026-11-20"), ("notes", "avant <midi>")];
    assert_eq!(led_to(&site.post("/tasks", &fields).await), "/tasks");
    let page = site.get("/tasks").await.body;
    assert!(
        page.contains("En retard")
            && page.contains("Relever le livret")
            && page.contains("avant &#60;midi&#62;")
    );
    let task = id(&page, "action=\"/tasks/").to_owned();

    assert_eq!(
        led_to(&site.post(&format!("/tasks/{task}/done"), &[("done", "yes")]).await),
        "/tasks"
    );
    assert!(site.get("/tasks").await.body.contains("1 faite"));
    site.post(&format!("/tasks/{task}/done"), &[("done", "no")]).await;

    let form = site.get(&format!("/tasks/{task}")).await.body;
    let version = form
        .split_once("name=\"version\" value=\"")
        .unwrap()
        .1
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let change = [("title", "Relever le LDDS"), ("due", ""), ("version", version.as_str())];
    assert_eq!(led_to(&site.post(&format!("/tasks/{task}"), &change).await), "/tasks");
    let stale = site.post(&format!("/tasks/{task}"), &change).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY, "somebody saved first");
    assert!(site.get("/tasks").await.body.contains("Sans date"));

    let removed = site.post(&format!("/tasks/{task}/remove"), &[]).await;
    let toast = site.get(removed.location()).await.body;
    let undo = format!("/operations/{}/undo?back=/tasks", id(&toast, "action=\"/operations/"));
    assert!(toast.contains(&undo), "the toast undoes and comes back");
    assert_eq!(led_to(&site.post(&undo, &[]).await), "/tasks");
    assert!(site.get("/tasks").await.body.contains("Relever le LDDS"));
}

#[tokio::test]
async fn what_was_typed_is_kept_when_something_is_wrong() {
    let site = Site::signed_in().await;
    let reply = site.post("/tasks", &[("title", "Vérifier"), ("asset", "Inconnu")]).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(reply.body.contains("value=\"Vérifier\"") && reply.body.contains("value=\"Inconnu\""));
    assert!(reply.body.contains("introuvable"));
    let reply = site.post("/tasks", &[("title", " ")]).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(reply.body.contains("aria-invalid=\"true\""));
    assert_eq!(site.get("/tasks/nonsense").await.status, StatusCode::NOT_FOUND);
}
