//! Tests the wealth table and the forms of banks, accounts and holdings, with and without scripts.

use axum::body::Body;
use axum::http::{Method, StatusCode, header};

use crate::site::{NAME, PASSWORD, Reply, Site};

/// Returns the path of a redirect, without the notification.
fn led_to(reply: &Reply) -> String {
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
    reply.location().split('?').next().unwrap().to_owned()
}

async fn account(site: &Site, bank: &str, name: &str, wrapper: &str) -> String {
    let fields = [("bank", bank), ("name", name), ("wrapper", wrapper), ("currency", "EUR")];
    let path = led_to(&site.post("/accounts", &fields).await);
    path.strip_prefix("/accounts/").unwrap().to_owned()
}

async fn hold(site: &Site, account: &str, fields: &[(&str, &str)]) {
    let fields = [&[("account", account), ("currency", "EUR")], fields].concat();
    assert_eq!(led_to(&site.post("/holdings", &fields).await), format!("/accounts/{account}"));
}

/// Returns the identities that follow a mark in a page, in order.
fn ids<'a>(page: &'a str, mark: &str) -> Vec<&'a str> {
    page.split(mark).skip(1).map(|rest| rest.get(..36).unwrap()).collect()
}

/// Returns the value of a hidden field.
fn hidden<'a>(page: &'a str, name: &str) -> &'a str {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\"")).unwrap();
    rest.split('"').next().unwrap()
}

fn as_part(site: &Site, method: Method, path: &str) -> axum::http::request::Builder {
    site.request(method, path)
        .header("hx-request", "true")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
}

/// A household with a savings account, a brokerage account and a debt.
async fn furnished() -> (Site, String) {
    let site = Site::signed_in().await;
    let savings = account(&site, "Banque des Tilleuls", "Livret A", "livret-a").await;
    let savings_of =
        [("asset", "Livret A"), ("kind", "cash"), ("value", "22 950,40"), ("on", "2026-08-01")];
    hold(&site, &savings, &savings_of).await;
    let shares = account(&site, "Courtage Méridien", "PEA", "pea").await;
    let fund = [
        ("asset", "ETF Monde"),
        ("kind", "etf"),
        ("class", "equity"),
        ("quantity", "412"),
        ("price", "148,32"),
        ("cost", "43 182,60"),
    ];
    hold(&site, &shares, &fund).await;
    hold(&site, &shares, &[("asset", "Fonds sans cours"), ("kind", "fund"), ("quantity", "3")])
        .await;
    let loan = account(&site, "banque des tilleuls", "Prêt", "loan").await;
    hold(&site, &loan, &[("asset", "Prêt"), ("kind", "loan"), ("value", "-10 000")]).await;
    (site, shares)
}

#[tokio::test]
async fn an_empty_household_is_told_what_comes_first() {
    let site = Site::signed_in().await;
    let page = site.get("/wealth").await;
    assert!(page.body.contains("Exemple, qui n’est pas dans votre espace"));
    assert!(page.body.contains("href=\"/accounts/new\""));
    assert_eq!(led_to(&site.get("/holdings/new").await), "/accounts/new");
}

#[tokio::test]
async fn totals_stand_at_each_level_and_sum_up() {
    let (site, _) = furnished().await;
    let page = site.get("/wealth").await.body;
    for seen in [
        "61\u{202f}107,84\u{a0}€",  // 412 × 148,32
        "12\u{202f}950,40\u{a0}€", // the bank of the savings, less the debt: named in another case, found again
        "+17\u{202f}925,24\u{a0}€", // its gain
        "84\u{202f}058,24\u{a0}€", // gross
        "74\u{202f}058,24\u{a0}€", // net
        "valeur de 113\u{a0}jours", // an old value, in words
        "aucun cours n’est connu", // a missing value says why
        "Saisir un cours",
    ] {
        assert!(page.contains(seen), "{seen}");
    }
    assert_eq!(page.matches("class=\"level-1\"").count(), 2);
}

#[tokio::test]
async fn a_scope_narrows_the_table_and_stays_in_its_addresses() {
    let (site, _) = furnished().await;
    let page = site.get("/wealth?wrapper=pea").await.body;
    assert!(page.contains("ETF Monde") && !page.contains("Livret A</a>"));
    assert!(
        page.contains("/wealth?wrapper=pea&#38;edit=")
            || page.contains("/wealth?wrapper=pea&amp;edit=")
    );
    let none = site.get("/wealth?wrapper=per").await.body;
    assert!(none.contains("Rien dans ce périmètre"));
    let before = site.get("/wealth?at=2026-07-31").await.body;
    assert!(!before.contains("22\u{202f}950,40"));
}

