//! Lists the names of columns and fields in lists of holdings.

use crate::fund::raw::Raw;

/// The content of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    Name,
    Ticker,
    Isin,
    Sector,
    Country,
    Class,
    Weight,
}

impl Column {
    pub(super) const ALL: [Self; 7] = [
        Self::Name,
        Self::Ticker,
        Self::Isin,
        Self::Sector,
        Self::Country,
        Self::Class,
        Self::Weight,
    ];

    /// Returns the column for a title without accents, spaces and punctuation.
    pub(super) fn of(title: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.titles().split(' ').any(|known| known == title))
    }

    /// Returns the known titles of a column.
    const fn titles(self) -> &'static str {
        match self {
            Self::Name => {
                "name nom holding holdingname security securityname securitydescription company \
                 companyname constituent constituentname instrument instrumentname issuername \
                 description libelle titre nomdutitre nomdelavaleur denomination societe emetteur"
            }
            Self::Ticker => {
                "ticker tickersymbol holdingticker issuerticker bloombergticker stockticker symbol \
                 symbole mnemonique mnemo"
            }
            Self::Isin => "isin isincode codeisin isinnumber",
            Self::Sector => {
                "sector sectorname gicssector secteur secteurgics secteurdactivite industry industrie"
            }
            Self::Country => {
                "country countryname countryofrisk countrycode pays paysderisque location \
                 localisation domicile"
            }
            Self::Class => {
                "assetclass assettype securitytype classedactif classedactifs typedactif \
                 typedactifs"
            }
            Self::Weight => {
                "weight weights weighting weightpct weightpercent weightpercentage percentweight \
                 holdingpercent percentage percent pct poids poidspct ponderation pourcentage \
                 ofnetassets percentofnetassets pctofnetassets offund percentoffund ofassets \
                 ofportfolio actifnet delactifnet dufonds"
            }
        }
    }
}

impl Raw {
    /// Returns the field that stores the text of a column.
    pub(super) fn cell(&mut self, column: Column) -> &mut String {
        match column {
            Column::Name => &mut self.name,
            Column::Ticker => &mut self.ticker,
            Column::Isin => &mut self.isin,
            Column::Sector => &mut self.sector,
            Column::Country => &mut self.country,
            Column::Class => &mut self.class,
            Column::Weight => &mut self.weight,
        }
    }
}

/// Returns whether a title declares percentages.
pub(super) fn says_percent(title: &str) -> bool {
    let title = title.to_lowercase();
    title.contains('%')
        || ["pct", "percent", "pourcent"].iter().any(|percent| title.contains(percent))
}
