//! Reads JSON with all digits of numbers and the line of each value.

use std::collections::BTreeMap;

use pecule_domain::Decimal;
use serde_json::value::RawValue;

use crate::problem::{Problem, ProblemKind};
use crate::problems::problem;
use crate::{decimal, encoding};

/// A well-formed JSON file.
#[derive(Debug)]
pub(crate) struct Document {
    text: String,
    /// The end of each line, in bytes.
    ends: Vec<usize>,
}

/// A value in a file, parsed on access, so that depth and size of unused values cost nothing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Json<'a> {
    raw: &'a str,
    document: &'a Document,
}

/// The fields of an object; for a duplicate name, the last one counts.
#[derive(Debug, Default)]
pub(crate) struct Fields<'a>(BTreeMap<String, Json<'a>>);

impl Document {
    /// Checks that the bytes are one JSON value.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Problem> {
        let text = encoding::decode(bytes)?;
        if let Err(error) = serde_json::from_str::<&RawValue>(&text) {
            return Err(problem(Some(error.line().max(1)), None, "", ProblemKind::NotJson));
        }
        let ends = text.match_indices('\n').map(|(place, _)| place).collect();
        Ok(Self { text, ends })
    }

    /// Returns the outermost value.
    pub(crate) fn root(&self) -> Json<'_> {
        Json { raw: self.text.trim(), document: self }
    }
}

impl<'a> Json<'a> {
    /// Returns the position of the value in the file, in bytes.
    fn offset(self) -> usize {
        self.raw.as_ptr().addr().saturating_sub(self.document.text.as_ptr().addr())
    }

    /// Returns the line on which the value begins, from 1.
    pub(crate) fn line(self) -> usize {
        let offset = self.offset();
        self.document.ends.partition_point(|end| *end < offset) + 1
    }

    /// Returns the elements; `None` if this is not a list.
    pub(crate) fn items(self) -> Option<Vec<Self>> {
        let items: Vec<&'a RawValue> = serde_json::from_str(self.raw).ok()?;
        Some(items.into_iter().map(|item| self.inside(item)).collect())
    }

    /// Returns the fields; `None` if this is not an object.
    pub(crate) fn fields(self) -> Option<Fields<'a>> {
        let fields: BTreeMap<String, &'a RawValue> = serde_json::from_str(self.raw).ok()?;
        let fields = fields.into_iter().map(|(name, value)| (name, self.inside(value)));
        Some(Fields(fields.collect()))
    }

    fn inside(self, raw: &'a RawValue) -> Self {
        Self { raw: raw.get(), document: self.document }
    }

    /// Returns whether this is `null` or an empty text, list or object.
    pub(crate) fn is_empty(self) -> bool {
        match self.raw {
            "null" | "\"\"" => true,
            raw if raw.starts_with('[') => self.items().is_none_or(|items| items.is_empty()),
            raw if raw.starts_with('{') => self.fields().is_none_or(|fields| fields.0.is_empty()),
            _ => false,
        }
    }

    /// Returns whether this is a list.
    pub(crate) fn is_list(self) -> bool {
        self.raw.starts_with('[')
    }

    /// Returns whether this is an object.
    pub(crate) fn is_object(self) -> bool {
        self.raw.starts_with('{')
    }

    /// Returns whether this is `true`, or a text or number with that meaning.
    pub(crate) fn is_true(self) -> bool {
        matches!(self.plain().as_deref(), Some("true" | "True" | "1" | "oui" | "yes"))
    }

    /// Returns a trimmed text, or a number or boolean as written; `None` otherwise.
    pub(crate) fn plain(self) -> Option<String> {
        match self.raw.chars().next()? {
            '"' => serde_json::from_str::<String>(self.raw).ok().map(|text| text.trim().to_owned()),
            '[' | '{' | 'n' => None,
            _ => Some(self.raw.to_owned()),
        }
    }

    /// Returns a number, or a text that contains one, with every digit.
    pub(crate) fn number(self) -> Option<Decimal> {
        decimal::number(&self.plain()?)
    }
}

impl<'a> Fields<'a> {
    /// Returns the first of these fields that is not empty.
    pub(crate) fn find(&self, names: &[&str]) -> Option<Json<'a>> {
        names.iter().filter_map(|name| self.0.get(*name).copied()).find(|value| !value.is_empty())
    }

    /// Returns the first of these fields that is not empty, as text.
    pub(crate) fn plain(&self, names: &[&str]) -> Option<String> {
        self.find(names)?.plain().filter(|text| !text.is_empty())
    }

    /// Returns all fields, in the order of the file.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, Json<'a>)> {
        let mut fields: Vec<_> =
            self.0.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        fields.sort_by_key(|(_, value)| value.offset());
        fields.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_know_their_line_and_keep_their_digits() {
        let document =
            Document::read(b"{\n \"b\": [1,\n 48.0],\n \"a\": {\"x\": \" t \"}\n}").unwrap();
        let fields = document.root().fields().unwrap();
        let names: Vec<&str> = fields.iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["b", "a"]);
        let items = fields.find(&["c", "b"]).unwrap().items().unwrap();
        assert_eq!((items[1].line(), items[1].plain().unwrap().as_str()), (3, "48.0"));
        assert_eq!(fields.find(&["a"]).unwrap().fields().unwrap().plain(&["x"]).unwrap(), "t");
    }

    #[test]
    fn a_broken_file_says_on_which_line() {
        let broken = Document::read(b"{\n \"a\": NaN\n}").unwrap_err();
        assert_eq!((broken.line, broken.why), (Some(2), ProblemKind::NotJson));
        assert!(Document::read(b"").is_err());
        let deep = vec![b'['; 1_000_000];
        assert!(Document::read(&deep).is_err());
        let mut closed = deep;
        closed.extend(vec![b']'; 1_000_000]);
        assert_eq!(Document::read(&closed).unwrap().root().items().unwrap().len(), 1);
    }
}
