//! Records that a person describes at once: made as one change, undone as one.

use pecule_domain::allocation::Allocation;
use pecule_domain::asset::Asset;
use pecule_domain::id::{AccountId, AssetId, BankId, HoldingId};
use serde_json::json;

use crate::accounts::{AccountForm, AccountLine};
use crate::assets::{AssetForm, checked};
use crate::banks::BankForm;
use crate::batch::Batch;
use crate::error::{Error, Reason, Result};
use crate::holdings::{HoldingForm, HoldingLine};
use crate::member::Member;
use crate::quotes::QuoteForm;

impl Member<'_> {
    /// Opens an account at a bank that is made with it; the bank that the form names does not count.
    pub fn open_account_at_new_bank(
        &self,
        bank: &BankForm,
        form: &AccountForm,
    ) -> Result<AccountLine> {
        let bank = bank.parse(self.draw(BankId::new)?, 1)?;
        let form = AccountForm { bank: bank.id, ..form.clone() };
        let account = form.parse(self.draw(AccountId::new)?, 1)?;
        let summary = json!({ "name": account.name });
        let batch =
            Batch { banks: vec![bank], accounts: vec![account.clone()], ..Batch::default() };
        self.change("account-opened", &summary, |edit| batch.write(edit))?;
        Ok(account.into())
    }

    /// Adds a holding with a price of its asset; where a new asset is given it is made as well, and the
    /// asset that the form names does not count.
    pub fn add_holding_with(
        &self,
        new: Option<&AssetForm>,
        form: &HoldingForm,
        price: Option<&QuoteForm>,
    ) -> Result<HoldingLine> {
        let picture = self.picture(None)?;
        let wealth = &picture.wealth;
        if !wealth.accounts.contains_key(&form.account) {
            return Err(Error::invalid("account", Reason::Unknown));
        }
        let mut batch = Batch::default();
        let asset = match new {
            Some(new) => self.draft(new, &mut batch)?,
            None => wealth
                .assets
                .get(&form.asset)
                .cloned()
                .ok_or_else(|| Error::invalid("asset", Reason::Unknown))?,
        };
        let form = HoldingForm { asset: asset.id, ..form.clone() };
        let (holding, statement) = form.parse(self.draw(HoldingId::new)?, 1, self.today())?;
        if let Some(price) = price {
            batch.quotes.push(price.parse(&asset, self.today())?);
        }
        let mut line = HoldingLine::of(wealth, &holding, Some(&statement));
        line.asset_name.clone_from(&asset.name);
        batch.holdings.push(holding);
        batch.statements.push(statement);
        self.change("holding-added", &json!({ "name": asset.name }), |edit| batch.write(edit))?;
        Ok(line)
    }

    /// Puts a new asset into a batch, allocated as the form says or as its kind leaves no doubt.
    pub(crate) fn draft(&self, new: &AssetForm, batch: &mut Batch) -> Result<Asset> {
        let asset = new.parse(self.draw(AssetId::new)?, 1)?;
        let given = new.allocation.clone().map(checked).transpose()?;
        let usual = asset.kind.usual_class().map(Allocation::all_of);
        batch.assets.push((asset.clone(), given.or(usual).unwrap_or_default()));
        Ok(asset)
    }
}
