//! Writes what many pages have: the frame around them (head, navigation, bar, notices, palette, foot), fields, icons.
//!
//! Each part is a template of its own. Included or a macro, it would be compiled again wherever it stands: that was most of
//! the time that this crate takes to compile. `HtmlSafe` says that a part has escaped its own values already.

use askama::Template;
use askama::filters::HtmlSafe;

use crate::view::field::Field;
use crate::view::page::Page;

/// Declares a part of the frame: its template, which knows the page, and the method of the page that gives it.
macro_rules! part {
    ($(#[$text:meta])* $name:ident, $method:ident, $path:literal) => {
        $(#[$text])*
        #[derive(Debug, Template)]
        #[template(path = $path)]
        pub struct $name<'a> {
            page: &'a Page,
        }

        impl HtmlSafe for $name<'_> {}

        impl Page {
            $(#[$text])*
            pub fn $method(&self) -> $name<'_> {
                $name { page: self }
            }
        }
    };
}

part!(
    /// What the browser reads first: title, styles, script.
    Head, frame_head, "layout/_head.html"
);
part!(
    /// The warning that this page came without encryption.
    Clear, frame_clear, "layout/_clear.html"
);
part!(
    /// The navigation at the side.
    Nav, frame_nav, "layout/_nav.html"
);
part!(
    /// The scope and the tools at the top.
    Bar, frame_bar, "layout/_bar.html"
);
part!(
    /// Notices of files that take no changes or are damaged.
    Closed, frame_closed, "layout/_closed.html"
);
part!(
    /// The places that a phone shows behind a button.
    More, frame_more, "layout/_more.html"
);
part!(
    /// The command palette and the list of keys.
    Palette, frame_palette, "layout/_palette.html"
);
part!(
    /// Short messages, and the texts that scripts need.
    Foot, frame_foot, "layout/_foot.html"
);

/// A drawing of the set of icons.
#[derive(Debug, Template)]
#[template(path = "parts/_icon.html")]
pub struct Icon<'a> {
    page: &'a Page,
    name: &'a str,
    tone: &'a str,
}

/// A field with its label, hint and error.
#[derive(Debug, Template)]
#[template(path = "parts/_field.html")]
pub struct Labelled<'a> {
    page: &'a Page,
    f: &'a Field,
}

impl HtmlSafe for Icon<'_> {}
impl HtmlSafe for Labelled<'_> {}

impl Page {
    /// A drawing of the set of icons; the tone may be empty.
    pub fn icon<'a>(&'a self, name: &'a str, tone: &'a str) -> Icon<'a> {
        Icon { page: self, name, tone }
    }

    /// A field with its label, hint and error.
    pub fn field<'a>(&'a self, field: &'a Field) -> Labelled<'a> {
        Labelled { page: self, f: field }
    }
}
