//! Context of every page, such as language, theme, viewer and navigation.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use pecule_app::actors::books_filter::BooksChoice;
use pecule_domain::money::amount::Money;
use pecule_domain::money::currency::Currency;
use rust_decimal::Decimal;

use crate::assets::asset_url;
use crate::request::proxy;
use crate::request::proxy::Scheme;
use crate::text::i18n::{Arg, Lang, t, t_args};
use crate::view::books::{ClosedNotice, InBooks};
use crate::view::navigation::Screen;
use crate::view::scope::Scope;
use crate::view::{chart, date, money, number, share};

/// Colour theme of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// Follows the system.
    #[default]
    Auto,
    Light,
    Dark,
}

impl Theme {
    /// All themes, in the order of the menus.
    pub const ALL: &'static [Self] = &[Self::Auto, Self::Light, Self::Dark];

    /// Returns the stored word.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Finds the theme of a stored word.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|theme| theme.key() == key)
    }

    /// Returns the value of `data-theme`; `None` for `Auto`.
    pub fn chosen(self) -> Option<&'static str> {
        (self != Self::Auto).then(|| self.key())
    }

    /// Returns the value of `<meta name="color-scheme">`.
    pub const fn color_scheme(self) -> &'static str {
        match self {
            Self::Auto => "light dark",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Returns the theme that the button in the bar switches to.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Auto | Self::Light => Self::Dark,
            Self::Dark => Self::Light,
        }
    }
}

/// The signed-in person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    pub name: String,
    pub is_admin: bool,
    /// Whether they have access to any books.
    pub has_books: bool,
}

impl Viewer {
    /// Returns the letter of the avatar.
    pub fn initial(&self) -> String {
        self.name.chars().next().map(|c| c.to_uppercase().to_string()).unwrap_or_default()
    }
}

/// Notification of the last action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// One sentence, already translated.
    pub text: String,
    /// Address of the undo button.
    pub undo: Option<String>,
    /// A failure stays until it is dismissed.
    pub failed: bool,
}

/// Context of a page; page structs have one in their field `page`.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    pub lang: Lang,
    pub theme: Theme,
    /// Already translated into the viewer's language.
    pub title: String,
    /// Active item of the navigation.
    pub here: Option<Screen>,
    /// Path and query; the theme and amount switches return to it.
    pub path: String,
    /// `None` for guests.
    pub viewer: Option<Viewer>,
    /// Whether amounts are replaced by a placeholder.
    pub hides_amounts: bool,
    /// Whether the books hold the demo household.
    pub demo: bool,
    /// Whether single-key shortcuts are on.
    pub shortcuts: bool,
    /// Number of due tasks, shown in the navigation.
    pub tasks_due: usize,
    pub toast: Option<Toast>,
    pub scope: Option<Scope>,
    /// Day of the request.
    pub today: Date,
    pub closed: ClosedNotice,
    /// Books with a damaged file, excluded from all totals.
    pub damaged: Vec<BooksChoice>,
    pub books: InBooks,
    /// Search address of the command palette; `None` limits it to built-in commands.
    pub search: Option<&'static str>,
}

/// Messages used by scripts, embedded in each page.
const SPOKEN_BY_SCRIPTS: &[&str] = &[
    "js-cancel",
    "js-chart-failed",
    "js-copied",
    "js-copy-failed",
    "js-norm-after",
    "js-norm-before",
    "js-norm-change",
    "js-norm-part",
    "js-norm-take",
    "js-norm-title",
    "js-norm-why",
    "js-palette-found",
    "js-palette-go",
    "js-palette-none",
    "js-paste-as",
    "js-paste-hint",
    "js-paste-line",
    "js-paste-new",
    "js-paste-read",
    "js-paste-replace",
    "js-paste-share",
    "js-paste-take",
    "js-paste-text",
    "js-paste-title",
    "js-paste-unknown",
    "js-shares-faulty",
    "js-shares-over",
    "js-shares-unnamed",
];

