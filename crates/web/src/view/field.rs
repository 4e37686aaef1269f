//! Fields of forms: label above, hint under it, error under the field, what was typed kept.

/// One thing that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends, or the address of a link.
    pub value: String,
    /// What is read.
    pub label: String,
    /// Whether it is the one.
    pub selected: bool,
}

impl Choice {
    /// A choice, marked when it is the current one.
    pub fn new(value: impl Into<String>, label: impl Into<String>, current: &str) -> Self {
        let value = value.into();
        Self { selected: value == current, value, label: label.into() }
    }
}

/// How a field is filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Control {
    /// A line; the `type` of its `<input>`: text, password, date, email…
    Line(&'static str),
    /// A number typed as text, with its unit beside it.
    Number(String),
    /// Several lines.
    Area,
    /// One of a few.
    Select(Vec<Choice>),
    /// Text, with names to choose from.
    Suggest(Vec<String>),
}

/// A field with everything a template needs; built step by step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The name in the form; also the id.
    pub name: String,
    /// The label, already in the person's language.
    pub label: String,
    /// How it is filled.
    pub control: Control,
    /// What stands in it.
    pub value: String,
    /// A sentence under the label.
    pub hint: Option<String>,
    /// What is wrong with it.
    pub error: Option<String>,
    /// An example, shown while it is empty.
    pub example: Option<String>,
    /// For the browser's memory: "username", "current-password", "off"…
    pub autocomplete: &'static str,
    /// Must be filled.
    pub required: bool,
    /// Cannot be changed, but copied.
    pub read_only: bool,
    /// Receives the focus when the page opens.
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

    /// A line of text.
    pub fn text(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(name, label, Control::Line("text"))
    }

    /// A password; `autocomplete` is "current-password" or "new-password".
    pub fn password(
        name: impl Into<String>,
        label: impl Into<String>,
        autocomplete: &'static str,
    ) -> Self {
        Self { autocomplete, ..Self::new(name, label, Control::Line("password")) }
    }

    /// A day, chosen in the browser's calendar; its value is ISO.
    pub fn day(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(name, label, Control::Line("date"))
    }

    /// A number, with its unit ("€", "%", "g") or an empty text.
    pub fn number(
        name: impl Into<String>,
        label: impl Into<String>,
        unit: impl Into<String>,
    ) -> Self {
        Self::new(name, label, Control::Number(unit.into()))
    }

    /// Several lines of text.
    pub fn area(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(name, label, Control::Area)
    }

    /// One of a few.
    pub fn select(name: impl Into<String>, label: impl Into<String>, choices: Vec<Choice>) -> Self {
        Self::new(name, label, Control::Select(choices))
    }

    /// Text, with names to choose from.
    pub fn suggest(name: impl Into<String>, label: impl Into<String>, names: Vec<String>) -> Self {
        Self::new(name, label, Control::Suggest(names))
    }

    /// What stands in it.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// A sentence under the label.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// What is wrong, if something is.
    #[must_use]
    pub fn error(mut self, error: Option<String>) -> Self {
        self.error = error;
        self
    }

    /// An example, shown while it is empty.
    #[must_use]
    pub fn example(mut self, example: impl Into<String>) -> Self {
        self.example = Some(example.into());
        self
    }

    /// For the browser's memory.
    #[must_use]
    pub const fn autocomplete(mut self, autocomplete: &'static str) -> Self {
        self.autocomplete = autocomplete;
        self
    }

    /// Must be filled.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Cannot be changed, but copied.
    #[must_use]
    pub const fn read_only(mut self) -> Self {
        self.read_only = true;
        self
    }

    /// Receives the focus when the page opens.
    #[must_use]
    pub const fn focused(mut self) -> Self {
        self.focused = true;
        self
    }

    /// Which control the template draws.
    pub const fn shape(&self) -> &'static str {
        match self.control {
            Control::Line(_) => "line",
            Control::Number(_) => "number",
            Control::Area => "area",
            Control::Select(_) => "select",
            Control::Suggest(_) => "suggest",
        }
    }

    /// The `type` of a line, the unit of a number.
    pub fn kind(&self) -> &str {
        match &self.control {
            Control::Line(kind) => kind,
            Control::Number(unit) => unit,
            Control::Area | Control::Select(_) | Control::Suggest(_) => "",
        }
    }

    /// What can be chosen.
    pub fn choices(&self) -> &[Choice] {
        match &self.control {
            Control::Select(choices) => choices,
            Control::Line(_) | Control::Number(_) | Control::Area | Control::Suggest(_) => &[],
        }
    }

    /// Names that are proposed.
    pub fn names(&self) -> &[String] {
        match &self.control {
            Control::Suggest(names) => names,
            Control::Line(_) | Control::Number(_) | Control::Area | Control::Select(_) => &[],
        }
    }

    /// The ids of what describes it, for `aria-describedby`.
    pub fn described_by(&self) -> Option<String> {
        let ids: Vec<String> = [(self.hint.is_some(), "hint"), (self.error.is_some(), "error")]
            .into_iter()
            .filter(|(present, _)| *present)
            .map(|(_, part)| format!("{}-{part}", self.name))
            .collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}
