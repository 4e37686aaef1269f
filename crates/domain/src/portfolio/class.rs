//! Defines the asset classes, the first axis of an allocation.

crate::stable_words::keyed! {
    /// The economic kind of wealth, independent of the legal form that contains it.
    "class" Class {
        /// Shares of companies.
        Equity = "equity",
        /// Debt of states and companies.
        Bonds = "bonds",
        /// Buildings and land, and shares of them.
        RealEstate = "real-estate",
        /// Funds of life insurers with a guaranteed capital ("fonds en euros").
        EuroFunds = "euro-funds",
        /// Money and money-market paper.
        Cash = "cash",
        /// Companies that are not listed.
        PrivateEquity = "private-equity",
        /// Precious metals and raw materials.
        Metals = "metals",
        /// Crypto-assets.
        Crypto = "crypto",
        /// Money owed, always negative.
        Debt = "debt",
        /// Any other wealth, such as cars, art and claims.
        Other = "other",
    }
}
