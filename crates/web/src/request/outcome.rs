//! The result of a form: redirect, fragment, or the form with errors.

use askama::Template;
use pecule_app::Error;
use pecule_app::Result;

/// Outcome of a form.
pub enum FormOutcome {
    /// Success; redirects to a page that shows a notification with an undo button.
    Done(String),
    /// Success without a change to the books; redirects.
    Go(String),
    /// Invalid input; shows the form again with the typed values and error messages.
    Again(String),
    /// A fragment that replaces a part of the page.
    Part(String),
    /// A page that explains why another one cannot be shown.
    Closed(String),
}

impl FormOutcome {
    /// Renders the form again, as a whole page.
    pub fn again(template: &impl Template) -> Result<Self> {
        template.render().map(Self::Again).map_err(|error| Error::Internal(error.to_string()))
    }

    /// Renders an explanation instead of the page.
    pub fn closed(template: &impl Template) -> Result<Self> {
        template.render().map(Self::Closed).map_err(|error| Error::Internal(error.to_string()))
    }

    /// Renders a fragment.
    pub fn part(template: &impl Template) -> Result<Self> {
        template.render().map(Self::Part).map_err(|error| Error::Internal(error.to_string()))
    }
}
