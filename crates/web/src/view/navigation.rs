//! The places of the navigation, in one list: add a screen here and it stands in the sidebar, the bar and the palette.

/// A screen that the navigation leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// What there is, in one glance.
    Home,
    /// Banks, accounts, holdings.
    Wealth,
    /// Any grouping, any filter.
    Analysis,
    /// What is to be done.
    Tasks,
    /// Bringing data in.
    Import,
    /// Who is in the household; for whoever runs it.
    Household,
    /// One's own settings.
    Settings,
}

impl Place {
    /// The main list of the sidebar.
    pub const MAIN: &'static [Self] =
        &[Self::Home, Self::Wealth, Self::Analysis, Self::Tasks, Self::Import];
    /// The list at the foot of the sidebar.
    pub const REST: &'static [Self] = &[Self::Household, Self::Settings];

    /// Whether it is shown to those alone who run the household.
    pub const fn is_for_admins(self) -> bool {
        matches!(self, Self::Household)
    }

    /// Its address.
    pub const fn href(self) -> &'static str {
        match self {
            Self::Home => "/",
            Self::Wealth => "/wealth",
            Self::Analysis => "/analysis",
            Self::Tasks => "/tasks",
            Self::Import => "/import",
            Self::Household => "/household",
            Self::Settings => "/settings",
        }
    }

    /// The key of its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Home => "nav-home",
            Self::Wealth => "nav-wealth",
            Self::Analysis => "nav-analysis",
            Self::Tasks => "nav-tasks",
            Self::Import => "nav-import",
            Self::Household => "nav-household",
            Self::Settings => "nav-settings",
        }
    }

    /// Its icon.
    pub const fn icon(self) -> &'static str {
        match self {
            Self::Home => "house",
            Self::Wealth => "landmark",
            Self::Analysis => "chart-pie",
            Self::Tasks => "list-checks",
            Self::Import => "upload",
            Self::Household => "users",
            Self::Settings => "settings",
        }
    }

    /// The letter that leads there after `g`.
    pub const fn letter(self) -> char {
        match self {
            Self::Home => 'a',
            Self::Wealth => 'p',
            Self::Analysis => 'n',
            Self::Tasks => 't',
            Self::Import => 'i',
            Self::Household => 'f',
            Self::Settings => 'r',
        }
    }

    /// Whether the bottom bar of a phone has room for it; the others stand behind "Plus".
    pub const fn on_phone(self) -> bool {
        matches!(self, Self::Home | Self::Wealth | Self::Analysis | Self::Tasks)
    }
}
