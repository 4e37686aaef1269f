//! Screens of the navigation. A screen added here appears in the sidebar, the bottom bar and the
//! command palette.

/// A screen of the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// The dashboard, also the start page.
    Home,
    /// Banks, accounts, holdings.
    Wealth,
    /// Breakdowns with filters.
    Analysis,
    Tasks,
    Import,
    /// People of the household; for administrators.
    Household,
    /// The person's own settings.
    Settings,
}

impl Screen {
    /// Main list of the sidebar.
    pub const MAIN: &'static [Self] =
        &[Self::Home, Self::Wealth, Self::Analysis, Self::Tasks, Self::Import];
    /// Bottom list of the sidebar.
    pub const REST: &'static [Self] = &[Self::Household, Self::Settings];

    /// Whether only administrators see it.
    pub const fn is_for_admins(self) -> bool {
        matches!(self, Self::Household)
    }

    /// Returns its address.
    pub const fn href(self) -> &'static str {
        match self {
            Self::Home => "/",
            Self::Wealth => "/wealth",
            Self::Analysis => "/analysis",
            Self::Tasks => "/tasks",
            Self::Import => "/imports",
            Self::Household => "/household",
            Self::Settings => "/settings",
        }
    }

    /// Returns the key of its name.
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

    /// Returns its icon.
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

    /// Returns the letter of its shortcut, after `g`.
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

    /// Whether it is in the bottom bar of a phone; the others are behind "Plus".
    pub const fn on_phone(self) -> bool {
        matches!(self, Self::Home | Self::Wealth | Self::Analysis | Self::Tasks)
    }
}
