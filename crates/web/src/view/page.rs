//! What every page carries: language, theme, who looks, where one is, what has just been done.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use pecule_app::books::selection::ShelfLine;
use pecule_domain::money::amount::Money;
use pecule_domain::money::currency::Currency;
use rust_decimal::Decimal;

use crate::assets::asset_url;
use crate::request::proxy;
use crate::request::proxy::Channel;
use crate::text::i18n::{Arg, Lang, t, t_args};
use crate::view::books::{Closed, InBooks};
use crate::view::navigation::Place;
use crate::view::scope::Scope;
use crate::view::{chart, date, money, number, share};

/// Light, dark, or as the machine is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the machine is set.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// Every theme, in the order in which they are offered.
    pub const ALL: &'static [Self] = &[Self::Auto, Self::Light, Self::Dark];

    /// The word that forms and files use.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of a word.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|theme| theme.key() == key)
    }

    /// The theme that was chosen, for `data-theme`; none leaves it to the machine.
    pub fn chosen(self) -> Option<&'static str> {
        (self != Self::Auto).then(|| self.key())
    }

    /// The value of `<meta name="color-scheme">`.
    pub const fn color_scheme(self) -> &'static str {
        match self {
            Self::Auto => "light dark",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme that the button in the bar leads to.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Auto | Self::Light => Self::Dark,
            Self::Dark => Self::Light,
        }
    }
}

/// Who looks at the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    /// Their name.
    pub name: String,
    /// Whether they run the household.
    pub is_admin: bool,
    /// Whether there are books that they may open.
    pub has_books: bool,
}

impl Viewer {
    /// The letter in their circle.
    pub fn initial(&self) -> String {
        self.name.chars().next().map(|c| c.to_uppercase().to_string()).unwrap_or_default()
    }
}

/// What has just been done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// One sentence.
    pub text: String,
    /// Where "Annuler" posts to.
    pub undo: Option<String>,
    /// A failure stays until it is dismissed.
    pub failed: bool,
}

/// The context of a page; page structs hold one as `page`.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The language.
    pub lang: Lang,
    /// The theme.
    pub theme: Theme,
    /// The title, already in the language.
    pub title: String,
    /// The place of the navigation that is lit.
    pub here: Option<Place>,
    /// The address with its query: where the theme and amounts switches come back to.
    pub path: String,
    /// Who looks; none on the pages of a guest.
    pub viewer: Option<Viewer>,
    /// Whether amounts are left out of the page.
    pub hides_amounts: bool,
    /// Whether these books hold the invented household.
    pub demo: bool,
    /// Whether single keys act.
    pub shortcuts: bool,
    /// How many tasks wait; shown in the navigation.
    pub tasks_due: usize,
    /// What has just been done.
    pub toast: Option<Toast>,
    /// The scope bar.
    pub scope: Option<Scope>,
    /// The day on which the page is made.
    pub today: Date,
    /// Which journals are broken, so that nothing is written to their files.
    pub closed: Closed,
    /// The books whose file is damaged, so that nothing here counts them.
    pub damaged: Vec<ShelfLine>,
    /// Which books are looked at, and into which forms write.
    pub books: InBooks,
    /// Where the palette asks for things by name; none leaves it to the page's own commands.
    pub search: Option<&'static str>,
}

