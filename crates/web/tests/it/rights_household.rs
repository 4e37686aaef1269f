//! Household of the access matrix, with every kind of client and joint books full of unique names.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use axum::body::Body;
use axum::http::{Method, Request, header};
use pecule_app::actors::books_filter::{BooksQuery, BooksScope};
use pecule_app::auth::personal_tokens::TokenInput;
use pecule_app::books::list::{BooksInput, OwnerInput};
use pecule_app::people::registration::NewPerson;
use pecule_app::{Device, Member, Person};
use pecule_domain::id::BooksId;
use pecule_domain::money::share::Share;
use pecule_web::route_table::Address;

use crate::askers::Asker;
use crate::rights_table::ROOT;
use crate::site::{NAME, PASSWORD, Reply, Site};

/// A household with every kind of client.
pub(crate) struct Household {
    site: Site,
    pub(crate) joint: BooksId,
    pub(crate) owner: String,
    token: String,
    /// Values of the parameters in addresses.
    names: Vec<(String, String)>,
    /// Names that only appear in the joint books.
    canaries: Vec<String>,
    cookies: RefCell<BTreeMap<&'static str, String>>,
    tokens: RefCell<BTreeMap<&'static str, String>>,
}

fn device() -> Device {
    Device::new("test", "")
}

fn join(site: &Site, name: &str) -> Person {
    let admin = site.app.guest().verify_password(NAME, PASSWORD).unwrap();
    let invitation = admin.admin().unwrap().invite().unwrap();
    let newcomer = NewPerson { name, password: PASSWORD, language: "fr", recovery_kept: true };
    site.app.guest().accept(invitation.token.as_str(), &newcomer).unwrap().person
}

fn on(person: &Person, books: BooksId) -> Member<'_> {
    person
        .member_at(&BooksQuery { scope: BooksScope::Books(books), ..BooksQuery::default() })
        .unwrap()
}

impl Household {
    /// Creates five people, two of them with joint books.
    pub(crate) async fn new() -> Self {
        let site = Site::new();
        let owner = join(&site, "Propriétaire");
        let other_owner = join(&site, "Conjoint");
        let reader = join(&site, "Lectrice");
        let _other = join(&site, "Étranger");
        let part = |person: &Person, percent| OwnerInput {
            person: person.id(),
            share: Share::from_percent(percent).unwrap(),
            fingerprint: Some(person.fingerprint()),
        };
        let form = BooksInput {
            title: "Livres-Canari".to_owned(),
            owners: vec![part(&owner, 60), part(&other_owner, 40)],
        };
        let joint = owner.add_books(&form).unwrap().id;
        owner.grant_read(joint, reader.id(), Some(&reader.fingerprint())).unwrap();
        on(&owner, joint).start_demo().unwrap();
        let token = owner
            .make_personal_token(&TokenInput {
                name: "Canari".into(),
                books: Some(joint),
                days: 30,
            })
            .unwrap();
        let mut household = Self {
            joint,
            owner: owner.id().to_string(),
            token: token.token.as_str().to_owned(),
            names: Vec::new(),
            canaries: vec!["Livres-Canari".to_owned()],
            cookies: RefCell::default(),
            tokens: RefCell::default(),
            site,
        };
        household.name_everything().await;
        household
    }

    /// Copies the household into its own folder and site.
    pub(crate) fn copy(&self) -> Self {
        Self {
            site: self.site.copied(),
            joint: self.joint,
            owner: self.owner.clone(),
            token: self.token.clone(),
            names: self.names.clone(),
            canaries: self.canaries.clone(),
            // Cookies survive a restart, access tokens do not.
            cookies: self.cookies.clone(),
            tokens: RefCell::default(),
        }
    }

