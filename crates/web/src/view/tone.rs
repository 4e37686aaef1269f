//! Colours of states.

use pecule_app::backup::targets::TargetState;
use pecule_app::backup::targets::TargetView;

/// Returns the colour of a target's tag.
pub(crate) const fn tone(line: &TargetView) -> &'static str {
    match line.state {
        TargetState::Good => "good",
        TargetState::New => "",
        TargetState::Absent => "warn",
        TargetState::Late | TargetState::Failing | TargetState::Retired => "bad",
    }
}
