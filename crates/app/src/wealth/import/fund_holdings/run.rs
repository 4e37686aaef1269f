//! Imports a fund's published list of holdings as the composition of an asset.
//!
//! Each line matches an existing asset or creates one. The share that the lines leave over stays the
//! rest; nothing is scaled.

use std::collections::BTreeMap;

use jiff::civil::Date;
use pecule_domain::id::AssetId;
use pecule_domain::money::share::Share;
use pecule_domain::portfolio::composition::{Composition, Part};
use pecule_formats::fund;
use pecule_formats::fund::line::{FundSheet, UnreadableFund};

use crate::actors::member::Member;
use crate::error::{Error, Reason, Result};
use crate::validate;
use crate::wealth::assets::AssetInput;
use crate::wealth::batch::Batch;
use crate::wealth::compositions::check_every_day;
use crate::wealth::import::fund_holdings::components::Components;
use crate::wealth::import::fund_holdings::sectors::Sectors;
use crate::wealth::import::report::{ImportReport, Remark, What};
use crate::wealth::portfolio::Portfolio;

impl Member<'_> {
    /// Imports a fund's list as the composition of an asset from a day on (today by default).
    #[expect(
        clippy::too_many_arguments,
        reason = "a file is its name and its bytes; the rest are choices of whoever imports"
    )]
    pub fn import_composition(
        &self,
        asset: AssetId,
        file_name: &str,
        bytes: &[u8],
        valid_from: Option<Date>,
        dry_run: bool,
    ) -> Result<ImportReport> {
        let name = self.asset(asset)?.name;
        self.compose_of((asset, &name), Batch::default(), (file_name, bytes), (valid_from, dry_run))
    }

    /// Creates an asset and imports its composition, as one operation.
    pub fn import_new_composite(
        &self,
        form: &AssetInput,
        file: (&str, &[u8]),
        valid_from: Option<Date>,
        dry_run: bool,
    ) -> Result<ImportReport> {
        let asset = form.parse(self.draw(AssetId::new)?, 1)?;
        let picture = self.ground(None)?;
        if picture.wealth.assets.values().any(|known| known.name == asset.name) {
            return Err(Error::invalid("name", Reason::Taken));
        }
        let (id, name) = (asset.id, asset.name.clone());
        let allocation = form.first_allocation()?;
        let batch = Batch { assets: vec![(asset, allocation)], ..Batch::default() };
        self.compose_of((id, &name), batch, file, (valid_from, dry_run))
    }

    fn compose_of(
        &self,
        (asset, name): (AssetId, &str),
        mut batch: Batch,
        (file_name, bytes): (&str, &[u8]),
        (valid_from, dry_run): (Option<Date>, bool),
    ) -> Result<ImportReport> {
        let picture = self.ground(None)?;
        let wealth = &picture.wealth;
        let source = validate::short("file", Some(file_name))?.unwrap_or_default();
        let sheet = fund::read(bytes).map_err(refused)?;
        let mut report = ImportReport::new(dry_run, &sheet.problems);
        let parts = self.components(wealth, &sheet, &mut batch, &mut report)?;
        let valid_from = valid_from.unwrap_or_else(|| self.today());
        let composition = Composition { asset, valid_from, parts, source };
        let mut every_time = self.open().books.read(|view| view.compositions())?;
        if every_time.contains(&composition) {
            report.know(What::Composition, name, valid_from.to_string());
        } else {
            every_time.retain(|known| (known.asset, known.valid_from) != (asset, valid_from));
            every_time.push(composition.clone());
            let mut assets: Vec<AssetId> = wealth.assets.keys().copied().collect();
            assets.extend(batch.assets.iter().map(|(made, _)| made.id));
            check_every_day(wealth, &assets, &every_time)?;
            batch.compositions.push(composition);
        }
        self.import_batch(("composition-imported", name), &batch, report)
    }

    /// Resolves the lines to components, in their order, and adds new assets to the batch.
    fn components(
        &self,
        wealth: &Portfolio,
        sheet: &FundSheet,
        batch: &mut Batch,
        report: &mut ImportReport,
    ) -> Result<Vec<Part>> {
        let mut components = Components::new(self, wealth);
        let mut sectors = Sectors::new(self, wealth);
        let mut parts: Vec<Part> = Vec::with_capacity(sheet.lines.len());
        let mut places = BTreeMap::new();
        for line in &sheet.lines {
            let id = components.of(line, batch, report)?;
            if let Some(sector) = &line.sector {
                sectors.put(id, sector, batch)?;
            }
            if let Some(part) = places.get(&id).and_then(|place: &usize| parts.get_mut(*place)) {
                part.share = part.share.checked_add(line.share).unwrap_or(Share::WHOLE);
                report.remark(Some(line.line), &line.name, Remark::Merged);
            } else {
                places.insert(id, parts.len());
                parts.push(Part { asset: id, share: line.share });
            }
        }
        Ok(parts)
    }
}

fn refused(refused: UnreadableFund) -> Error {
    match refused {
        UnreadableFund::Unreadable(problem) => {
            Error::invalid_with("file", Reason::NotUnderstood, problem.to_string())
        }
        UnreadableFund::TooMuch(excess) => {
            Error::invalid_with("file", Reason::TooMuch, excess.percentage().to_string())
        }
    }
}
