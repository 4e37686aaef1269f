//! Searches assets, accounts and banks by name, for the command palette (Ctrl K).

use axum::Json;
use axum::extract::Query;
use axum::response::{IntoResponse as _, Response};
use pecule_app::actors::books_filter::{BooksQuery, BooksScope};
use pecule_app::wealth::portfolio::Portfolio;
use pecule_app::{Error, Person, Result};
use pecule_domain::portfolio::country::fold;
use serde::{Deserialize, Serialize};

use crate::error::ApiError;
use crate::request::visit::SignedIn;
use crate::text::i18n::{Lang, t, t_args};

/// Maximum number of results.
const MOST: usize = 12;

/// Query of a search.
#[derive(Debug, Default, Deserialize)]
pub struct SearchQuery {
    #[serde(default)]
    q: String,
}

/// A search result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct SearchHit {
    label: String,
    href: String,
    note: String,
    icon: &'static str,
}

/// Returns records whose name or identifier matches.
pub async fn find(visit: SignedIn, Query(asked): Query<SearchQuery>) -> Response {
    let (person, lang) = (visit.person, visit.lang);
    let found = visit.site.run(move |_| found(&person, &asked.q, lang));
    match found.await {
        Ok(found) => Json(found).into_response(),
        Err(error) => ApiError(error).into_response(),
    }
}

/// Searches all books that the person may open, then lists those that could not be searched.
fn found(person: &Person, asked: &str, lang: Lang) -> Result<Vec<SearchHit>> {
    let seek = BooksQuery { scope: BooksScope::Household, ..BooksQuery::default() };
    let whole = person.member_at(&seek).and_then(|member| member.picture(None));
    let picture = match whole {
        Err(Error::Installation(_)) => match person.member_beside_damage(&seek) {
            Ok(member) => member.picture(None)?,
            Err(Error::Installation(_)) => return unsearched(person, lang),
            Err(other) => return Err(other),
        },
        whole => return Ok(search(&whole?.wealth, asked, lang)),
    };
    let mut found = search(&picture.wealth, asked, lang);
    found.extend(unsearched(person, lang)?);
    Ok(found)
}

/// Lists the damaged books, with links to their repair.
fn unsearched(person: &Person, lang: Lang) -> Result<Vec<SearchHit>> {
    let damaged = person.damaged_books(BooksScope::Household)?.into_iter();
    let named = damaged.map(|shelf| SearchHit {
        label: t_args(lang, "search-damaged", &[("title", shelf.title.as_str().into())]),
        href: if shelf.own { format!("/books/{}/backup", shelf.id) } else { "/books".to_owned() },
        note: String::new(),
        icon: "circle-alert",
    });
    Ok(named.collect())
}

/// Returns the matches, names that start with the query first.
fn search(wealth: &Portfolio, asked: &str, lang: Lang) -> Vec<SearchHit> {
    let wanted = fold(asked.trim());
    if wanted.is_empty() {
        return Vec::new();
    }
    let assets = wealth.assets.values().filter_map(|asset| {
        let isin = asset.isin.map(|isin| isin.to_string()).unwrap_or_default();
        let rank =
            rank(&wanted, &[&asset.name, &isin, asset.ticker.as_deref().unwrap_or_default()])?;
        let note = t(lang, &format!("kind-{}", asset.kind.key()));
        let href = format!("/assets/{}", asset.id);
        Some((rank, SearchHit { label: asset.name.clone(), href, note, icon: "layers" }))
    });
    let accounts = wealth.accounts.values().filter_map(|account| {
        let rank = rank(&wanted, &[&account.name])?;
        let note =
            wealth.banks.get(&account.bank).map(|bank| bank.name.clone()).unwrap_or_default();
        let href = format!("/accounts/{}", account.id);
        Some((rank, SearchHit { label: account.name.clone(), href, note, icon: "wallet" }))
    });
    let banks = wealth.banks.values().filter_map(|bank| {
        let rank = rank(&wanted, &[&bank.name])?;
        let href = format!("/banks/{}/edit", bank.id);
        Some((
            rank,
            SearchHit { label: bank.name.clone(), href, note: t(lang, "bank"), icon: "landmark" },
        ))
    });
    let mut found: Vec<(usize, SearchHit)> = assets.chain(accounts).chain(banks).collect();
    found.sort_by(|(rank, one), (other_rank, other)| {
        rank.cmp(other_rank).then_with(|| one.label.cmp(&other.label))
    });
    found.into_iter().map(|(_, found)| found).take(MOST).collect()
}

/// Ranks a match: at the start of the name, at the start of a word, anywhere.
fn rank(wanted: &str, names: &[&str]) -> Option<usize> {
    let near = |name: &&str| {
        let name = fold(name);
        let place = name.find(wanted)?;
        let word =
            name.get(..place)?.chars().next_back().is_none_or(|before| !before.is_alphanumeric());
        Some(if place == 0 {
            0
        } else if word {
            1
        } else {
            2
        })
    };
    names.iter().filter_map(near).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_begin_so_come_first() {
        assert_eq!(rank("liv", &["Livret A"]), Some(0));
        assert_eq!(rank("liv", &["Autre livret"]), Some(1));
        assert_eq!(rank("liv", &["Olive", "FR0000000000"]), Some(2));
        assert_eq!(rank("liv", &["PEA"]), None);
    }

    #[test]
    fn accents_and_capitals_do_not_matter() {
        assert_eq!(rank(&fold("ÉPARGNE d'été"), &["Plan d’Épargne", "Épargne d’Été"]), Some(0));
    }
}
