//! Splits Rust source text into tokens, and leaves out the items of tests.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// An identifier or keyword, without `r#`.
    Name,
    /// `::`
    Separator,
    /// Any other single character.
    Mark,
    /// A string, character, number or lifetime.
    Literal,
    /// A line of `///`.
    Doc,
    /// A line of `//!`.
    InnerDoc,
}

/// A token with its line, counted from 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
    pub(super) line: usize,
}

impl Token<'_> {
    pub(super) fn is_name(&self, text: &str) -> bool {
        self.kind == Kind::Name && self.text == text
    }

    pub(super) fn is_mark(&self, text: &str) -> bool {
        self.kind == Kind::Mark && self.text == text
    }
}

/// Returns the tokens of a file. Comments that are not documentation are left out.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut lexer = Lexer { rest: text, line: 1 };
    let mut tokens = Vec::new();
    while !lexer.rest.is_empty() {
        tokens.extend(lexer.step());
    }
    tokens
}

struct Lexer<'a> {
    rest: &'a str,
    line: usize,
}

impl<'a> Lexer<'a> {
    fn take(&mut self, bytes: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(bytes);
        self.line += taken.matches('\n').count();
        self.rest = rest;
        taken
    }

    fn token(&mut self, kind: Kind, bytes: usize) -> Token<'a> {
        let line = self.line;
        Token { kind, text: self.take(bytes), line }
    }

    /// Takes what comes next: blanks, a comment or a token.
    fn step(&mut self) -> Option<Token<'a>> {
        let rest = self.rest;
        let first = rest.chars().next()?;
        if first.is_whitespace() {
            self.take(length_of(rest, char::is_whitespace));
            return None;
        }
        if rest.starts_with("/*") {
            self.take(block_comment_length(rest));
            return None;
        }
        if rest.starts_with("//") {
            let kind = comment_kind(rest);
            let comment = self.token(Kind::Doc, length_of(rest, |letter| letter != '\n'));
            return kind.map(|kind| Token { kind, ..comment });
        }
        Some(self.code(first))
    }

    /// Takes a token of code, which begins with this character.
    fn code(&mut self, first: char) -> Token<'a> {
        let rest = self.rest;
        if let Some(bytes) = string_length(rest) {
            self.token(Kind::Literal, bytes)
        } else if first == '\'' {
            self.token(Kind::Literal, character_length(rest))
        } else if first.is_numeric() {
            self.token(Kind::Literal, length_of(rest, is_part_of_name))
        } else if is_part_of_name(first) {
            if rest.starts_with("r#") {
                self.take(2);
            }
            self.token(Kind::Name, length_of(self.rest, is_part_of_name))
        } else if rest.starts_with("::") {
            self.token(Kind::Separator, 2)
        } else {
            self.token(Kind::Mark, first.len_utf8())
        }
    }
}

fn is_part_of_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

fn length_of(text: &str, wanted: impl Fn(char) -> bool) -> usize {
    text.find(|letter| !wanted(letter)).unwrap_or(text.len())
}

/// Returns the kind of documentation, or `None` for an ordinary comment.
fn comment_kind(text: &str) -> Option<Kind> {
    if text.starts_with("//!") {
        Some(Kind::InnerDoc)
    } else if text.starts_with("///") && !text.starts_with("////") {
        Some(Kind::Doc)
    } else {
        None
    }
}