#[tokio::test]
async fn a_value_is_typed_without_scripts() {
    let (site, _) = furnished().await;
    let page = site.get("/wealth").await.body;
    let savings = ids(&page, "data-cell=\"")[0].to_owned();
    let editing = site.get(&format!("/wealth?edit={savings}")).await.body;
    assert!(editing.contains("value=\"22950,4\""), "{editing}");
    let seen = hidden(&editing, "seen").to_owned();
    let path = format!("/holdings/{savings}/statements");

    let wrong = site.post(&path, &[("value", "beaucoup"), ("seen", &seen)]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.body.contains(
            "« beaucoup » n’est pas un nombre"
                .replace("« ", "«\u{a0}")
                .replace(" »", "\u{a0}»")
                .as_str()
        )
    );
    assert!(wrong.body.contains("value=\"beaucoup\""), "what was typed is kept");

    let done = site.post(&path, &[("value", "23 000"), ("seen", &seen)]).await;
    assert_eq!(led_to(&done), "/wealth");
    let page = site.get(done.location()).await.body;
    assert!(page.contains("23\u{202f}000,00\u{a0}€") && !page.contains("valeur de 113"));
    assert!(
        page.contains("valeur enregistrée") && page.contains("/undo?back=/wealth\""),
        "it can be undone"
    );

    let late = site.post(&path, &[("value", "24 000"), ("seen", &seen)]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.body.contains("entre-temps") && late.body.contains("value=\"24 000\""));
}

#[tokio::test]
async fn a_script_gets_the_row_then_the_table_and_a_toast() {
    let (site, shares) = furnished().await;
    let page = site.get(&format!("/accounts/{shares}")).await.body;
    let fund = ids(&page, "data-cell=\"")[0].to_owned();
    let path = format!("/holdings/{fund}/statements?account={shares}&sheet=yes");
    let row = site.send(as_part(&site, Method::GET, &path).body(Body::empty()).unwrap()).await;
    assert!(row.body.trim_start().starts_with("<tr") && !row.body.contains("<html"));
    assert!(row.body.contains("name=\"quantity\"") && row.body.contains("value=\"412\""));
    let body =
        format!("quantity=500&account={shares}&sheet=yes&seen={}", hidden(&row.body, "seen"));
    let path = format!("/holdings/{fund}/statements");
    let table =
        site.send(as_part(&site, Method::POST, &path).body(Body::from(body)).unwrap()).await;
    assert_eq!(table.status, StatusCode::OK);
    assert!(
        table.body.contains("id=\"lines\"")
            && table.body.contains("hx-swap-oob=\"beforeend:#toasts\"")
    );
    assert!(table.body.contains("74\u{202f}160,00\u{a0}€") && !table.body.contains("level-1"));
    let whole = site.get(&format!("/holdings/{fund}/statements")).await;
    assert_eq!(led_to(&whole), "/wealth");
}

#[tokio::test]
async fn hidden_amounts_are_not_in_the_page() {
    let (site, shares) = furnished().await;
    let device = pecule_app::Device::default();
    let signed_in = site.app.guest().sign_in(NAME, PASSWORD, None, &device).unwrap();
    let mut person = site.app.resume(&signed_in.token).unwrap();
    person.set_preferences(|preferences| preferences.hide_amounts = true).unwrap();
    let page = site.get("/wealth").await.body;
    let fund = ids(&page, "data-cell=\"")[2].to_owned();
    for path in [
        "/wealth".to_owned(),
        format!("/accounts/{shares}"),
        format!("/wealth?edit={fund}"),
        format!("/holdings/{fund}/edit"),
    ] {
        let body = site.get(&path).await.body;
        for amount in [
            "22\u{202f}950",
            "22950",
            "61\u{202f}107",
            "412",
            "43182",
            "43\u{202f}182",
            "17\u{202f}925",
        ] {
            assert!(!body.contains(amount), "{amount} in {path}");
        }
    }
    // An empty field keeps the stored value.
    let edited =
        site.post(&format!("/holdings/{fund}"), &[("account", &shares), ("notes", "gardée")]).await;
    assert_eq!(led_to(&edited), format!("/accounts/{shares}"));
    let holdings = person.member().unwrap().holdings().unwrap();
    let kept = holdings.iter().find(|line| line.id.to_string() == fund).unwrap();
    assert_eq!(
        (kept.quantity.unwrap().to_string().as_str(), kept.notes.as_str()),
        ("412", "gardée")
    );
    assert_eq!(kept.cost.unwrap().to_string(), "43182.60");
}

