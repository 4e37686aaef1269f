//! The invented household: a French one, rich enough for every screen, and removed in one go.
//!
//! | module | what it invents |
//! |---|---|
//! | `places` | banks and accounts, one for each envelope |
//! | `assets` | what can be held, with allocations and prices |
//! | `made_of` | composites |
//! | `held` | what is held where, and since when |
//! | `market` | how prices and rates went over eighteen months |
//! | `sorted` | a taxonomy of one's own |
//! | `to_do` | tasks and notes |
//! | `draft` | makes records of all that |
//! | `days` | the days that such a household would have recorded |

use serde_json::json;

use crate::actors::member::Member;
use crate::error::{Error, Reason, Result};
use crate::wealth::demo::build::Draft;
use crate::wealth::demo::recorded_days;
use crate::wealth::portfolio::{CURRENCY, DEMO, Wealth};

impl Member<'_> {
    /// Fills empty books with an invented household, marked as such.
    pub fn start_demo(&self) -> Result<()> {
        let picture = self.ground(None)?;
        if !is_empty(&picture.wealth) || picture.wealth.is_demo {
            return Err(Error::invalid("books", Reason::Taken));
        }
        let mut batch = Draft::new(self).batch()?;
        batch.days = recorded_days::recorded(&batch, self.today())?;
        batch.settings.push((DEMO, "1".to_owned()));
        self.change("demo-started", &json!({}), |edit| batch.write(edit))
    }

    /// Removes the invented household, with everything that was done to it.
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

/// Whether nothing was entered yet.
fn is_empty(wealth: &Wealth) -> bool {
    wealth.banks.is_empty()
        && wealth.assets.is_empty()
        && wealth.taxonomies.is_empty()
        && wealth.tasks.is_empty()
        && wealth.history.is_empty()
}
