//! Lists the countries of ISO 3166-1 with their zones.
//!
//! A zone follows from the members of the euro in 2026 and the continent. Developed and emerging
//! markets are those of index providers at the end of 2025.

use crate::portfolio::zone::Zone;

/// A country of ISO 3166-1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Country {
    /// The two-letter code (ISO 3166-1 alpha-2).
    pub iso2: &'static str,
    pub name: &'static str,
    /// The narrowest zone that contains it.
    pub zone: Zone,
}

/// A zone with its countries, each by code and English name.
type Group = (Zone, &'static [(&'static str, &'static str)]);

/// Other spellings used by fund sheets, normalised by [`fold`].
const ALIASES: &[(&str, &str)] = &[
    ("usa", "US"),
    ("united states of america", "US"),
    ("etats unis", "US"),
    ("great britain", "GB"),
    ("royaume uni", "GB"),
    ("england", "GB"),
    ("korea", "KR"),
    ("korea republic of", "KR"),
    ("korea south", "KR"),
    ("republic of korea", "KR"),
    ("coree du sud", "KR"),
    ("russian federation", "RU"),
    ("turkey", "TR"),
    ("turquie", "TR"),
    ("czech republic", "CZ"),
    ("viet nam", "VN"),
    ("hong kong sar", "HK"),
    ("macau", "MO"),
    ("holland", "NL"),
    ("pays bas", "NL"),
    ("allemagne", "DE"),
    ("espagne", "ES"),
    ("italie", "IT"),
    ("suisse", "CH"),
    ("suede", "SE"),
    ("danemark", "DK"),
    ("norvege", "NO"),
    ("finlande", "FI"),
    ("irlande", "IE"),
    ("belgique", "BE"),
    ("autriche", "AT"),
    ("japon", "JP"),
    ("chine", "CN"),
    ("inde", "IN"),
    ("bresil", "BR"),
    ("australie", "AU"),
    ("nouvelle zelande", "NZ"),
    ("singapour", "SG"),
    ("israel", "IL"),
    ("taiwan province of china", "TW"),
    ("united arab emirates", "AE"),
    ("cote d ivoire", "CI"),
    ("bolivia plurinational state of", "BO"),
    ("tanzania united republic of", "TZ"),
    ("venezuela bolivarian republic of", "VE"),
    ("iran islamic republic of", "IR"),
    ("moldova republic of", "MD"),
];

impl Country {
    /// Returns the country of a two-letter code.
    pub fn by_iso2(code: &str) -> Option<Self> {
        let code = code.trim().to_ascii_uppercase();
        GROUPS.iter().find_map(|(zone, countries)| {
            countries.iter().find(|(iso2, _)| *iso2 == code).map(|&(iso2, name)| Self {
                iso2,
                name,
                zone: *zone,
            })
        })
    }

    /// Returns the country named in a fund sheet by code, English name or a common other spelling.
    pub fn find(text: &str) -> Option<Self> {
        if let Some(country) = Self::by_iso2(text) {
            return Some(country);
        }
        let folded = fold(text);
        if let Some(&(_, code)) = ALIASES.iter().find(|(alias, _)| *alias == folded) {
            return Self::by_iso2(code);
        }
        GROUPS.iter().find_map(|(zone, countries)| {
            countries.iter().find(|(_, name)| fold(name) == folded).map(|&(iso2, name)| Self {
                iso2,
                name,
                zone: *zone,
            })
        })
    }
}

/// Returns the zone named in a fund sheet as a country or a group of countries.
pub fn zone_of_place(text: &str) -> Option<Zone> {
    if let Some(country) = Country::find(text) {
        return Some(country.zone);
    }
    match fold(text).as_str() {
        "european union" | "europe" | "union europeenne" => Some(Zone::Europe),
        "eurozone" | "euro area" | "zone euro" => Some(Zone::Eurozone),
        "north america" | "amerique du nord" => Some(Zone::NorthAmerica),
        "world" | "monde" | "global" => Some(Zone::World),
        "emerging markets" | "emerging" | "pays emergents" => Some(Zone::Emerging),
        "asia pacific" | "pacific" => Some(Zone::DevelopedAsia),
        _ => None,
    }
}

/// Converts to lower case without accents, with every run of other characters as one space.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars().flat_map(char::to_lowercase) {
        let plain = match character {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
            'ç' => 'c',
            'è' | 'é' | 'ê' | 'ë' => 'e',
            'ì' | 'í' | 'î' | 'ï' => 'i',
            'ñ' => 'n',
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' => 'o',
            'ù' | 'ú' | 'û' | 'ü' => 'u',
            other if other.is_alphanumeric() => other,
            _ => ' ',
        };
        if plain != ' ' || !folded.ends_with(' ') {
            folded.push(plain);
        }
    }
    folded.trim().to_owned()
}