impl Page {
    /// Whether the viewer is an administrator.
    pub fn runs_household(&self) -> bool {
        self.viewer.as_ref().is_some_and(|viewer| viewer.is_admin)
    }

    /// Whether some damaged books belong to another owner, who has to repair them.
    pub fn any_damaged_of_others(&self) -> bool {
        self.damaged.iter().any(|shelf| !shelf.own)
    }

    /// Returns the titles of the damaged books.
    pub fn damaged_titles(&self) -> String {
        self.damaged.iter().map(|shelf| shelf.title.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// Creates a page for guests, with only language, title and day set.
    pub fn new(lang: Lang, title: impl Into<String>, today: Date) -> Self {
        Self {
            lang,
            theme: Theme::Auto,
            title: title.into(),
            here: None,
            path: "/".to_owned(),
            viewer: None,
            hides_amounts: false,
            demo: false,
            shortcuts: true,
            tasks_due: 0,
            toast: None,
            scope: None,
            today,
            closed: ClosedNotice::default(),
            damaged: Vec::new(),
            books: InBooks::default(),
            search: None,
        }
    }

    /// Returns the path without its query.
    pub fn address(&self) -> &str {
        self.path.split_once('?').map_or(self.path.as_str(), |(path, _query)| path)
    }

    /// Whether the connection is unencrypted and others on the network can read it.
    pub fn is_in_the_clear(&self) -> bool {
        proxy::channel() == Scheme::Clear
    }

    /// Translates a key.
    pub fn t(&self, key: &str) -> String {
        t(self.lang, key)
    }

    /// Translates a key with one argument.
    pub fn t_with(&self, key: &str, name: &str, value: impl Into<Arg>) -> String {
        t_args(self.lang, key, &[(name, value.into())])
    }

    /// Translates a key with arguments.
    pub fn t_args(&self, key: &str, args: &[(&str, Arg)]) -> String {
        t_args(self.lang, key, args)
    }

    /// Translates a member of a closed list: `page.name_of("class", "equity")` is "Actions".
    pub fn name_of(&self, list: &str, key: &str) -> String {
        t(self.lang, &format!("{list}-{key}"))
    }

    /// Returns the address of a static asset.
    pub fn asset(&self, name: &str) -> &'static str {
        asset_url(name)
    }

    /// Formats money to the cent, or hides it.
    pub fn money(&self, value: &Money) -> String {
        self.amount(&value.decimal(), &value.currency)
    }

    /// Formats an amount to the cent, or hides it.
    pub fn amount(&self, value: &Decimal, currency: &Currency) -> String {
        self.unless_hidden(|| money::amount(*value, *currency, self.lang))
    }

    /// Formats an amount in whole units, or hides it.
    pub fn whole(&self, value: &Decimal, currency: &Currency) -> String {
        self.unless_hidden(|| money::whole(*value, *currency, self.lang))
    }

    /// Formats a change with its sign, or hides it.
    pub fn signed(&self, value: &Decimal, currency: &Currency) -> String {
        self.unless_hidden(|| money::signed(*value, *currency, self.lang))
    }

    /// Formats a unit price. Prices are public and are never hidden.
    pub fn price(&self, value: &Decimal, currency: &Currency) -> String {
        money::price(*value, *currency, self.lang)
    }

    /// Formats the main figure in two parts, or hides it.
    pub fn figure(&self, value: &Decimal, currency: &Currency) -> (String, String) {
        if self.hides_amounts {
            return (money::HIDDEN.to_owned(), String::new());
        }
        money::figure(*value, *currency, self.lang)
    }

    /// Formats thousands with one decimal for dense tables, or hides them.
    pub fn thousands(&self, value: &Decimal) -> String {
        self.unless_hidden(|| money::thousands(*value, self.lang))
    }

    /// Formats a quantity with all its decimals, or hides it: together with a price it reveals the
    /// amount.
    pub fn quantity(&self, value: &Decimal) -> String {
        self.unless_hidden(|| number::exact(*value, self.lang))
    }

    /// Formats a size in bytes with its unit.
    pub fn size(&self, bytes: u64) -> String {
        let (unit, number) = number::size(bytes, self.lang);
        self.t_with(unit, "size", number)
    }

    /// Formats a fraction as a percentage with one decimal: `25,1 %`. Fractions are never hidden.
    pub fn percent(&self, fraction: &Decimal) -> String {
        share::percent(*fraction, 1, self.lang)
    }

    /// Formats a fraction as a percentage with all its decimals: `62,37 %`.
    pub fn percent_exact(&self, fraction: &Decimal) -> String {
        share::exact(*fraction, self.lang)
    }

    /// Formats the length of an SVG bar.
    pub fn length(&self, fraction: &Decimal) -> String {
        chart::length(*fraction)
    }

    /// Returns the step 0 to 8 of a heat table's cell.
    pub fn heat(&self, value: &Decimal, greatest: &Decimal) -> u8 {
        chart::heat(*value, *greatest)
    }

    /// Formats a day: `22 novembre 2026`.
    pub fn day(&self, day: &Date) -> String {
        date::long(*day, self.lang)
    }

    /// Formats a day for tables: `22 nov.`, with the year if it is not the current one.
    pub fn day_short(&self, day: &Date) -> String {
        date::near(*day, self.today, self.lang)
    }

    /// Formats a time in the server's time zone: `22 novembre 2026, 17:05`.
    pub fn moment(&self, at: &Timestamp) -> String {
        date::moment(&at.to_zoned(TimeZone::system()), self.lang)
    }

    /// Formats the day of a time in the server's time zone: `22 novembre 2026`.
    pub fn day_of(&self, at: &Timestamp) -> String {
        self.day(&at.to_zoned(TimeZone::system()).date())
    }

    /// Formats a range of days in the server's time zone: `1er juin – 28 juin 2026`.
    pub fn days_of(&self, from: &Timestamp, until: &Timestamp) -> String {
        let day = |at: &Timestamp| at.to_zoned(TimeZone::system()).date();
        date::span(day(from), day(until), self.lang)
    }

    /// Formats the age of a day.
    pub fn age(&self, day: &Date) -> String {
        date::age(*day, self.today, self.lang)
    }

    /// Returns the sign of a change, for `data-sign`.
    pub fn sign(&self, value: &Decimal) -> &'static str {
        if value.is_zero() {
            "0"
        } else if value.is_sign_negative() {
            "-"
        } else {
            "+"
        }
    }

