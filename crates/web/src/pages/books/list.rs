//! Lists sets of books and manages access to each.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use pecule_app::actors::books_filter::BooksChoice;
use pecule_app::books::list::{BooksView, GranteeView};
use pecule_app::books::sharing::{Candidate, RevokeOutcome};
use pecule_app::{Conflict, Error, Member, Person, Reason, Result};
use pecule_domain::id::{BooksId, PersonId};
use pecule_domain::money::share::Share;

use crate::request::form::{FieldErrors, Form};
use crate::request::outcome::FormOutcome;
use crate::request::visit::SignedIn;
use crate::view::field::{Choice, Field};
use crate::view::navigation::Screen;
use crate::view::number;
use crate::view::page::Page;

#[derive(Template)]
#[template(path = "books/show.html")]
struct BooksPage {
    page: Page,
    books: Vec<BooksView>,
    damaged: Vec<BooksChoice>,
    fingerprint: String,
}

#[derive(Template)]
#[template(path = "books/one.html")]
struct One {
    page: Page,
    books: BooksView,
    candidates: Vec<Candidate>,
    title: Field,
    person: Field,
    share: Field,
    shares: Vec<Field>,
    compared: Field,
    revoked: Option<RevokeOutcome>,
}

impl BooksPage {
    fn part(&self, books: &BooksView) -> String {
        part(&self.page, books)
    }

    fn share(&self, share: Share) -> String {
        percent(&self.page, share)
    }
}

impl One {
    fn new(
        member: &Member<'_>,
        mut page: Page,
        id: BooksId,
        (form, faults): (Option<&Form>, &FieldErrors),
    ) -> Result<Self> {
        let me = member.person();
        let books = me.books(id)?;
        let mut candidates = me.candidates()?;
        candidates.retain(|one| !books.people.iter().any(|line| line.person == one.person));
        page.title.clone_from(&books.title);
        let typed = |name: &str| form.map(|form| form.text(name).to_owned()).unwrap_or_default();
        let chosen = typed("person");
        let people = candidates
            .iter()
            .map(|one| Choice::new(one.person.to_string(), &one.name, &chosen))
            .collect();
        let title = if form.is_some() { typed("title") } else { books.title.clone() };
        Ok(Self {
            title: Field::text("title", page.t("books-name"))
                .value(title)
                .required()
                .error(faults.on("title")),
            person: Field::select("person", page.t("books-to-whom"), people)
                .required()
                .error(faults.on("person")),
            share: Field::number("share", page.t("books-their-share"), "%")
                .hint(page.t("books-their-share-hint"))
                .value(typed("share"))
                .error(
                    faults
                        .on("share")
                        .or_else(|| faults.on("owners").filter(|_| !chosen.is_empty())),
                ),
            compared: Field::text("compared", page.t("books-compared"))
                .hint(page.t("books-compared-hint"))
                .value(typed("compared"))
                .required()
                .error(faults.on("compared")),
            shares: shares(&page, &books, form, faults),
            revoked: None,
            page,
            books,
            candidates,
        })
    }

    fn part(&self) -> String {
        part(&self.page, &self.books)
    }

    fn share(&self, share: Share) -> String {
        percent(&self.page, share)
    }

    fn is_mine(&self) -> bool {
        self.books.access == "own"
    }

    fn has_other_owner(&self) -> bool {
        self.books.people.iter().any(|line| !line.oneself && line.access == "own")
    }
}

/// Returns a share field for each owner whose key is pinned.
fn shares(page: &Page, books: &BooksView, form: Option<&Form>, faults: &FieldErrors) -> Vec<Field> {
    let sound = |line: &&GranteeView| line.access == "own" && line.standing == "sound";
    let field = |line: &GranteeView| {
        let name = share_of(line.person);
        let kept = number::exact(line.share.percentage(), page.lang);
        let typed = form.filter(|form| form.find(&name).is_some());
        let value = typed.map_or(kept, |form| form.text(&name).to_owned());
        let sum = || faults.on("owners").filter(|_sum| typed.is_some());
        let label = page.t_with("books-share-of", "name", line.name.as_str());
        let fault = faults.on(&name).or_else(sum);
        Field::number(name, label, "%").value(value).error(fault)
    };
    books.people.iter().filter(sound).map(field).collect()
}

/// Returns the name of a person's share field.
pub(crate) fn share_of(person: PersonId) -> String {
    format!("share-{person}")
}

/// Formats a stored share.
fn percent(page: &Page, share: Share) -> String {
    page.percent_exact(&share.fraction())
}

/// Describes the person's role in some books.
fn part(page: &Page, books: &BooksView) -> String {
    match (books.access.as_str(), books.joint) {
        ("own", false) => page.t("books-alone"),
        ("own", true) => page.t_with("books-joint", "share", percent(page, books.share).as_str()),
        _ => page.t("books-read"),
    }
}

/// Shows all books that the person may open.
pub async fn show(visit: SignedIn) -> Response {
    let work = |me: &Person, page: Page| {
        let (books, damaged) = me.my_books_beside_damage()?;
        // The page itself marks each damaged set of books.
        let page = Page { damaged: Vec::new(), ..page };
        FormOutcome::part(&BooksPage { page, books, damaged, fingerprint: me.fingerprint() })
    };
    visit.alone("books-title", work).await
}

/// Shows a set of books and the people with access to it.
pub async fn one(visit: SignedIn, Path(id): Path<String>) -> Response {
    let work = move |member: &Member<'_>, page: Page| {
        One::new(member, page, books_id(&id)?, (None, &FieldErrors::default()))
    };
    visit.show("books-title", Some(Screen::Settings), work).await
}