/// Returns the length of a block comment, which may hold others.
fn block_comment_length(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        if rest.is_empty() {
            break;
        }
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// Returns the length of the string literal at the start of a text, with its prefix.
fn string_length(text: &str) -> Option<usize> {
    let prefix = text.find(|letter| !matches!(letter, 'b' | 'c' | 'r'))?;
    let (letters, quoted) = text.split_at(prefix);
    if !["", "b", "c", "r", "br", "cr"].contains(&letters) {
        return None;
    }
    if letters.ends_with('r') {
        let hashes = quoted.find(|letter| letter != '#')?;
        let body = quoted.split_at(hashes).1.strip_prefix('"')?;
        let end = format!("\"{}", "#".repeat(hashes));
        return Some(prefix + hashes + 1 + body.find(&end)? + end.len());
    }
    let body = quoted.strip_prefix('"')?;
    Some(prefix + 1 + closing(body, '"')? + 1)
}

/// Returns the place of the first `end` that no backslash precedes.
fn closing(body: &str, end: char) -> Option<usize> {
    let mut escaped = false;
    for (place, letter) in body.char_indices() {
        if escaped {
            escaped = false;
        } else if letter == '\\' {
            escaped = true;
        } else if letter == end {
            return Some(place);
        }
    }
    None
}

/// Returns the length of the character literal or the lifetime at the start of a text.
fn character_length(text: &str) -> usize {
    let body = text.strip_prefix('\'').unwrap_or(text);
    let mut letters = body.chars();
    let first = letters.next();
    if first == Some('\\') || letters.next() == Some('\'') {
        return closing(body, '\'').map_or(text.len(), |place| place + 2);
    }
    1 + length_of(body, is_part_of_name)
}

/// Returns the tokens without the items that only tests compile.
pub(super) fn without_tests<'a>(tokens: &[Token<'a>]) -> Vec<Token<'a>> {
    let mut kept: Vec<Token<'a>> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let end = if token.is_mark("#") { group_end(tokens, at + 1) } else { at + 1 };
        if is_test_attribute(&tokens[at + 1..end]) {
            // The documentation of the item goes with it.
            while kept.last().is_some_and(|last| last.kind == Kind::Doc) {
                kept.pop();
            }
            at = item_end(tokens, end);
        } else {
            kept.push(*token);
            at += 1;
        }
    }
    kept
}

/// Tells whether `[cfg(…)]` asks for `test`.
fn is_test_attribute(group: &[Token<'_>]) -> bool {
    let named = |text: &str| group.iter().any(|token| token.is_name(text));
    group.get(1).is_some_and(|token| token.is_name("cfg"))
        && named("test")
        && !named("not")
        && !named("any")
}

/// Returns the place after the group of brackets that begins at `start`; `start` if none begins there.
pub(super) fn group_end(tokens: &[Token<'_>], start: usize) -> usize {
    let mut depth = 0_usize;
    for (place, token) in tokens.iter().enumerate().skip(start) {
        if token.kind == Kind::Mark && matches!(token.text, "(" | "[" | "{") {
            depth += 1;
        } else if token.kind == Kind::Mark && matches!(token.text, ")" | "]" | "}") {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return place + 1;
            }
        } else if depth == 0 {
            return start;
        }
    }
    tokens.len().max(start)
}

/// The keywords that begin an item; what begins otherwise is a field, a variant or an arm.
const ITEM_KEYWORDS: &[&str] = &[
    "async",
    "const",
    "enum",
    "extern",
    "fn",
    "impl",
    "let",
    "macro_rules",
    "mod",
    "pub",
    "static",
    "struct",
    "trait",
    "type",
    "unsafe",
    "use",
];

/// Returns the place after the item that follows an attribute.
fn item_end(tokens: &[Token<'_>], start: usize) -> usize {
    let mut at = start;
    while tokens.get(at).is_some_and(|token| token.is_mark("#") || token.kind == Kind::Doc) {
        at = if tokens[at].is_mark("#") { group_end(tokens, at + 1) } else { at + 1 };
    }
    let item = tokens
        .get(at)
        .is_some_and(|token| token.kind == Kind::Name && ITEM_KEYWORDS.contains(&token.text));
    while let Some(token) = tokens.get(at) {
        if token.is_mark(";") || (token.is_mark(",") && !item) {
            return at + 1;
        }
        if token.is_mark("}") || token.is_mark(")") || token.is_mark("]") {
            return at;
        }
        let end = group_end(tokens, at);
        if end > at && token.is_mark("{") {
            return end;
        }
        at = end.max(at + 1);
    }
    at
}

#[test]
fn strings_comments_and_tests_are_no_code() {
    let text = r##"
        /// A documented function.
        fn a(x: &'static str) -> char { b("fn // \" c", r#"" d"#, 'e', '\'') /* f /* g */ */ }
        #[cfg(test)]
        mod tests { fn h() { i("}") } }
        #[cfg(all(test, unix))]
        use j::k;
        struct L { #[cfg(test)] m: N, o: P } // q
    "##;
    let names: Vec<&str> = without_tests(&tokens(text))
        .iter()
        .filter(|token| token.kind == Kind::Name)
        .map(|token| token.text)
        .collect();
    assert_eq!(names, ["fn", "a", "x", "str", "char", "b", "struct", "L", "o", "P"]);
}