    /// Returns the main navigation; empty without books.
    pub fn main_places(&self) -> Vec<Screen> {
        let has_books = self.viewer.as_ref().is_none_or(|viewer| viewer.has_books);
        if has_books { Screen::MAIN.to_vec() } else { Vec::new() }
    }

    /// Returns the bottom of the navigation.
    pub fn rest_places(&self) -> Vec<Screen> {
        let runs = self.viewer.as_ref().is_some_and(|viewer| viewer.is_admin);
        Screen::REST.iter().copied().filter(|place| runs || !place.is_for_admins()).collect()
    }

    /// Returns the items behind "Plus" on a phone.
    pub fn more_places(&self) -> Vec<Screen> {
        let mut places = self.main_places();
        places.extend(self.rest_places());
        places.retain(|place| !place.on_phone());
        places
    }

    /// Whether this is the active item.
    pub fn is_here(&self, place: &Screen) -> bool {
        self.here == Some(*place)
    }

    /// Returns the messages used by scripts, as JSON for a `<script>`.
    pub fn words(&self) -> String {
        // Scripts fill in these arguments themselves.
        let blanks = ["excess", "left", "lines", "query", "sum"]
            .map(|name| (name, Arg::from(format!("{{{name}}}"))));
        let words: std::collections::BTreeMap<&str, String> =
            SPOKEN_BY_SCRIPTS.iter().map(|key| (*key, self.t_args(key, &blanks))).collect();
        chart::script_json(&words)
    }

    fn unless_hidden(&self, shown: impl FnOnce() -> String) -> String {
        if self.hides_amounts { money::HIDDEN.to_owned() } else { shown() }
    }
}

#[cfg(test)]
mod tests;
