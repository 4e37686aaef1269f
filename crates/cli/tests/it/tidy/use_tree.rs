//! Reads the tree of a `use` declaration.

use super::rust_source::{Kind, Token};

/// One name, or all names of a module, that a `use` declaration brings into scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Leaf {
    pub(super) segments: Vec<String>,
    pub(super) alias: Option<String>,
    pub(super) glob: bool,
}

impl Leaf {
    /// Returns the name that is brought into scope.
    pub(super) fn name(&self) -> &str {
        self.alias.as_deref().or(self.segments.last().map(String::as_str)).unwrap_or("")
    }
}

/// Reads the leaves from the token after `use`, and returns them with the place of the `;`.
pub(super) fn read_use(tokens: &[Token<'_>], start: usize) -> (Vec<Leaf>, usize) {
    let mut reader = Reader { tokens, at: start, leaves: Vec::new() };
    reader.tree(Vec::new());
    (reader.leaves, reader.at)
}

struct Reader<'t, 'a> {
    tokens: &'t [Token<'a>],
    at: usize,
    leaves: Vec<Leaf>,
}

impl Reader<'_, '_> {
    fn tree(&mut self, mut segments: Vec<String>) {
        while let Some(token) = self.tokens.get(self.at).copied() {
            if token.is_mark("{") {
                self.branches(&segments);
                return;
            }
            if token.is_mark("*") {
                self.at += 1;
                self.leaves.push(Leaf { segments, alias: None, glob: true });
                return;
            }
            if token.is_name("as") {
                let alias = self.tokens.get(self.at + 1).map(|token| token.text.to_owned());
                self.at += 2;
                self.leaf(segments, alias);
                return;
            }
            match token.kind {
                Kind::Name => segments.push(token.text.to_owned()),
                Kind::Separator => {}
                Kind::Mark | Kind::Literal | Kind::Doc | Kind::InnerDoc => break,
            }
            self.at += 1;
        }
        self.leaf(segments, None);
    }

    /// Reads `{…}` after a prefix.
    fn branches(&mut self, prefix: &[String]) {
        self.at += 1;
        while let Some(token) = self.tokens.get(self.at) {
            if token.is_mark("}") {
                self.at += 1;
                return;
            }
            if token.is_mark(",") {
                self.at += 1;
                continue;
            }
            let before = self.at;
            self.tree(prefix.to_vec());
            if self.at == before {
                return;
            }
        }
    }

    fn leaf(&mut self, mut segments: Vec<String>, alias: Option<String>) {
        if segments.len() > 1 && segments.last().is_some_and(|last| last == "self") {
            segments.pop();
        }
        if !segments.is_empty() {
            self.leaves.push(Leaf { segments, alias, glob: false });
        }
    }
}

#[test]
fn a_use_tree_has_a_leaf_for_each_name() {
    let tokens = super::rust_source::tokens("a::{self, b::{C, D as E}, f::*};");
    let (leaves, end) = read_use(&tokens, 0);
    let read: Vec<String> = leaves
        .iter()
        .map(|leaf| format!("{} {} {}", leaf.segments.join("::"), leaf.name(), leaf.glob))
        .collect();
    assert_eq!(read, ["a a false", "a::b::C C false", "a::b::D E false", "a::f f true"]);
    assert!(tokens[end].is_mark(";"));
}
