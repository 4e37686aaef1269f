//! Reads what one source file declares, imports and names by paths.

use std::collections::BTreeSet;

use super::rust_source::{Kind, Token, group_end, tokens, without_tests};
use super::use_tree::{Leaf, read_use};

/// The path of a module inside its crate; empty for `lib.rs` and `main.rs`.
pub(super) type ModulePath = Vec<String>;

/// What one file declares.
#[derive(Debug, Default)]
pub(super) struct Module {
    /// Submodules in files of their own.
    pub(super) children: BTreeSet<String>,
    /// Items at the top of the file.
    pub(super) defines: BTreeSet<String>,
    /// Macros that are reached from the root of the crate.
    pub(super) exported_macros: BTreeSet<String>,
    pub(super) uses: Vec<Use>,
    /// Paths in code, each with the module in which it stands.
    pub(super) paths: Vec<(ModulePath, Vec<String>)>,
}

/// One leaf of a `use` declaration.
#[derive(Debug)]
pub(super) struct Use {
    pub(super) public: bool,
    /// The module in which it stands: the file's or an inline one.
    pub(super) base: ModulePath,
    pub(super) leaf: Leaf,
}

impl Module {
    /// Reads the text of a file, without the items of tests.
    pub(super) fn parse(text: &str, path: &ModulePath) -> Self {
        let tokens = without_tests(&tokens(text));
        let mut parser = Parser {
            tokens: &tokens,
            path,
            module: Self::default(),
            inline: Vec::new(),
            depth: 0,
            public: false,
        };
        let mut at = 0;
        while at < tokens.len() {
            at = parser.step(at);
        }
        parser.module
    }
}

/// Reads one file.
struct Parser<'t, 'a> {
    tokens: &'t [Token<'a>],
    path: &'t ModulePath,
    module: Module,
    /// Inline modules around the present token, each with the depth outside of its braces.
    inline: Vec<(String, usize)>,
    depth: usize,
    /// Whether `pub` stands before the present token.
    public: bool,
}

impl Parser<'_, '_> {
    /// Reads the token at a place with what belongs to it, and returns the place after them.
    fn step(&mut self, at: usize) -> usize {
        let token = self.tokens[at];
        let next = self.tokens.get(at + 1);
        let public = self.public;
        self.public = token.is_name("pub");
        match (token.kind, token.text) {
            (Kind::Name, "pub") => return group_end(self.tokens, at + 1),
            (Kind::Name, "use") if next.is_some_and(|next| next.kind == Kind::Name) => {
                let (leaves, end) = read_use(self.tokens, at + 1);
                let base = self.base();
                let use_of = |leaf| Use { public, base: base.clone(), leaf };
                self.module.uses.extend(leaves.into_iter().map(use_of));
                return end;
            }
            (Kind::Name, "mod") => self.declaration(at),
            (Kind::Name, _) => {
                if self.depth == 0 {
                    self.module.defines.extend(defined(self.tokens, at).map(str::to_owned));
                }
                let (segments, end) = path_at(self.tokens, at);
                self.add_path(segments);
                return end;
            }
            (Kind::Literal, text) => self.path_in_attribute(text),
            (Kind::Mark, "#") => self.macro_export(at),
            (Kind::Mark, "{") => self.depth += 1,
            (Kind::Mark, "}") => {
                self.depth = self.depth.saturating_sub(1);
                if self.inline.last().is_some_and(|(_name, outside)| *outside == self.depth) {
                    self.inline.pop();
                }
            }
            _ => {}
        }
        at + 1
    }

    /// Returns the module around the present token.
    fn base(&self) -> ModulePath {
        let inline = self.inline.iter().map(|(name, _outside)| name.clone());
        self.path.iter().cloned().chain(inline).collect()
    }

    /// Reads `mod name;` or the start of `mod name {`.
    fn declaration(&mut self, at: usize) {
        let (Some(name), Some(after)) = (self.tokens.get(at + 1), self.tokens.get(at + 2)) else {
            return;
        };
        if after.is_mark(";") && self.depth == 0 {
            self.module.children.insert(name.text.to_owned());
        } else if after.is_mark("{") {
            self.inline.push((name.text.to_owned(), self.depth));
        }
    }

    fn add_path(&mut self, segments: Vec<String>) {
        if segments.len() > 1 {
            self.module.paths.push((self.base(), segments));
        }
    }

    /// Reads a path in quotes, such as `#[serde(default = "crate::a::b")]`.
    fn path_in_attribute(&mut self, literal: &str) {
        let text = literal.trim_matches('"');
        if text.starts_with("crate::") || text.starts_with("super::") || text.starts_with("self::")
        {
            let quoted = tokens(text);
            let (segments, _end) = path_at(&quoted, 0);
            self.add_path(segments);
        }
    }

    /// Reads `#[macro_export]`, with other attributes, before a macro.
    fn macro_export(&mut self, at: usize) {
        let mut end = group_end(self.tokens, at + 1);
        if !self.tokens[at..end.max(at)].iter().any(|token| token.is_name("macro_export")) {
            return;
        }
        while self.tokens.get(end).is_some_and(|token| token.is_mark("#")) {
            end = group_end(self.tokens, end + 1);
        }
        let name = self.tokens.get(end + 2).filter(|_name| self.tokens[end].is_name("macro_rules"));
        self.module.exported_macros.extend(name.map(|name| name.text.to_owned()));
    }
}

/// Returns the name that an item keyword at this place defines.
fn defined<'a>(tokens: &[Token<'a>], at: usize) -> Option<&'a str> {
    let item = ["const", "enum", "fn", "static", "struct", "trait", "type", "union"];
    let skipped = if tokens[at].is_name("macro_rules") {
        1
    } else if item.contains(&tokens[at].text) {
        0
    } else {
        return None;
    };
    let name = tokens.get(at + 1 + skipped)?;
    (name.kind == Kind::Name).then_some(name.text)
}

/// Reads `a::b::c`, and returns the place after it.
fn path_at(tokens: &[Token<'_>], start: usize) -> (Vec<String>, usize) {
    let before = start.checked_sub(1).and_then(|place| tokens.get(place));
    let continued = before.is_some_and(|before| {
        before.kind == Kind::Separator || before.is_mark(".") || before.is_mark("$")
    });
    let mut segments = vec![tokens[start].text.to_owned()];
    let mut at = start + 1;
    while tokens.get(at).is_some_and(|token| token.kind == Kind::Separator)
        && let Some(name) = tokens.get(at + 1).filter(|token| token.kind == Kind::Name)
    {
        segments.push(name.text.to_owned());
        at += 2;
    }
    if continued { (Vec::new(), at) } else { (segments, at) }
}
