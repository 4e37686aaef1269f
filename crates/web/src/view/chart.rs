//! Data of charts, as JSON inside `<pec-chart>`. The table behind each chart holds the exact
//! figures.
//!
//! While amounts are hidden, pass shares and no currency, so that the page contains no amounts.

use pecule_domain::portfolio::class::Class;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use serde::Serialize;

/// A number for drawing only. Never compute with it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Drawn(f64);

impl From<Decimal> for Drawn {
    fn from(value: Decimal) -> Self {
        Self(value.to_f64().unwrap_or_default())
    }
}

/// Colour of the unknown part; always hatched.
pub const UNASSIGNED: u8 = 10;

/// Returns the colour of a class, the same on every screen.
pub const fn series(class: Class) -> u8 {
    match class {
        Class::Equity => 1,
        Class::RealEstate => 2,
        Class::Bonds => 3,
        Class::PrivateEquity => 4,
        Class::Metals => 5,
        Class::Cash => 6,
        // A debt is not part of a ring or strip. As a bar it belongs to the classes that are
        // neither saved nor invested.
        Class::Other | Class::Debt => 7,
        Class::EuroFunds => 8,
        Class::Crypto => 9,
    }
}

/// A part of a whole, possibly with parts of its own.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    pub name: String,
    /// Short name for a ring.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    pub value: Drawn,
    /// Colour, 1 to 10. Nested parts take their parent's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub series: Option<u8>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Self>,
}

impl Part {
    /// Creates a part without nested parts.
    pub fn new(name: impl Into<String>, value: Decimal, series: Option<u8>) -> Self {
        Self { name: name.into(), label: None, value: value.into(), series, parts: Vec::new() }
    }
}

/// A labelled value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bar {
    pub name: String,
    pub value: Drawn,
    /// Colour; the accent colour if `None`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub series: Option<u8>,
}

/// A named series: a line, or one colour of stacked bars.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    pub name: String,
    /// One per day or category.
    pub values: Vec<Drawn>,
    /// Colour in stacked bars.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub series: Option<u8>,
}

/// Text in the centre of a donut.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Centre {
    pub text: String,
    /// Caption of the figure.
    pub sub: String,
}

/// Type and data of a chart.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Drawing {
    /// A value over time.
    AreaLine {
        /// ISO days, ascending.
        days: Vec<String>,
        name: String,
        /// `None` where nothing was recorded.
        values: Vec<Option<Drawn>>,
        /// Contributions, as a dashed line.
        #[serde(skip_serializing_if = "Option::is_none")]
        put: Option<Row>,
    },
    /// Composition with two to seven parts.
    Donut {
        parts: Vec<Part>,
        #[serde(skip_serializing_if = "Option::is_none")]
        centre: Option<Centre>,
    },
    /// Composition with many or nested parts.
    Treemap { parts: Vec<Part> },
    /// Composition by level.
    Sunburst { parts: Vec<Part> },
    /// Comparison of single values.
    Bars { bars: Vec<Bar> },
    /// Comparison of compositions.
    StackedBars {
        /// Names of the bars.
        categories: Vec<String>,
        /// One per colour, each with one value per bar.
        series: Vec<Row>,
    },
    /// Two axes, for grids too large for the HTML heat table.
    HeatMap {
        rows: Vec<String>,
        columns: Vec<String>,
        /// Row index, column index, value.
        values: Vec<(usize, usize, Drawn)>,
    },
    /// Change in steps that sum to the total.
    Waterfall { steps: Vec<Bar>, total: Bar },
}

/// A chart with a text alternative.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chart {
    #[serde(flatten)]
    drawing: Drawing,
    #[serde(skip_serializing_if = "Option::is_none")]
    currency: Option<&'static str>,
    summary: String,
}

impl Chart {
    /// Creates a chart of amounts, or of shares if `currency` is `None`. `summary` is one sentence
    /// with the figures.
    pub fn new(
        drawing: Drawing,
        currency: Option<&'static str>,
        summary: impl Into<String>,
    ) -> Self {
        Self { drawing, currency, summary: summary.into() }
    }

    /// Returns the `kind` attribute of `<pec-chart>`.
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

    /// Returns the JSON, safe inside a `<script>`.
    pub fn json(&self) -> String {
        script_json(self)
    }
}

/// Serializes a value as JSON that cannot close the surrounding `<script>`.
pub fn script_json(value: &impl Serialize) -> String {
    let json = serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned());
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

/// Returns the step 0 to 8 of a heat table's cell: √(value / greatest). Zero is 0, any other value
/// at least 1.
pub fn heat(value: Decimal, greatest: Decimal) -> u8 {
    if value <= Decimal::ZERO || greatest <= Decimal::ZERO {
        return 0;
    }
    let ratio = value / greatest * Decimal::from(64);
    (1..8_u8).find(|step| Decimal::from(u32::from(*step).pow(2)) >= ratio).unwrap_or(8)
}

/// Formats a length for an SVG attribute: `24.807%`.
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