#[tokio::test]
async fn every_fault_of_a_form_is_said_at_once_and_nothing_is_made() {
    let site = Site::signed_in().await;
    let wrong = site.post("/accounts", &[("bank", "Banque neuve"), ("currency", "XYZ")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["name", "wrapper", "currency"] {
        assert!(wrong.body.contains(&format!("href=\"#{field}\"")), "{field}");
    }
    assert!(!site.get("/wealth").await.body.contains("Banque neuve"));

    let savings = account(&site, "Banque neuve", "Livret", "savings").await;
    let fields = [
        ("account", savings.as_str()),
        ("asset", "Nouveau"),
        ("value", "1"),
        ("quantity", "2"),
        ("share", "140"),
    ];
    let wrong = site.post("/holdings", &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["kind", "value", "share"] {
        assert!(wrong.body.contains(&format!("href=\"#{field}\"")), "{field}");
    }
    let fields = [
        ("account", savings.as_str()),
        ("asset", "Nouveau"),
        ("kind", "cash"),
        ("value", "9000000000000000000000"),
    ];
    let wrong = site.post("/holdings", &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "too large to be held");
    assert!(!site.get("/holdings/new").await.body.contains("Nouveau"), "no asset was left behind");
}

#[tokio::test]
async fn removal_is_refused_with_names_and_undone() {
    let (site, shares) = furnished().await;
    let page = site.get("/wealth").await.body;
    let bank = ids(&page, "href=\"/banks/")[1].to_owned();
    let refused = site.post(&format!("/banks/{bank}/remove"), &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains(": PEA."), "{}", refused.body);
    let refused = site.post(&format!("/accounts/{shares}/remove"), &[]).await;
    assert!(
        refused.body.contains("ETF Monde, Fonds sans cours")
            || refused.body.contains("Fonds sans cours, ETF Monde")
    );
    let sheet = site.get(&format!("/accounts/{shares}")).await.body;
    for holding in ids(&sheet, "id=\"h-") {
        assert_eq!(
            led_to(&site.post(&format!("/holdings/{holding}/remove"), &[]).await),
            format!("/accounts/{shares}")
        );
    }
    let gone = site.post(&format!("/accounts/{shares}/remove"), &[]).await;
    assert_eq!(led_to(&gone), "/wealth");
    assert!(site.get(gone.location()).await.body.contains("compte retiré"));
    assert_eq!(led_to(&site.post(&format!("/banks/{bank}/remove"), &[]).await), "/wealth");
}

#[tokio::test]
async fn who_saves_second_sees_what_was_saved_first() {
    let (site, shares) = furnished().await;
    let fields = |name: &'static str| {
        [("bank", "Courtage Méridien"), ("name", name), ("wrapper", "pea"), ("version", "1")]
    };
    let path = format!("/accounts/{shares}");
    assert_eq!(led_to(&site.post(&path, &fields("PEA de Claire")).await), path);
    let late = site.post(&path, &fields("PEA commun")).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        late.body.contains("<dd>PEA de Claire</dd>") && late.body.contains("value=\"PEA commun\"")
    );
    assert_eq!(hidden(&late.body, "version"), "2");
    let edited = site.get(&format!("{path}/edit")).await.body;
    assert_eq!(hidden(&edited, "version"), "2");
}

#[tokio::test]
async fn what_was_sold_leaves_the_table_but_not_the_account() {
    let (site, shares) = furnished().await;
    let sheet = site.get(&format!("/accounts/{shares}")).await.body;
    let fund = ids(&sheet, "data-cell=\"")[0].to_owned();
    site.post(&format!("/holdings/{fund}/statements"), &[("quantity", "0")]).await;
    let sheet = site.get(&format!("/accounts/{shares}")).await.body;
    assert!(sheet.contains("rien n’en reste") && !sheet.contains(&format!("id=\"h-{fund}\"")));
}

#[tokio::test]
async fn nothing_of_it_is_shown_to_a_guest() {
    let site = Site::new();
    for path in ["/wealth", "/banks/new", "/accounts/new", "/holdings/new"] {
        assert!(site.get(path).await.location().starts_with("/sign-in"), "{path}");
    }
}

#[tokio::test]
async fn english_writes_thousands_with_a_comma() {
    let (site, shares) = furnished().await;
    let device = pecule_app::Device::default();
    let signed_in = site.app.guest().sign_in(NAME, PASSWORD, None, &device).unwrap();
    site.app.resume(&signed_in.token).unwrap().set_language("en").unwrap();
    let sheet = site.get(&format!("/accounts/{shares}")).await.body;
    assert!(sheet.contains("Add a holding") && sheet.contains("\u{20ac}61,107.84"));
    let fund = ids(&sheet, "data-cell=\"")[0].to_owned();
    site.post(&format!("/holdings/{fund}/statements"), &[("quantity", "1,000")]).await;
    assert!(site.get("/wealth").await.body.contains("\u{20ac}148,320.00"));
    hold(&site, &shares, &[("asset", "Cash"), ("kind", "cash"), ("value", "30,000")]).await;
    assert!(site.get("/wealth").await.body.contains("\u{20ac}30,000.00"));
}
