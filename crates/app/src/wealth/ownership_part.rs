//! The part of a joint set of books that a person owns.

use pecule_domain::id::PersonId;
use pecule_domain::money::amount::Amount;
use pecule_domain::money::amount::Money;
use pecule_domain::money::apportion::Exact;
use pecule_domain::money::apportion::apportion;
use pecule_domain::money::currency::Currency;
use pecule_domain::money::share::Share;
use rust_decimal::Decimal;

/// One owner's part of joint books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OwnershipPart {
    /// Shares of the owners in the order of their identities, then the part outside the household.
    shares: Vec<Share>,
    /// Index of this owner's share.
    place: usize,
}

impl OwnershipPart {
    /// Returns the part of one owner; `None` for a sole owner.
    pub(crate) fn of(owners: &[(PersonId, Share)], whose: PersonId) -> Option<Self> {
        let place = owners.iter().position(|(owner, _)| *owner == whose)?;
        let mut shares: Vec<Share> = owners.iter().map(|(_, share)| *share).collect();
        if shares.get(place) == Some(&Share::WHOLE) {
            return None;
        }
        // Shares read from a file may exceed one; the rest is then 0.
        shares.push(Share::sum(shares.iter().copied()).map_or(Share::NONE, Share::rest));
        Some(Self { shares, place })
    }

    /// The owner's share.
    pub(crate) fn share(&self) -> Share {
        self.shares.get(self.place).copied().unwrap_or_default()
    }

    /// Returns the part of a sum that was rounded to `total`; the parts of all owners add up to
    /// `total`.
    pub(crate) fn part(&self, exact: Exact, total: Money) -> Money {
        let parts: Vec<Exact> = self.shares.iter().map(|share| exact.share(*share)).collect();
        let zero = Money::zero(total.currency);
        apportion(&parts, total).get(self.place).copied().unwrap_or(zero)
    }

    pub(crate) fn part_of(&self, number: Decimal, currency: Currency) -> Decimal {
        let Ok(amount) = Amount::from_decimal(number) else { return Decimal::ZERO };
        let exact = Exact::from(amount);
        self.part(exact, exact.rounded(currency)).decimal()
    }
}
