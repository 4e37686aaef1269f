//! Creates several records in one change, which one undo reverts.

use jiff::civil::Date;
use pecule_domain::id::{AccountId, AssetId, BankId, HoldingId};
use pecule_domain::money::share::Share;
use pecule_domain::portfolio::asset::Asset;
use pecule_domain::portfolio::composition::{Composition, Part};
use serde_json::json;

use crate::actors::member::Member;
use crate::error::{Error, Reason, Result};
use crate::validate;
use crate::wealth::accounts::{AccountInput, AccountView};
use crate::wealth::assets::AssetInput;
use crate::wealth::banks::BankInput;
use crate::wealth::batch::Batch;
use crate::wealth::compositions::{CompositionInput, check_every_day};
use crate::wealth::holdings::{HoldingInput, HoldingView};
use crate::wealth::prices::QuoteInput;

/// A component of a composition.
pub enum Component {
    /// An existing asset.
    Known(AssetId),
    /// An asset to be created with the composition.
    New(Box<AssetInput>),
}

impl Member<'_> {
    /// Sets the composition of an asset from a day on (`None` for today) and creates the missing
    /// components.
    pub fn create_composition_with_parts(
        &self,
        id: AssetId,
        valid_from: Option<Date>,
        source: &str,
        components: &[(Component, Share)],
    ) -> Result<()> {
        if components.is_empty() {
            let nothing =
                CompositionInput { valid_from, parts: Vec::new(), source: source.to_owned() };
            return self.compose(id, &nothing).map(drop);
        }
        let picture = self.ground(None)?;
        let wealth = &picture.wealth;
        let name = wealth.assets.get(&id).ok_or(Error::NotFound)?.name.clone();
        let mut batch = Batch::default();
        let mut parts = Vec::with_capacity(components.len());
        for (component, share) in components {
            let asset = match component {
                Component::Known(asset) => *asset,
                Component::New(new) => self.draft(new, &mut batch)?.id,
            };
            parts.push(Part { asset, share: *share });
        }
        let valid_from = valid_from.unwrap_or_else(|| self.today());
        let source = validate::notes("source", source)?;
        let composition = Composition { asset: id, valid_from, parts, source };
        let mut every_time = self.open().books.read(|view| view.compositions())?;
        every_time.retain(|known| (known.asset, known.valid_from) != (id, valid_from));
        every_time.push(composition.clone());
        let made = batch.assets.iter().map(|(asset, _)| asset.id);
        let assets: Vec<AssetId> = wealth.assets.keys().copied().chain(made).collect();
        check_every_day(wealth, &assets, &every_time)?;
        batch.compositions.push(composition);
        self.change("asset-composed", &json!({ "name": name }), |edit| batch.write(edit))
    }

    /// Opens an account at a bank that is created with it. The bank in the form is ignored.
    pub fn open_account_at_new_bank(
        &self,
        bank: &BankInput,
        form: &AccountInput,
    ) -> Result<AccountView> {
        let bank = bank.parse(self.draw(BankId::new)?, 1)?;
        let form = AccountInput { bank: bank.id, ..form.clone() };
        let account = form.parse(self.draw(AccountId::new)?, 1)?;
        let summary = json!({ "name": account.name });
        let batch =
            Batch { banks: vec![bank], accounts: vec![account.clone()], ..Batch::default() };
        self.change("account-opened", &summary, |edit| batch.write(edit))?;
        Ok(account.into())
    }

    /// Edits an account and moves it to a bank that is created with it. The bank in the form is
    /// ignored.
    pub fn edit_account_at_new_bank(
        &self,
        id: AccountId,
        bank: &BankInput,
        form: &AccountInput,
    ) -> Result<AccountView> {
        let bank = bank.parse(self.draw(BankId::new)?, 1)?;
        let form = AccountInput { bank: bank.id, ..form.clone() };
        self.put_account(id, &form, Some(&bank))
    }

    /// Adds a holding with a price of its asset.
    ///
    /// If a new asset is given, it is created too, and the asset in the form is ignored.
    pub fn add_holding_with(
        &self,
        new: Option<&AssetInput>,
        form: &HoldingInput,
        price: Option<&QuoteInput>,
    ) -> Result<HoldingView> {
        let picture = self.ground(None)?;
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
        let form = HoldingInput { asset: asset.id, ..form.clone() };
        let (holding, statement) = form.parse(self.draw(HoldingId::new)?, 1, self.today())?;
        if let Some(price) = price {
            batch.quotes.push(price.parse(&asset, self.today())?);
        }
        let mut line = HoldingView::of(wealth, &holding, Some(&statement));
        line.asset_name.clone_from(&asset.name);
        batch.holdings.push(holding);
        batch.statements.push(statement);
        self.change("holding-added", &json!({ "name": asset.name }), |edit| batch.write(edit))?;
        Ok(line)
    }

    /// Adds a new asset to a batch, with the allocation of the form or the default one of its kind.
    pub(crate) fn draft(&self, new: &AssetInput, batch: &mut Batch) -> Result<Asset> {
        let asset = new.parse(self.draw(AssetId::new)?, 1)?;
        batch.assets.push((asset.clone(), new.first_allocation()?));
        Ok(asset)
    }
}
