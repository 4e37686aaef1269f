//! Splits lists into pages.

use std::fmt::Display;
use std::str::FromStr;

use pecule_app::{Error, Reason, Result};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Default and maximum page size.
const USUAL: usize = 1_000;
const MOST: usize = 5_000;

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct List<T> {
    pub(crate) items: Vec<T>,
    /// Value of `after` for the next page; null on the last page.
    pub(crate) next: Option<String>,
}

/// Selection of a page.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Slice {
    /// Maximum number of items: 1 to 5000, 1000 by default.
    #[param(minimum = 1, maximum = 5000)]
    limit: Option<usize>,
    /// The `next` of the previous page.
    after: Option<String>,
}

impl<T> List<T> {
    /// Returns a page in ascending key order. Keys grow with time, so pages stay consistent while
    /// records are added.
    pub(crate) fn cut<K>(mut items: Vec<T>, slice: &Slice, key: impl Fn(&T) -> K) -> Result<Self>
    where
        K: Ord + Display + FromStr,
    {
        items.sort_by_key(&key);
        Self::take(items, slice, &key, |item, after| item > after)
    }

    /// Returns a page in descending key order.
    pub(crate) fn cut_back<K>(
        mut items: Vec<T>,
        slice: &Slice,
        key: impl Fn(&T) -> K,
    ) -> Result<Self>
    where
        K: Ord + Display + FromStr,
    {
        items.sort_by_key(|item| std::cmp::Reverse(key(item)));
        Self::take(items, slice, &key, |item, after| item < after)
    }

    fn take<K>(
        mut items: Vec<T>,
        slice: &Slice,
        key: &impl Fn(&T) -> K,
        beyond: impl Fn(&K, &K) -> bool,
    ) -> Result<Self>
    where
        K: Display + FromStr,
    {
        if let Some(after) = &slice.after {
            let after =
                after.parse().map_err(|_bad| Error::invalid("after", Reason::NotUnderstood))?;
            items.retain(|item| beyond(&key(item), &after));
        }
        Self::end(items, slice, key)
    }

    /// Returns a page in the given order, for lists to which records are only added.
    pub(crate) fn follow<K>(mut items: Vec<T>, slice: &Slice, key: impl Fn(&T) -> K) -> Result<Self>
    where
        K: Display,
    {
        if let Some(after) = &slice.after {
            let place = items.iter().position(|item| key(item).to_string() == *after);
            let place = place.ok_or_else(|| Error::invalid("after", Reason::Unknown))?;
            items.drain(..=place);
        }
        Self::end(items, slice, &key)
    }

    fn end<K: Display>(mut items: Vec<T>, slice: &Slice, key: &impl Fn(&T) -> K) -> Result<Self> {
        let limit = slice.limit.unwrap_or(USUAL);
        if limit == 0 || limit > MOST {
            return Err(Error::invalid("limit", Reason::OutOfRange));
        }
        let more = items.len() > limit;
        items.truncate(limit);
        let next = items.last().filter(|_| more).map(|last| key(last).to_string());
        Ok(Self { items, next })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slice(limit: Option<usize>, after: Option<&str>) -> Slice {
        Slice { limit, after: after.map(str::to_owned) }
    }

    #[test]
    fn slices_fit_together() {
        let cut = |limit, after| {
            let list =
                List::cut(vec![3_u32, 1, 2, 5, 4], &slice(limit, after), |item| *item).unwrap();
            (list.items, list.next)
        };
        assert_eq!(cut(None, None), (vec![1, 2, 3, 4, 5], None));
        assert_eq!(cut(Some(2), None), (vec![1, 2], Some("2".into())));
        assert_eq!(cut(Some(2), Some("2")), (vec![3, 4], Some("4".into())));
        assert_eq!(cut(Some(2), Some("4")), (vec![5], None));
        assert_eq!(cut(Some(5), None).1, None);
        assert_eq!(cut(None, Some("9")), (vec![], None));
    }

    #[test]
    fn the_last_may_come_first() {
        let cut = |limit, after| {
            let list =
                List::cut_back(vec![3_u32, 1, 2], &slice(limit, after), |item| *item).unwrap();
            (list.items, list.next)
        };
        assert_eq!(cut(Some(2), None), (vec![3, 2], Some("2".into())));
        assert_eq!(cut(Some(2), Some("2")), (vec![1], None));
    }

    #[test]
    fn an_order_that_is_given_stays() {
        let follow = |limit, after| {
            let list = List::follow(vec![3_u32, 1, 2], &slice(limit, after), |item| *item).unwrap();
            (list.items, list.next)
        };
        assert_eq!(follow(Some(2), None), (vec![3, 1], Some("1".into())));
        assert_eq!(follow(Some(2), Some("1")), (vec![2], None));
        assert!(List::follow(vec![3_u32], &slice(None, Some("9")), |item| *item).is_err());
    }

    #[test]
    fn a_slice_that_cannot_be_cut_is_refused() {
        for bad in [slice(Some(0), None), slice(Some(5_001), None), slice(None, Some("x"))] {
            assert!(List::cut(vec![1_u32], &bad, |item| *item).is_err(), "{bad:?}");
        }
    }
}
