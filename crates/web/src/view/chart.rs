//! Charts: what is drawn, as JSON inside `<pec-chart>`. The exact figures stand in the table behind each chart.
//!
//! When amounts are hidden, give shares and no currency: the page then holds no amount.

use pecule_domain::portfolio::class::Class;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use serde::Serialize;

/// A number for drawing only; nothing is ever computed from it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Drawn(f64);

impl From<Decimal> for Drawn {
    fn from(value: Decimal) -> Self {
        Self(value.to_f64().unwrap_or_default())
    }
}

/// The colour of the unknown part: series ten, always hatched.
pub const UNASSIGNED: u8 = 10;

/// The colour of a class, the same on every screen.
pub const fn series(class: Class) -> u8 {
    match class {
        Class::Equity => 1,
        Class::RealEstate => 2,
        Class::Bonds => 3,
        Class::PrivateEquity => 4,
        Class::Metals => 5,
        Class::Cash => 6,
        // A debt is never a part of a ring or a strip; where it has a bar, it is among what is neither saved nor invested.
        Class::Other | Class::Debt => 7,
        Class::EuroFunds => 8,
        Class::Crypto => 9,
    }
}

/// A part of a whole, itself perhaps of parts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// A shorter name, for a ring.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Its size.
    pub value: Drawn,
    /// Its colour, 1 to 10; a nested part takes that of its parent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub series: Option<u8>,
    /// What it is made of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Self>,
}

impl Part {
    /// A part without parts of its own.
    pub fn new(name: impl Into<String>, value: Decimal, series: Option<u8>) -> Self {
        Self { name: name.into(), label: None, value: value.into(), series, parts: Vec::new() }
    }
}

/// A name and a number.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bar {
    /// Its name.
    pub name: String,
    /// Its length.
    pub value: Drawn,
    /// Its colour; the accent when none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub series: Option<u8>,
}

/// One row of values under one name: a line, or one colour of stacked bars.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// Its values, one for each day or category.
    pub values: Vec<Drawn>,
    /// Its colour, in stacked bars.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub series: Option<u8>,
}

/// What stands in the hole of a donut.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Centre {
    /// The figure.
    pub text: String,
    /// What it is.
    pub sub: String,
}

/// What is drawn.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Drawing {
    /// How much, over time.
    AreaLine {
        /// ISO days, in order.
        days: Vec<String>,
        /// The name of the line.
        name: String,
        /// Its values; none where nothing was recorded.
        values: Vec<Option<Drawn>>,
        /// What was put in, dashed below it.
        #[serde(skip_serializing_if = "Option::is_none")]
        put: Option<Row>,
    },
    /// Of what: two to seven parts.
    Donut {
        /// The parts.
        parts: Vec<Part>,
        /// What stands in the hole.
        #[serde(skip_serializing_if = "Option::is_none")]
        centre: Option<Centre>,
    },
    /// What weighs most, of many or nested parts.
    Treemap {
        /// The parts.
        parts: Vec<Part>,
    },
    /// What is inside, level by level.
    Sunburst {
        /// The parts.
        parts: Vec<Part>,
    },
    /// Things beside each other.
    Bars {
        /// The bars, in order.
        bars: Vec<Bar>,
    },
    /// How splits differ.
    StackedBars {
        /// The bars' names.
        categories: Vec<String>,
        /// The colours, each with one value for each bar.
        series: Vec<Row>,
    },
    /// Two axes, for grids too large for the HTML heat table.
    HeatMap {
        /// Names of rows.
        rows: Vec<String>,
        /// Names of columns.
        columns: Vec<String>,
        /// Row, column, value.
        values: Vec<(usize, usize, Drawn)>,
    },
    /// Why it changed: steps that sum to the total.
    Waterfall {
        /// The steps.
        steps: Vec<Bar>,
        /// The whole change.
        total: Bar,
    },
}

/// A drawing with the sentence that says it aloud.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chart {
    #[serde(flatten)]
    drawing: Drawing,
    #[serde(skip_serializing_if = "Option::is_none")]
    currency: Option<&'static str>,
    summary: String,
}

impl Chart {
    /// A chart of money in a currency, or of shares when there is none; `summary` is one sentence with the figures.
    pub fn new(
        drawing: Drawing,
        currency: Option<&'static str>,
        summary: impl Into<String>,
    ) -> Self {
        Self { drawing, currency, summary: summary.into() }
    }

    /// The `kind` of `<pec-chart>`.
    pub const fn kind(&self) -> &'static str {
        match self.drawing {
            Drawing::AreaLine { .. } => "areaLine",
            Drawing::Donut { .. } => "donut",
            Drawing::Treemap { .. } => "treemap",
            Drawing::Sunburst { .. } => "sunburst",
            Drawing::Bars { .. } => "bars",
            Drawing::StackedBars { .. } => "stackedBars",
            Drawing::HeatMap { .. } => "heatMap",
            Drawing::Waterfall { .. } => "waterfall",
        }
    }

    /// The JSON, safe inside a `<script>`.
    pub fn json(&self) -> String {
        script_json(self)
    }
}

/// Any value as JSON that cannot close the `<script>` around it.
pub fn script_json(value: &impl Serialize) -> String {
    let json = serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned());
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

/// The step 0 to 8 of a cell in a heat table: √(value / greatest), nothing is 0, something is at least 1.
pub fn heat(value: Decimal, greatest: Decimal) -> u8 {
    if value <= Decimal::ZERO || greatest <= Decimal::ZERO {
        return 0;
    }
    let ratio = value / greatest * Decimal::from(64);
    (1..8_u8).find(|step| Decimal::from(u32::from(*step).pow(2)) >= ratio).unwrap_or(8)
}

/// A length for an SVG bar or strip, as the attribute says it: `24.807%`.
pub fn length(fraction: Decimal) -> String {
    format!(
        "{}%",
        (fraction * Decimal::ONE_HUNDRED)
            .clamp(Decimal::ZERO, Decimal::ONE_HUNDRED)
            .round_dp(3)
            .normalize()
    )
}

#[cfg(test)]
mod tests;
