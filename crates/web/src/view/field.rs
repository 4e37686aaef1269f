//! Describes form fields with label, hint, control, value and error message.

/// An option of a select or a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Value sent by the form, or address of a link.
    pub value: String,
    pub label: String,
    pub selected: bool,
}

impl Choice {
    /// Creates an option, selected if it is the current one.
    pub fn new(value: impl Into<String>, label: impl Into<String>, current: &str) -> Self {
        let value = value.into();
        Self { selected: value == current, value, label: label.into() }
    }
}

/// Control of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Control {
    /// One line; holds the `type` of its `<input>`: text, password, date, email…
    Line(&'static str),
    /// Number typed as text, with its unit.
    Number(String),
    Area,
    Select(Vec<Choice>),
    /// Text with suggestions.
    Suggest(Vec<String>),
}

/// A form field with everything its template needs, created by a builder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Form name and element id.
    pub name: String,
    /// Already translated into the person's language.
    pub label: String,
    pub control: Control,
    pub value: String,
    pub hint: Option<String>,
    pub error: Option<String>,
    /// Shown as a placeholder.
    pub example: Option<String>,
    /// `autocomplete` attribute: "username", "current-password", "off"…
    pub autocomplete: &'static str,
    pub required: bool,
    pub read_only: bool,
    pub focused: bool,
}

impl Field {
    fn new(name: impl Into<String>, label: impl Into<String>, control: Control) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            control,
            value: String::new(),
            hint: None,
            error: None,
            example: None,
            autocomplete: "off",
            required: false,
            read_only: false,
            focused: false,
        }
    }

    /// Creates a text field.
    pub fn text(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(name, label, Control::Line("text"))
    }

    /// Creates a password field; `autocomplete` is "current-password" or "new-password".
    pub fn password(
        name: impl Into<String>,
        label: impl Into<String>,
        autocomplete: &'static str,
    ) -> Self {
        Self { autocomplete, ..Self::new(name, label, Control::Line("password")) }
    }

    /// Creates a date field, with an ISO value.
    pub fn day(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(name, label, Control::Line("date"))
    }

    /// Creates a number field with its unit ("€", "%", "g") or an empty text.
    pub fn number(
        name: impl Into<String>,
        label: impl Into<String>,
        unit: impl Into<String>,
    ) -> Self {
        Self::new(name, label, Control::Number(unit.into()))
    }

    /// Creates a multi-line text field.
    pub fn area(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(name, label, Control::Area)
    }

    /// Creates a select.
    pub fn select(name: impl Into<String>, label: impl Into<String>, choices: Vec<Choice>) -> Self {
        Self::new(name, label, Control::Select(choices))
    }

    /// Creates a text field with suggestions.
    pub fn suggest(name: impl Into<String>, label: impl Into<String>, names: Vec<String>) -> Self {
        Self::new(name, label, Control::Suggest(names))
    }

    /// Sets the value.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// Sets the hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Sets the error message.
    #[must_use]
    pub fn error(mut self, error: Option<String>) -> Self {
        self.error = error;
        self
    }

    /// Sets the placeholder.
    #[must_use]
    pub fn example(mut self, example: impl Into<String>) -> Self {
        self.example = Some(example.into());
        self
    }

    /// Sets the `autocomplete` attribute.
    #[must_use]
    pub const fn autocomplete(mut self, autocomplete: &'static str) -> Self {
        self.autocomplete = autocomplete;
        self
    }

    /// Makes the field required.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Makes the field read-only.
    #[must_use]
    pub const fn read_only(mut self) -> Self {
        self.read_only = true;
        self
    }

    /// Focuses the field when the page opens.
    #[must_use]
    pub const fn focused(mut self) -> Self {
        self.focused = true;
        self
    }

    /// Returns the name of the control for the template.
    pub const fn shape(&self) -> &'static str {
        match self.control {
            Control::Line(_) => "line",
            Control::Number(_) => "number",
            Control::Area => "area",
            Control::Select(_) => "select",
            Control::Suggest(_) => "suggest",
        }
    }

    /// Returns the `type` of a line, or the unit of a number.
    pub fn kind(&self) -> &str {
        match &self.control {
            Control::Line(kind) => kind,
            Control::Number(unit) => unit,
            Control::Area | Control::Select(_) | Control::Suggest(_) => "",
        }
    }

    /// Returns the options of a select.
    pub fn choices(&self) -> &[Choice] {
        match &self.control {
            Control::Select(choices) => choices,
            Control::Line(_) | Control::Number(_) | Control::Area | Control::Suggest(_) => &[],
        }
    }

    /// Returns the suggestions.
    pub fn names(&self) -> &[String] {
        match &self.control {
            Control::Suggest(names) => names,
            Control::Line(_) | Control::Number(_) | Control::Area | Control::Select(_) => &[],
        }
    }

    /// Returns the ids for `aria-describedby`.
    pub fn described_by(&self) -> Option<String> {
        let ids: Vec<String> = [(self.hint.is_some(), "hint"), (self.error.is_some(), "error")]
            .into_iter()
            .filter(|(present, _)| *present)
            .map(|(_, part)| format!("{}-{part}", self.name))
            .collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}
