//! One's books as they were, out of a backup or a file taken away: beside today's, then in their place.

mod taken;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use pecule_domain::amount::Money;
use pecule_domain::apportion::Exact;
use pecule_domain::id::{BooksId, OperationId};
use pecule_keys::{BooksKey, KitText, grants};
use pecule_store::books::Books;
use pecule_store::books::operations::Operation;
use pecule_store::household::backups::Task;
use pecule_store::household::books::Access;
use pecule_store::snapshot::Still;
use pecule_store::workshop::Workshop;
use pecule_store::{FileKey, KeyProof};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use crate::backup::BadBackup;
use crate::backup::manifest::Part;
use crate::backup::progress::Teller;
use crate::backup::proof::Sandbox;
use crate::backup::unpacking::unpack;
use crate::error::{Error, Result};
use crate::installation::uuid_of;
use crate::person::Person;
use crate::picture::{Picture, Scope};
use crate::shelf::OpenBooks;
use crate::wealth::Wealth;

/// Where books of another time are taken from.
#[derive(Debug, Default)]
pub struct From {
    /// A backup, or a file that [`Person::sealed_books`] made; else the newest backup.
    pub file: Option<PathBuf>,
    /// The household's kit, for a backup that the program itself can no longer open.
    pub kit: Option<KitText>,
}

/// One thing then and now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ThenNow {
    /// What it is called: an account, or an asset in an account.
    pub name: String,
    /// What it was worth, none where it was not there.
    #[schema(value_type = Option<String>)]
    pub then: Option<Money>,
    /// What it is worth, none where it is not there.
    #[schema(value_type = Option<String>)]
    pub now: Option<Money>,
}

/// Books then and now, both valued today with what each of them knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Comparison {
    /// Which books.
    #[schema(value_type = String)]
    pub books: BooksId,
    /// Everything.
    pub total: ThenNow,
    /// Each account that differs.
    pub accounts: Vec<ThenNow>,
    /// Each holding that differs.
    pub holdings: Vec<ThenNow>,
}

/// Books of another time, open in a sandbox.
struct Then {
    books: Books,
    _shop: Workshop,
}

impl Person {
    /// Sets books beside what they were; nothing that lives is touched.
    pub fn books_in_backup(&self, books: BooksId, from: &From) -> Result<Comparison> {
        let _turn = self.app().turn()?;
        let live = self.own_books(books)?;
        let then = self.open_then(books, from)?;
        self.set_beside(&live, &then.books)
    }

    /// Puts the wealth of then in the place of today's, as one change that can be undone.
    ///
    /// A backup of everything is made, read back and compared first.
    pub fn replace_books(&self, books: BooksId, from: &From) -> Result<Comparison> {
        self.require_confirmed()?;
        let live = self.own_books(books)?;
        self.app().back_up(None)?;
        let _turn = self.app().turn()?;
        let then = self.open_then(books, from)?;
        let compared = self.set_beside(&live, &then.books)?;
        let app = self.app();
        let summary = json!({ "name": compared.total.name }).to_string();
        let operation = Operation {
            id: app.draw(OperationId::new)?,
            kind: "books-replaced",
            summary: &summary,
            at: app.clock().now(),
            actor: Some(self.id()),
            session: Some(self.session()),
        };
        let mac = |previous: &[u8; 32], fields: &[&[u8]]| live.journal.chain(previous, fields);
        let changed = live
            .books
            .change(operation, &mac, |edit| then.books.read(|then| edit.become_as(then)))?;
        app.advance(books, changed.head)?;
        app.forget_pictures(books);
        Ok(compared)
    }

    /// Books that one owns, as the household and the books themselves say.
    fn own_books(&self, books: BooksId) -> Result<Arc<OpenBooks>> {
        let grant = self.app().inner().household.read(|view| view.find_grant(books, self.id()))?;
        let grant = grant.ok_or(Error::NotFound)?;
        let open = self.open_books(&grant)?;
        if self.rights(&grant, &open)?.0 == Access::Own { Ok(open) } else { Err(Error::NotFound) }
    }

    /// Opens the books of then in a sandbox, checks them, and brings them up to date there.
    fn open_then(&self, books: BooksId, from: &From) -> Result<Then> {
        let inner = self.app().inner();
        let shop = Workshop::open(inner.folder.workshop())?;
        let (path, key) = match from.file.as_deref().filter(|file| !is_sealed(file)) {
            Some(file) => {
                let path = shop.path().join("then.db");
                let key = taken::take_out(file, books, self.identity(), &path)?;
                (path, key)
            }
            None => self.out_of_backup(books, from, &shop)?,
        };
        let key = FileKey::new(*key.bytes());
        let install = uuid_of(inner.keyring.install());
        Still::books(&path, &key, KeyProof::Checked, install, books)?.check()?;
        let books = Books::open(&path, &key, KeyProof::Checked, install, books)?;
        Ok(Then { books, _shop: shop })
    }

