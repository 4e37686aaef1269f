//! Defines price and rate curves as monthly factors of today's value over eighteen months.

/// Length of the curves in months.
pub(crate) const MONTHS: i32 = 18;

/// A price curve.
#[derive(Debug, Clone, Copy)]
pub(crate) enum PriceCurve {
    /// Slowly rising, by 3 % in eighteen months.
    Calm,
    /// Stocks and bonds mixed.
    Mixed,
    /// Stocks of the world market.
    Shares,
    /// A single company, or an emerging market.
    Wild,
    /// Extreme swings, such as a cryptocurrency.
    Storm,
    Gold,
}

impl PriceCurve {
    /// Thousandths of today's price, oldest month first.
    pub(crate) const fn thousandths(self) -> [i64; 19] {
        match self {
            Self::Calm => [
                968, 969, 971, 974, 973, 977, 980, 979, 983, 985, 988, 987, 990, 992, 991, 995,
                997, 998, 1000,
            ],
            Self::Mixed => [
                901, 908, 914, 905, 919, 928, 936, 931, 944, 921, 938, 951, 957, 962, 955, 973,
                981, 989, 1000,
            ],
            Self::Shares => [
                842, 855, 869, 848, 877, 893, 911, 902, 924, 871, 905, 931, 946, 957, 938, 968,
                975, 988, 1000,
            ],
            Self::Wild => [
                1082, 1041, 996, 934, 958, 1012, 1067, 1103, 1048, 913, 871, 902, 968, 1021, 987,
                942, 961, 993, 1000,
            ],
            Self::Storm => [
                612, 655, 748, 701, 823, 1018, 1176, 1122, 1054, 887, 792, 868, 934, 1107, 1241,
                1163, 1088, 1046, 1000,
            ],
            Self::Gold => [
                641, 655, 672, 690, 701, 716, 725, 748, 771, 802, 815, 823, 841, 862, 901, 958,
                1012, 987, 1000,
            ],
        }
    }
}

/// Currency pair, today's rate, and its curve.
pub(crate) const RATES: &[(&str, &str, &str, PriceCurve)] = &[
    ("EUR", "USD", "1.1584", PriceCurve::Calm),
    ("GBP", "EUR", "1.1362", PriceCurve::Calm),
    ("CHF", "EUR", "1.0741", PriceCurve::Calm),
];