    /// Finds a record of each kind in the joint books, and the names that identify them.
    async fn name_everything(&mut self) {
        for (path, body) in [
            ("/taxonomies", serde_json::json!({ "name": "Axe-Canari", "taxons": ["Un", "Deux"] })),
            ("/notes", serde_json::json!({ "text": "Mot-Canari" })),
            (
                "/exchange-rates",
                serde_json::json!({ "base": "EUR", "counter": "NOK", "on": "2026-11-20", "rate": "11.5" }),
            ),
        ] {
            let path = format!("{ROOT}{path}?books={}", self.joint);
            let reply = self.program(Asker::Owner, Method::POST, &path, Some(&body)).await;
            assert!(reply.status.is_success(), "{path}: {} {}", reply.status, reply.body);
        }
        for kind in [
            "banks",
            "accounts",
            "assets",
            "holdings",
            "tasks",
            "notes",
            "taxonomies",
            "operations",
        ] {
            let path = format!("{ROOT}/{kind}?books={0}&scope={0}", self.joint);
            let reply = self.program(Asker::Owner, Method::GET, &path, None).await;
            let list = reply.json();
            let list = list.as_array().or_else(|| list["items"].as_array()).unwrap().clone();
            let first = list.first().unwrap_or_else(|| panic!("no {kind}"));
            self.names.push((format!("/{kind}/{{id}}"), first["id"].as_str().unwrap().to_owned()));
            if matches!(kind, "accounts" | "assets") {
                let told = list.iter().filter_map(|line| line["name"].as_str());
                self.canaries.extend(told.filter(|name| name.len() > 12).map(str::to_owned));
            }
        }
        // Words of the program itself, such as names of tax wrappers, are no leak.
        let mut common = String::new();
        for path in ["/accounts/new", "/assets/new"] {
            let request = self.request(Method::GET, path).body(Body::empty()).unwrap();
            common += &self.send(Asker::Other, request).await.body;
        }
        self.canaries.retain(|name| !common.contains(name.as_str()));
        assert!(self.canaries.len() > 5, "{:?}", self.canaries);
        let owner = self.site.app.guest().verify_password("Propriétaire", PASSWORD).unwrap();
        let token = owner.personal_tokens().unwrap().remove(0).id.to_string();
        let session = owner.sessions().unwrap().first().map(|line| line.id.to_string());
        self.names.push(("/settings/tokens/{id}".into(), token.clone()));
        self.names.push(("/personal-tokens/{id}".into(), token));
        if let Some(session) = session {
            self.names.push(("/settings/sessions/{id}".into(), session.clone()));
            self.names.push(("/sessions/{id}".into(), session));
        }
        self.names.push(("/books/{id}".into(), self.joint.to_string()));
        self.names.push(("/people/{id}".into(), self.owner.clone()));
    }

    /// Fills in an address with records of the joint books.
    fn filled(&self, address: &Address) -> String {
        let path = address.path.strip_prefix(ROOT).unwrap_or(&address.path);
        let path = path.replace("/settings/taxonomies/{id}", "/taxonomies/{id}");
        let path = path.replace("/settings/changes/{id}", "/operations/{id}");
        let found = self.names.iter().filter(|(name, _)| path.contains(name.as_str()));
        let id = found.max_by_key(|(name, _)| name.len()).map(|(_, id)| id.as_str());
        let known = |name: &str| {
            let list = format!("/{name}/{{id}}");
            self.names.iter().find(|(path, _)| *path == list).map_or("", |(_, id)| id.as_str())
        };
        let mut filled = address.path.clone();
        for (name, value) in [
            ("{id}", id.unwrap_or("0198c7a0-0000-7000-8000-000000000001")),
            ("{class}", "equity"),
            ("{day}", "2026-11-20"),
            ("{note}", known("notes")),
            ("{task}", known("tasks")),
            ("{taxonomy}", known("taxonomies")),
            ("{base}", "EUR"),
            ("{counter}", "NOK"),
            ("{first}", "1"),
            ("{precaution}", "disk-encryption"),
            ("{file}", "none.css"),
            ("{person}", &self.owner),
        ] {
            filled = filled.replace(name, value);
        }
        assert!(!filled.contains('{'), "{filled}");
        // Rates are keyed by their currencies and day, so the books are named as well.
        if address.path.contains("{base}") {
            format!("{filled}?books={}", self.joint)
        } else {
            filled
        }
    }

    /// Whether an address may answer 404 even with access, because the household has no such
    /// record.
    pub(crate) fn may_be_missing(address: &Address) -> bool {
        [
            "{class}",
            "{day}",
            "{note}",
            "{task}",
            "{first}",
            "/notices/",
            "/removal-notice",
            "/settings/removal/",
            "/alerts/",
            "/targets/{id}",
            "/backups/{id}",
            "/backup-targets/{id}",
            "/invitations/{id}",
            "{file}",
            "/trust",
            // The household has no notification relay.
            "/household/notifications",
            "/settings/notifications",
            "/notification-address",
            "/household/notification-relay",
            "/precautions/{precaution}",
            "/setup",
            "{taxonomy}",
            "/sessions/{id}",
        ]
        .iter()
        .any(|part| address.path.contains(part))
            // An empty form names no person.
            || ["readers", "owners", "pinned-keys", "revoke"]
                .iter()
                .any(|action| address.path == format!("/books/{{id}}/{action}"))
    }