/// Every country, grouped by zone.
const GROUPS: &[Group] = &[
    (Zone::Us, &[("US", "United States")]),
    (
        Zone::NorthAmerica,
        &[
            ("BM", "Bermuda"),
            ("CA", "Canada"),
            ("GL", "Greenland"),
            ("PM", "St. Pierre and Miquelon"),
        ],
    ),
    (
        Zone::Eurozone,
        &[
            ("AT", "Austria"),
            ("BE", "Belgium"),
            ("BG", "Bulgaria"),
            ("CY", "Cyprus"),
            ("DE", "Germany"),
            ("EE", "Estonia"),
            ("ES", "Spain"),
            ("FI", "Finland"),
            ("FR", "France"),
            ("GR", "Greece"),
            ("HR", "Croatia"),
            ("IE", "Ireland"),
            ("IT", "Italy"),
            ("LT", "Lithuania"),
            ("LU", "Luxembourg"),
            ("LV", "Latvia"),
            ("MT", "Malta"),
            ("NL", "Netherlands"),
            ("PT", "Portugal"),
            ("SI", "Slovenia"),
            ("SK", "Slovakia"),
        ],
    ),
    (
        Zone::EuropeExEurozone,
        &[
            ("AD", "Andorra"),
            ("AL", "Albania"),
            ("AX", "Åland Islands"),
            ("BA", "Bosnia and Herzegovina"),
            ("BY", "Belarus"),
            ("CH", "Switzerland"),
            ("DK", "Denmark"),
            ("FO", "Faroe Islands"),
            ("GG", "Guernsey"),
            ("GI", "Gibraltar"),
            ("IM", "Isle of Man"),
            ("IS", "Iceland"),
            ("JE", "Jersey"),
            ("LI", "Liechtenstein"),
            ("MC", "Monaco"),
            ("MD", "Moldova"),
            ("ME", "Montenegro"),
            ("MK", "North Macedonia"),
            ("NO", "Norway"),
            ("RO", "Romania"),
            ("RS", "Serbia"),
            ("RU", "Russia"),
            ("SE", "Sweden"),
            ("SJ", "Svalbard and Jan Mayen Islands"),
            ("SM", "San Marino"),
            ("UA", "Ukraine"),
            ("VA", "Vatican"),
            ("XK", "Kosovo"),
        ],
    ),
    (Zone::Uk, &[("GB", "United Kingdom")]),
    (Zone::Japan, &[("JP", "Japan")]),
    (
        Zone::DevelopedAsia,
        &[
            ("AU", "Australia"),
            ("HK", "Hong Kong"),
            ("MO", "Macau"),
            ("NZ", "New Zealand"),
            ("SG", "Singapore"),
        ],
    ),
    (Zone::China, &[("CN", "China")]),
    (Zone::India, &[("IN", "India")]),
    (
        Zone::Emerging,
        &[
            ("AE", "United Arab Emirates"),
            ("BR", "Brazil"),
            ("CL", "Chile"),
            ("CO", "Colombia"),
            ("CZ", "Czechia"),
            ("EG", "Egypt"),
            ("HU", "Hungary"),
            ("ID", "Indonesia"),
            ("KR", "South Korea"),
            ("KW", "Kuwait"),
            ("MX", "Mexico"),
            ("MY", "Malaysia"),
            ("PE", "Peru"),
            ("PH", "Philippines"),
            ("PL", "Poland"),
            ("QA", "Qatar"),
            ("SA", "Saudi Arabia"),
            ("TH", "Thailand"),
            ("TR", "Türkiye"),
            ("TW", "Taiwan"),
            ("ZA", "South Africa"),
        ],
    ),
    (Zone::Developed, &[("IL", "Israel")]),
    (
        Zone::Other,
        &[
            ("AF", "Afghanistan"),
            ("AG", "Antigua and Barbuda"),
            ("AI", "Anguilla"),
            ("AM", "Armenia"),
            ("AO", "Angola"),
            ("AQ", "Antarctica"),
            ("AR", "Argentina"),
            ("AS", "American Samoa"),
            ("AW", "Aruba"),
            ("AZ", "Azerbaijan"),
            ("BB", "Barbados"),
            ("BD", "Bangladesh"),
            ("BF", "Burkina Faso"),
            ("BH", "Bahrain"),
            ("BI", "Burundi"),
            ("BJ", "Benin"),
            ("BL", "St. Barths"),
            ("BN", "Brunei Darussalam"),
            ("BO", "Bolivia"),
            ("BQ", "Bonaire, Saint Eustatius and Saba"),
            ("BS", "Bahamas"),
            ("BT", "Bhutan"),
            ("BV", "Bouvet Island"),
            ("BW", "Botswana"),
            ("BZ", "Belize"),
            ("CC", "Cocos (Keeling) Islands"),
            ("CD", "DR Congo"),
            ("CF", "Central African Republic"),
            ("CG", "Congo Republic"),
            ("CI", "Côte d'Ivoire"),
            ("CK", "Cook Islands"),
            ("CM", "Cameroon"),
            ("CR", "Costa Rica"),
            ("CU", "Cuba"),
            ("CV", "Cabo Verde"),
            ("CW", "Curaçao"),
            ("CX", "Christmas Island"),
            ("DJ", "Djibouti"),
            ("DM", "Dominica"),
            ("DO", "Dominican Republic"),
            ("DZ", "Algeria"),
            ("EC", "Ecuador"),
            ("EH", "Western Sahara"),
            ("ER", "Eritrea"),
            ("ET", "Ethiopia"),
            ("FJ", "Fiji"),
            ("FK", "Falkland Islands"),
            ("FM", "Micronesia, Fed. Sts."),
            ("GA", "Gabon"),
            ("GD", "Grenada"),
            ("GE", "Georgia"),
            ("GF", "French Guiana"),
            ("GH", "Ghana"),
            ("GM", "Gambia"),
            ("GN", "Guinea"),
            ("GP", "Guadeloupe"),
            ("GQ", "Equatorial Guinea"),
            ("GS", "South Georgia and South Sandwich Is."),
            ("GT", "Guatemala"),
            ("GU", "Guam"),
            ("GW", "Guinea-Bissau"),
            ("GY", "Guyana"),
            ("HM", "Heard and McDonald Islands"),
            ("HN", "Honduras"),
            ("HT", "Haiti"),
            ("IO", "British Indian Ocean Territory"),
            ("IQ", "Iraq"),
            ("IR", "Iran"),
            ("JM", "Jamaica"),
            ("JO", "Jordan"),
            ("KE", "Kenya"),
            ("KG", "Kyrgyzstan"),
            ("KH", "Cambodia"),
            ("KI", "Kiribati"),
            ("KM", "Comoros"),
            ("KN", "St. Kitts and Nevis"),
            ("KP", "North Korea"),
            ("KY", "Cayman Islands"),
            ("KZ", "Kazakhstan"),
            ("LA", "Laos"),
            ("LB", "Lebanon"),
            ("LC", "St. Lucia"),
            ("LK", "Sri Lanka"),
            ("LR", "Liberia"),
            ("LS", "Lesotho"),
            ("LY", "Libya"),
            ("MA", "Morocco"),
            ("MF", "Saint-Martin"),
            ("MG", "Madagascar"),
            ("MH", "Marshall Islands"),
            ("ML", "Mali"),
            ("MM", "Myanmar"),
            ("MN", "Mongolia"),
            ("MP", "Northern Mariana Islands"),
            ("MQ", "Martinique"),
            ("MR", "Mauritania"),
            ("MS", "Montserrat"),
            ("MU", "Mauritius"),
            ("MV", "Maldives"),
            ("MW", "Malawi"),
            ("MZ", "Mozambique"),
            ("NA", "Namibia"),
            ("NC", "New Caledonia"),
            ("NE", "Niger"),
            ("NF", "Norfolk Island"),
            ("NG", "Nigeria"),
            ("NI", "Nicaragua"),
            ("NP", "Nepal"),
            ("NR", "Nauru"),
            ("NU", "Niue"),
            ("OM", "Oman"),
            ("PA", "Panama"),
            ("PF", "French Polynesia"),
            ("PG", "Papua New Guinea"),
            ("PK", "Pakistan"),
            ("PN", "Pitcairn"),
            ("PR", "Puerto Rico"),
            ("PS", "Palestine"),
            ("PW", "Palau"),
            ("PY", "Paraguay"),
            ("RE", "Réunion"),
            ("RW", "Rwanda"),
            ("SB", "Solomon Islands"),
            ("SC", "Seychelles"),
            ("SD", "Sudan"),
            ("SH", "St. Helena"),
            ("SL", "Sierra Leone"),
            ("SN", "Senegal"),
            ("SO", "Somalia"),
            ("SR", "Suriname"),
            ("SS", "South Sudan"),
            ("ST", "Sao Tome and Principe"),
            ("SV", "El Salvador"),
            ("SX", "Sint Maarten"),
            ("SY", "Syria"),
            ("SZ", "Eswatini"),
            ("TC", "Turks and Caicos Islands"),
            ("TD", "Chad"),
            ("TF", "French Southern Territories"),
            ("TG", "Togo"),
            ("TJ", "Tajikistan"),
            ("TK", "Tokelau"),
            ("TL", "Timor-Leste"),
            ("TM", "Turkmenistan"),
            ("TN", "Tunisia"),
            ("TO", "Tonga"),
            ("TT", "Trinidad and Tobago"),
            ("TV", "Tuvalu"),
            ("TZ", "Tanzania"),
            ("UG", "Uganda"),
            ("UM", "United States Minor Outlying Islands"),
            ("UY", "Uruguay"),
            ("UZ", "Uzbekistan"),
            ("VC", "St. Vincent and the Grenadines"),
            ("VE", "Venezuela"),
            ("VG", "British Virgin Islands"),
            ("VI", "United States Virgin Islands"),
            ("VN", "Vietnam"),
            ("VU", "Vanuatu"),
            ("WF", "Wallis and Futuna Islands"),
            ("WS", "Samoa"),
            ("YE", "Yemen"),
            ("YT", "Mayotte"),
            ("ZM", "Zambia"),
            ("ZW", "Zimbabwe"),
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_found_by_code_name_or_usual_spelling() {
        assert_eq!(Country::find("United States").map(|c| c.iso2), Some("US"));
        assert_eq!(Country::find("fr").map(|c| c.zone), Some(Zone::Eurozone));
        assert_eq!(Country::find("Korea (South)").map(|c| c.iso2), Some("KR"));
        assert_eq!(Country::find("Türkiye").map(|c| c.iso2), Some("TR"));
        assert_eq!(Country::find("-"), None);
    }

    #[test]
    fn a_group_of_countries_keeps_its_width() {
        assert_eq!(zone_of_place("European Union"), Some(Zone::Europe));
        assert_eq!(zone_of_place("Unknown"), None);
    }
}
