//! Fills empty books with a fictitious French household that covers every screen, and removes it again.
//!
//! | module | content |
//! |---|---|
//! | `places` | banks and accounts, one for each tax envelope |
//! | `assets` | assets with allocations and prices |
//! | `made_of` | composites |
//! | `held` | holdings and their statements |
//! | `market` | price and rate curves over eighteen months |
//! | `sorted` | a taxonomy |
//! | `to_do` | tasks and notes |
//! | `draft` | creates the records |
//! | `days` | recorded days |

use serde_json::json;

use crate::actors::member::Member;
use crate::error::{Error, Reason, Result};
use crate::wealth::demo::build::DemoDraft;
use crate::wealth::demo::recorded_days;
use crate::wealth::portfolio::{CURRENCY, DEMO, Portfolio};

impl Member<'_> {
    /// Adds the demo household to empty books and marks it as a demo.
    pub fn start_demo(&self) -> Result<()> {
        let picture = self.ground(None)?;
        if !is_empty(&picture.wealth) || picture.wealth.is_demo {
            return Err(Error::invalid("books", Reason::Taken));
        }
        let mut batch = DemoDraft::new(self).batch()?;
        batch.days = recorded_days::recorded(&batch, self.today())?;
        batch.settings.push((DEMO, "1".to_owned()));
        self.change("demo-started", &json!({}), |edit| batch.write(edit))
    }

    /// Removes the demo household, with all later changes to it.
    pub fn remove_demo(&self) -> Result<()> {
        if !self.ground(None)?.wealth.is_demo {
            return Err(Error::NotFound);
        }
        self.change("demo-removed", &json!({}), |edit| {
            edit.clear_all()?;
            edit.remove_setting(DEMO)?;
            if edit.find_setting(CURRENCY)?.is_some() {
                edit.remove_setting(CURRENCY)?;
            }
            Ok(())
        })
    }
}

/// Whether the books hold no records.
fn is_empty(wealth: &Portfolio) -> bool {
    wealth.banks.is_empty()
        && wealth.assets.is_empty()
        && wealth.taxonomies.is_empty()
        && wealth.tasks.is_empty()
        && wealth.history.is_empty()
}