    /// Starts a request of a client.
    pub(crate) fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        self.site.request(method, path)
    }

    /// Sends a request as the browser of a client.
    pub(crate) async fn send(&self, asker: Asker, mut request: Request<Body>) -> Reply {
        if let Some(cookie) = self.cookie(asker) {
            request.headers_mut().insert(header::COOKIE, cookie.parse().unwrap());
        }
        let same = header::HeaderValue::from_static("same-origin");
        request.headers_mut().insert("sec-fetch-site", same);
        self.site.send(request).await
    }

    fn cookie(&self, asker: Asker) -> Option<String> {
        let name = asker.name().filter(|_| asker != Asker::Token)?;
        let mut cookies = self.cookies.borrow_mut();
        let sign_in = || {
            let signed = self.site.app.guest().sign_in(name, PASSWORD, None, &device()).unwrap();
            format!("pecule-sid={}", signed.token.as_str())
        };
        Some(cookies.entry(name).or_insert_with(sign_in).clone())
    }

    /// A copy in which the other owner's access is closed, but not their session and token.
    pub(crate) fn closed(&self) -> Self {
        let copy = self.copy();
        copy.cookie(Asker::Disabled).unwrap();
        copy.access(Asker::Disabled.name().unwrap());
        let admin = copy.site.app.guest().verify_password(NAME, PASSWORD).unwrap();
        let admin = admin.admin().unwrap();
        let people = admin.people().unwrap();
        let other = people.iter().find(|line| Some(line.name.as_str()) == Asker::Disabled.name());
        admin.disable(other.unwrap().id).unwrap();
        copy
    }

    /// Sends an empty request to an address.
    pub(crate) async fn ask(&self, asker: Asker, address: &Address) -> Reply {
        self.ask_at(asker, address, self.filled(address)).await
    }

    /// Sends the same request with unknown identities.
    pub(crate) async fn ask_of_nothing(&self, asker: Asker, address: &Address) -> Reply {
        let nothing = "0198c7a0-0000-7000-8000-00000000dead";
        let filled = self.filled(address);
        let path = self.names.iter().fold(filled, |path, (_, id)| path.replace(id, nothing));
        self.ask_at(asker, address, path).await
    }

    async fn ask_at(&self, asker: Asker, address: &Address, path: String) -> Reply {
        if address.path.starts_with(ROOT) || asker == Asker::Token {
            let body = serde_json::json!({});
            let body = (address.method != Method::GET).then_some(&body);
            return self.program(asker, address.method.clone(), &path, body).await;
        }
        let request = self
            .request(address.method.clone(), &path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::empty())
            .unwrap();
        self.send(asker, request).await
    }

    async fn program(
        &self,
        asker: Asker,
        method: Method,
        path: &str,
        body: Option<&serde_json::Value>,
    ) -> Reply {
        let mut request = self.site.request(method, path);
        let bearer = match asker {
            Asker::Token => Some(self.token.clone()),
            Asker::Nobody => None,
            Asker::Disabled
            | Asker::Other
            | Asker::Administrator
            | Asker::Reader
            | Asker::JointOwner
            | Asker::Owner => Some(self.access(asker.name().unwrap())),
        };
        if let Some(bearer) = bearer {
            request = request.header(header::AUTHORIZATION, format!("Bearer {bearer}"));
        }
        let body = body.map_or_else(Body::empty, |json| Body::from(json.to_string()));
        let request = request.header(header::CONTENT_TYPE, "application/json").body(body).unwrap();
        self.site.send(request).await
    }

    fn access(&self, name: &'static str) -> String {
        let mut tokens = self.tokens.borrow_mut();
        let sign_in = || {
            let guest = self.site.app.guest();
            let signed = guest.sign_in_program(name, PASSWORD, None, &device()).unwrap();
            signed.person.tokens(&signed.token).unwrap().access_token
        };
        tokens.entry(name).or_insert_with(sign_in).clone()
    }

    /// Fails if a reply contains anything of the joint books.
    pub(crate) fn assert_nothing_leaks(&self, reply: &Reply, what: &str) {
        for canary in &self.canaries {
            assert!(!reply.body.contains(canary.as_str()), "{what} says {canary}");
        }
    }

    /// Returns the content of the joint books and the people of the household.
    pub(crate) async fn digest(&self) -> String {
        let mut digest = String::new();
        for path in [
            "wealth",
            "assets",
            "tasks",
            "notes",
            "taxonomies",
            "exchange-rates",
            "operations",
            "settings",
        ] {
            let path = format!("{ROOT}/{path}?books={0}&scope={0}", self.joint);
            digest += &self.program(Asker::Owner, Method::GET, &path, None).await.body;
        }
        let admin = self.site.app.guest().verify_password(NAME, PASSWORD).unwrap();
        let people = admin.admin().unwrap().people().unwrap();
        let names: Vec<_> =
            people.iter().map(|line| (&line.name, line.admin, line.disabled_at)).collect();
        writeln!(digest, "{names:?}").unwrap();
        let owner = self.site.app.guest().verify_password("Propriétaire", PASSWORD).unwrap();
        digest + &format!("{:?}", owner.books(self.joint).unwrap())
    }
}