/// The sentences that scripts say, handed over with the page.
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
    /// Whether whoever looks runs the household.
    pub fn runs_household(&self) -> bool {
        self.viewer.as_ref().is_some_and(|viewer| viewer.is_admin)
    }

    /// Whether somebody else has to put damaged books back.
    pub fn any_damaged_of_others(&self) -> bool {
        self.damaged.iter().any(|shelf| !shelf.own)
    }

    /// What damaged books are called.
    pub fn damaged_titles(&self) -> String {
        self.damaged.iter().map(|shelf| shelf.title.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// A page with nothing set but its language, title and day.
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
            closed: Closed::default(),
            damaged: Vec::new(),
            books: InBooks::default(),
            search: None,
        }
    }

    /// The address without its query.
    pub fn address(&self) -> &str {
        self.path.split_once('?').map_or(self.path.as_str(), |(path, _query)| path)
    }

    /// Whether others on the network can read along.
    pub fn is_in_the_clear(&self) -> bool {
        proxy::channel() == Channel::Clear
    }

    /// A sentence.
    pub fn t(&self, key: &str) -> String {
        t(self.lang, key)
    }

    /// A sentence with one value in it.
    pub fn t_with(&self, key: &str, name: &str, value: impl Into<Arg>) -> String {
        t_args(self.lang, key, &[(name, value.into())])
    }

    /// A sentence with several values in it.
    pub fn t_args(&self, key: &str, args: &[(&str, Arg)]) -> String {
        t_args(self.lang, key, args)
    }

    /// The name of a member of a list: `page.name_of("class", "equity")` is "Actions".
    pub fn name_of(&self, list: &str, key: &str) -> String {
        t(self.lang, &format!("{list}-{key}"))
    }

    /// The address of an asset.
    pub fn asset(&self, name: &str) -> &'static str {
        asset_url(name)
    }

    /// Stated money to the cent, or bullets.
    pub fn money(&self, value: &Money) -> String {
        self.amount(&value.decimal(), &value.currency)
    }

    /// An amount to the cent, or bullets.
    pub fn amount(&self, value: &Decimal, currency: &Currency) -> String {
        self.unless_hidden(|| money::amount(*value, *currency, self.lang))
    }

    /// An amount in whole units, or bullets.
    pub fn whole(&self, value: &Decimal, currency: &Currency) -> String {
        self.unless_hidden(|| money::whole(*value, *currency, self.lang))
    }

    /// A change with its sign, or bullets.
    pub fn signed(&self, value: &Decimal, currency: &Currency) -> String {
        self.unless_hidden(|| money::signed(*value, *currency, self.lang))
    }

    /// The price of one unit. Prices are public and are never hidden.
    pub fn price(&self, value: &Decimal, currency: &Currency) -> String {
        money::price(*value, *currency, self.lang)
    }

    /// The large figure, its cents apart.
    pub fn figure(&self, value: &Decimal, currency: &Currency) -> (String, String) {
        if self.hides_amounts {
            return (money::HIDDEN.to_owned(), String::new());
        }
        money::figure(*value, *currency, self.lang)
    }

    /// Thousands, one decimal, for tables of many cells; or bullets.
    pub fn thousands(&self, value: &Decimal) -> String {
        self.unless_hidden(|| money::thousands(*value, self.lang))
    }

    /// A quantity with all its decimals, or bullets: with a price it would tell the amount.
    pub fn quantity(&self, value: &Decimal) -> String {
        self.unless_hidden(|| number::exact(*value, self.lang))
    }

    /// A size of bytes, with its unit.
    pub fn size(&self, bytes: u64) -> String {
        let (unit, number) = number::size(bytes, self.lang);
        self.t_with(unit, "size", number)
    }

    /// A part of a whole with one decimal: `25,1 %`. Parts are never hidden.
    pub fn percent(&self, fraction: &Decimal) -> String {
        share::percent(*fraction, 1, self.lang)
    }

    /// A part of a whole as it is kept: `62,37 %`.
    pub fn percent_exact(&self, fraction: &Decimal) -> String {
        share::exact(*fraction, self.lang)
    }

    /// The length of an SVG bar, as an attribute.
    pub fn length(&self, fraction: &Decimal) -> String {
        chart::length(*fraction)
    }

    /// The step 0 to 8 of a heat cell.
    pub fn heat(&self, value: &Decimal, greatest: &Decimal) -> u8 {
        chart::heat(*value, *greatest)
    }

    /// A day: `22 novembre 2026`.
    pub fn day(&self, day: &Date) -> String {
        date::long(*day, self.lang)
    }

    /// A day in a table: `22 nov.`, with its year when that is another.
    pub fn day_short(&self, day: &Date) -> String {
        date::near(*day, self.today, self.lang)
    }

    /// A moment, in the time of this machine: `22 novembre 2026, 17:05`.
    pub fn moment(&self, at: &Timestamp) -> String {
        date::moment(&at.to_zoned(TimeZone::system()), self.lang)
    }

    /// The day of a moment, in the time of this machine: `22 novembre 2026`.
    pub fn day_of(&self, at: &Timestamp) -> String {
        self.day(&at.to_zoned(TimeZone::system()).date())
    }

    /// The days from one moment to another: `1er juin – 28 juin 2026`, in the time of this machine.
    pub fn days_of(&self, from: &Timestamp, until: &Timestamp) -> String {
        let day = |at: &Timestamp| at.to_zoned(TimeZone::system()).date();
        date::span(day(from), day(until), self.lang)
    }

    /// How long ago a day was.
    pub fn age(&self, day: &Date) -> String {
        date::age(*day, self.today, self.lang)
    }

    /// The sign of a change, for `data-sign`.
    pub fn sign(&self, value: &Decimal) -> &'static str {
        if value.is_zero() {
            "0"
        } else if value.is_sign_negative() {
            "-"
        } else {
            "+"
        }
    }

    /// The main list of the navigation: each of these is about books.
    pub fn main_places(&self) -> Vec<Place> {
        let has_books = self.viewer.as_ref().is_none_or(|viewer| viewer.has_books);
        if has_books { Place::MAIN.to_vec() } else { Vec::new() }
    }

    /// The foot of the navigation.
    pub fn rest_places(&self) -> Vec<Place> {
        let runs = self.viewer.as_ref().is_some_and(|viewer| viewer.is_admin);
        Place::REST.iter().copied().filter(|place| runs || !place.is_for_admins()).collect()
    }

    /// What a phone keeps behind "Plus".
    pub fn more_places(&self) -> Vec<Place> {
        let mut places = self.main_places();
        places.extend(self.rest_places());
        places.retain(|place| !place.on_phone());
        places
    }

    /// Whether this is the lit place.
    pub fn is_here(&self, place: &Place) -> bool {
        self.here == Some(*place)
    }

    /// The sentences that scripts say, as JSON for a `<script>`.
    pub fn words(&self) -> String {
        // Scripts fill these in themselves.
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
