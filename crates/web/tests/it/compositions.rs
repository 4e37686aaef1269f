//! Tests the composition editor without scripts.

use axum::http::StatusCode;

use crate::assets::{describe, hold, led_to, path_of, person, plain, read, said, send_parts};
use crate::site::Site;

#[tokio::test]
async fn a_fund_is_composed_of_names_and_looked_through() {
    let site = Site::signed_in().await;
    hold(&site, "Boréal Dynamique", "10 000").await;
    let fund = path_of(&site, "Boréal Dynamique");
    let shares = describe(&site, "Boréal Actions", "stock").await;
    let editor = format!("{fund}/composition");
    let rows = [("boréal actions", "62,37"), ("Boréal Obligations", "25"), ("", "")];
    let refused = send_parts(&site, &editor, &rows, &[("valid_from", "2026-10-31")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = said(&plain(&refused.body));
    assert!(page.contains("1 nom est inconnu"), "{page}");
    assert!(page.contains("Aucun actif ne s’appelle « Boréal Obligations »"));
    assert!(refused.body.contains("value=\"62,37\""));

    let more =
        [("valid_from", "2026-10-31"), ("create", "yes"), ("kind", "bond"), ("source", "fiche")];
    assert_eq!(led_to(&send_parts(&site, &editor, &rows, &more).await), fund);
    let page = said(&read(&site, &fund).await);
    assert!(page.contains("composé de 2 actifs"), "{page}");
    assert!(page.contains("Boréal Actions 62,3700 % 6 237,00 €"), "{page}");
    assert!(page.contains("Boréal Obligations 25,0000 % 2 500,00 €"), "{page}");
    assert!(page.contains("reste de sa composition 12,6300 % 1 263,00 €"), "{page}");
    assert!(page.contains("Non classé 12,63 %"), "{page}");
    assert!(said(&read(&site, &shares).await).contains("Boréal Dynamique 62,37 %"), "who uses it");

    let kept = site.post(&format!("{shares}/remove"), &[]).await;
    assert_eq!(kept.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(said(&plain(&kept.body)).contains("Encore utilisé par : Boréal Dynamique"));
}

#[tokio::test]
async fn a_circle_is_drawn_and_nothing_is_made_or_lost() {
    let site = Site::signed_in().await;
    let dynamic = describe(&site, "Dynamique", "fund").await;
    let mixed = describe(&site, "Diversifié", "fund").await;
    let calm = describe(&site, "Serein", "fund").await;
    led_to(
        &send_parts(
            &site,
            &format!("{mixed}/composition"),
            &[("Serein", "50")],
            &[("valid_from", "2026-10-01")],
        )
        .await,
    );
    led_to(
        &send_parts(
            &site,
            &format!("{calm}/composition"),
            &[("Dynamique", "50")],
            &[("valid_from", "2026-10-01")],
        )
        .await,
    );

    let rows = [("Nouveau", "10"), ("Diversifié", "3,5")];
    let more = [("valid_from", "2026-10-31"), ("create", "yes"), ("kind", "stock")];
    let refused = send_parts(&site, &format!("{dynamic}/composition"), &rows, &more).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = said(&plain(&refused.body));
    assert!(
        page.contains("Diversifié ne peut pas entrer ici : il contient déjà Dynamique"),
        "{page}"
    );
    assert!(page.contains("Dynamique Diversifié Serein Dynamique"), "the path, in order: {page}");
    assert!(refused.body.contains("value=\"3,5\"") && refused.body.contains("value=\"Nouveau\""));
    let names: Vec<String> = person(&site)
        .member()
        .unwrap()
        .assets()
        .unwrap()
        .into_iter()
        .map(|asset| asset.name)
        .collect();
    assert_eq!(names, ["Diversifié", "Dynamique", "Serein"], "no asset was made for nothing");

    let itself =
        send_parts(&site, &format!("{dynamic}/composition"), &[("Dynamique", "5")], &[]).await;
    assert_eq!(itself.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(said(&itself.body).contains("Dynamique ne peut pas se contenir lui-même"));
    let twice = send_parts(
        &site,
        &format!("{dynamic}/composition"),
        &[("Serein", "5"), ("serein", "6")],
        &[],
    )
    .await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(said(&plain(&twice.body)).contains("Cette part figure déjà plus haut"));
    let nothing = send_parts(&site, &format!("{dynamic}/composition"), &[], &[]).await;
    assert!(said(&nothing.body).contains("Donnez au moins un composant"));
}

#[tokio::test]
async fn compositions_are_dated_and_can_be_taken_away() {
    let site = Site::signed_in().await;
    let fund = describe(&site, "Dynamique", "fund").await;
    describe(&site, "Actions", "stock").await;
    let editor = format!("{fund}/composition");
    led_to(
        &send_parts(&site, &editor, &[("Actions", "50")], &[("valid_from", "2026-05-01")]).await,
    );
    let in_force =
        send_parts(&site, &editor, &[("Actions", "62,37")], &[("valid_from", "2026-10-31")]).await;
    assert_eq!(led_to(&in_force), fund);
    let earlier =
        send_parts(&site, &editor, &[("Actions", "40")], &[("valid_from", "2025-05-01")]).await;
    assert_eq!(led_to(&earlier), editor, "where it stands among the versions");
    let page = read(&site, &editor).await;
    assert!(page.contains("value=\"62,37\"") && said(&page).contains("1er mai 2026"));
    assert!(read(&site, &format!("{editor}?version=2026-05-01")).await.contains("value=\"50\""));
    assert_eq!(
        site.get(&format!("{editor}?version=2026-05-02")).await.status,
        StatusCode::NOT_FOUND
    );
    let gone = site.post(&format!("{editor}/2026-10-31/remove"), &[]).await;
    assert_eq!(led_to(&gone), editor);
    assert!(read(&site, &editor).await.contains("value=\"50\""));
    let again = site.post(&format!("{editor}/2026-10-31/remove"), &[]).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn many_parts_are_one_line_until_all_are_asked_for() {
    let site = Site::signed_in().await;
    let fund = describe(&site, "Dynamique", "fund").await;
    let names: Vec<String> = (10..50).map(|number| format!("Action {number}")).collect();
    let rows: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "2,5")).collect();
    let more = [("create", "yes"), ("kind", "stock")];
    let editor = format!("{fund}/composition");
    assert_eq!(led_to(&send_parts(&site, &editor, &rows, &more).await), fund);
    let page = said(&read(&site, &fund).await);
    assert!(page.contains("28 autres 70 %"), "{page}");
    assert!(page.contains("Voir les 40 actifs") && !page.contains("Action 49"), "{page}");
    let page = said(&read(&site, &format!("{fund}?all=1")).await);
    assert!(page.contains("Action 49 2,5000 %") && !page.contains("28 autres 70 %"), "{page}");
}