/// Action on a set of books.
#[derive(Clone, Copy, PartialEq, Eq)]
enum BooksAction {
    Rename,
    GrantRead,
    AddOwner,
    SetShares,
    PinKey,
    Revoke,
    Leave,
    SetUnattended,
    Rotate,
}

/// Renames the books.
pub async fn rename(visit: SignedIn, Path(id): Path<String>, form: Form) -> Response {
    run(visit, id, BooksAction::Rename, form).await
}

/// Grants a person read access.
pub async fn grant_read(visit: SignedIn, Path(id): Path<String>, form: Form) -> Response {
    run(visit, id, BooksAction::GrantRead, form).await
}

/// Makes a person an owner.
pub async fn add_owner(visit: SignedIn, Path(id): Path<String>, form: Form) -> Response {
    run(visit, id, BooksAction::AddOwner, form).await
}

/// Sets the shares of the owners.
pub async fn set_shares(visit: SignedIn, Path(id): Path<String>, form: Form) -> Response {
    run(visit, id, BooksAction::SetShares, form).await
}

/// Pins the key of a person whose fingerprint was compared.
pub async fn pin_key(visit: SignedIn, Path(id): Path<String>, form: Form) -> Response {
    run(visit, id, BooksAction::PinKey, form).await
}

/// Revokes the access of a person.
pub async fn revoke(visit: SignedIn, Path(id): Path<String>, form: Form) -> Response {
    run(visit, id, BooksAction::Revoke, form).await
}

/// Gives up one's own access.
pub async fn leave(visit: SignedIn, Path(id): Path<String>, form: Form) -> Response {
    run(visit, id, BooksAction::Leave, form).await
}

/// Enables or disables unattended access.
pub async fn set_unattended(visit: SignedIn, Path(id): Path<String>, form: Form) -> Response {
    run(visit, id, BooksAction::SetUnattended, form).await
}

/// Rotates the key of the books.
pub async fn rotate(visit: SignedIn, Path(id): Path<String>, form: Form) -> Response {
    run(visit, id, BooksAction::Rotate, form).await
}

async fn run(visit: SignedIn, id: String, action: BooksAction, form: Form) -> Response {
    let work = move |member: &Member<'_>, page: Page| {
        let id = books_id(&id)?;
        match perform(member, id, action, &form) {
            Ok(None) if action == BooksAction::Leave => Ok(FormOutcome::Go("/books".to_owned())),
            Ok(None) => Ok(FormOutcome::Go(format!("/books/{id}"))),
            Ok(revoked) => {
                let one = One::new(member, page, id, (None, &FieldErrors::default()))?;
                FormOutcome::part(&One { revoked, ..one })
            }
            Err(Error::Invalid(problems)) => {
                let faults = FieldErrors::of(&problems, page.lang);
                FormOutcome::again(&One::new(member, page, id, (Some(&form), &faults))?)
            }
            Err(other) => Err(other),
        }
    };
    visit.act("books-title", Some(Screen::Settings), work).await
}

/// Performs the action. Revoking access returns what the person may still hold.
fn perform(
    member: &Member<'_>,
    id: BooksId,
    action: BooksAction,
    form: &Form,
) -> Result<Option<RevokeOutcome>> {
    let me = member.person();
    let person =
        || -> Result<PersonId> { form.text("person").parse().map_err(|_bad| Error::NotFound) };
    let compared = form.text("compared");
    match action {
        BooksAction::Rename => me.rename_books(id, form.text("title")).map(|_books| None),
        BooksAction::GrantRead => {
            let granted = me.grant_read(id, person()?, Some(compared));
            granted.map(|_books| None).map_err(|error| mistyped(error, compared))
        }
        BooksAction::AddOwner => {
            let share = form.share_or_whole("share")?;
            let granted = me.make_owner(id, person()?, share, Some(compared));
            granted.map(|_books| None).map_err(|error| mistyped(error, compared))
        }
        BooksAction::SetShares => {
            let owners = me.books(id)?.people.into_iter().filter(|line| line.access == "own");
            let typed = |line: GranteeView| {
                let name = share_of(line.person);
                let share = form.find(&name).map(|_typed| form.share_or_whole(&name));
                share.map(|share| Ok((line.person, share?)))
            };
            let shares = owners.filter_map(typed).collect::<Result<Vec<_>>>()?;
            me.set_shares(id, &shares).map(|_books| None)
        }
        BooksAction::PinKey => me.confirm_fingerprint(id, person()?, compared).map(|_books| None),
        BooksAction::Revoke => me.revoke(id, person()?).map(Some),
        BooksAction::Leave => me.leave_books(id).map(|_left| None),
        BooksAction::SetUnattended => {
            me.set_unattended(id, form.is_ticked("unattended")).map(|_books| None)
        }
        BooksAction::Rotate => me.rotate_books(id).map(|_done| None),
    }
}

/// Turns a fingerprint mismatch into a field error if it concerns the person whose fingerprint was
/// typed.
fn mistyped(error: Error, compared: &str) -> Error {
    if let Error::Conflict(Conflict::KeyChanged { pinned, .. }) = &error
        && pinned == compared.trim()
    {
        return Error::invalid("compared", Reason::OtherFingerprint);
    }
    error
}

pub(crate) fn books_id(text: &str) -> Result<BooksId> {
    text.parse().map_err(|_bad| Error::NotFound)
}