    /// The file of books in a backup, and their key as it was granted then.
    fn out_of_backup(
        &self,
        books: BooksId,
        from: &From,
        shop: &Workshop,
    ) -> Result<(PathBuf, BooksKey)> {
        let app = self.app();
        let (path, known) = app.backup_to_drill(from.file.as_deref())?;
        let identity = match &from.kit {
            Some(kit) => kit.identity.clone(),
            None => app.drill_identity(known.as_ref())?,
        };
        let teller = Teller::new(app, Task::Drill);
        let unpacked = unpack(&path, &identity, shop, &teller)?;
        let sandbox = Sandbox::open(unpacked, Some(app.inner().keyring.verifying_key()))?;
        let mine = sandbox.shelves.iter().find(|(shelf, _grants)| shelf.id == books);
        let mine = mine.and_then(|(_shelf, grants)| {
            grants.iter().find(|grant| grant.person == self.id() && grant.access == Access::Own)
        });
        let grant = mine.ok_or_else(|| BadBackup::Unsound(taken::NOT_IN_IT.to_owned()))?;
        let key = grants::open_grant(self.identity(), &grant.sealed)
            .map_err(|error| Error::Installation(error.to_string()))?;
        Ok((sandbox.unpacked.path(Part::Books(books)), key))
    }

    /// Both valued as of today.
    fn set_beside(&self, live: &OpenBooks, then: &Books) -> Result<Comparison> {
        let today = self.app().clock().today();
        let now = Arc::new(live.books.read(|view| Wealth::load(view, today, None))?);
        let currency = now.reporting_currency();
        let then = Arc::new(then.read(|view| Wealth::load(view, today, None))?);
        let (then, now) = (Picture::take(then, currency)?, Picture::take(now, currency)?);
        let shelf = self.app().inner().household.read(|view| view.shelf(live.books.id()))?;
        let sum = |picture: &Picture| {
            let whole = Scope::default();
            let amounts = picture.valued(&whole).map(|(_line, value)| Exact::from(value.amount));
            Some(amounts.sum::<Exact>().rounded(currency))
        };
        let (then_by, now_by) = (grouped(&then), grouped(&now));
        Ok(Comparison {
            books: live.books.id(),
            total: ThenNow { name: shelf.title, then: sum(&then), now: sum(&now) },
            accounts: beside(&then_by.0, &now_by.0),
            holdings: beside(&then_by.1, &now_by.1),
        })
    }
}

/// Whether a file begins as sealed ones do; what cannot be read is refused later.
fn is_sealed(file: &Path) -> bool {
    use std::io::Read as _;
    let mut start = [0; 21];
    std::fs::File::open(file).and_then(|mut file| file.read_exact(&mut start)).is_ok()
        && start == *b"age-encryption.org/v1"
}

/// What things are worth, by what tells them apart, each with its name.
type Worth = BTreeMap<String, (String, Money)>;

/// The accounts and the holdings of a picture.
fn grouped(picture: &Picture) -> (Worth, Worth) {
    let mut accounts: BTreeMap<String, (String, Exact)> = BTreeMap::new();
    let mut holdings = Worth::new();
    let whole = Scope::default();
    for (line, value) in picture.valued(&whole) {
        let holding = &line.holding;
        let account = picture.wealth.accounts.get(&holding.account);
        let account = account.map_or_else(String::new, |account| account.name.clone());
        let exact = Exact::from(value.amount);
        let name = format!("{} — {account}", picture.wealth.asset_name(holding.asset));
        holdings.insert(holding.id.to_string(), (name, exact.rounded(picture.currency)));
        let sum =
            accounts.entry(holding.account.to_string()).or_insert_with(|| (account, Exact::ZERO));
        sum.1 = sum.1.plus(exact);
    }
    let accounts = accounts
        .into_iter()
        .map(|(id, (name, sum))| (id, (name, sum.rounded(picture.currency))))
        .collect();
    (accounts, holdings)
}

/// What differs, by name.
fn beside(then: &Worth, now: &Worth) -> Vec<ThenNow> {
    let mut lines = Vec::new();
    for (id, (name, was)) in then {
        let is = now.get(id).map(|(_name, is)| *is);
        if is != Some(*was) {
            lines.push(ThenNow { name: name.clone(), then: Some(*was), now: is });
        }
    }
    for (id, (name, is)) in now {
        if !then.contains_key(id) {
            lines.push(ThenNow { name: name.clone(), then: None, now: Some(*is) });
        }
    }
    lines.sort_by(|one, other| one.name.cmp(&other.name));
    lines
}
