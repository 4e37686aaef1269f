//! Runs `pecule tls`: issues and shows the certificates of the household's own authority.

use std::net::IpAddr;

use pecule_app::Clock as _;
use pecule_web::server::tls::authority::CertificateNames;
use pecule_web::server::tls::own::{CertificateState, HouseholdTls};
use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;
use serde::Serialize;

use crate::cli::serve::{Tls, TlsInit};
use crate::config::Config;
use crate::error::{Failure, Outcome};
use crate::{config, output};

/// The state of the certificates, with the days left.
#[derive(Serialize)]
struct Status<'a> {
    #[serde(flatten)]
    standing: &'a CertificateState,
    /// The days until the certificate expires.
    days_left: i64,
}

pub(crate) fn run(config: &Config, asked: Tls) -> Outcome {
    match asked {
        Tls::Init(asked) => init(config, asked),
        Tls::Status { json } => status(config, json),
    }
}

fn init(config: &Config, asked: TlsInit) -> Outcome {
    let own = HouseholdTls::of(&config.data.value);
    let named = !asked.names.is_empty() || !asked.addresses.is_empty();
    let names = match (named, own.exists()) {
        (true, _) => (asked.names, asked.addresses),
        (false, true) => (own.standing()?.certificate.names, Vec::new()),
        (false, false) => {
            return Err(Failure::Usage(
                "a name or an address of this machine is required: --name HOST or --ip ADDR"
                    .to_owned(),
            ));
        }
    };
    let names = CertificateNames::new(names.0, names.1)
        .map_err(|error| Failure::said(error.to_string(), "Nothing was changed."))?;
    let founded = asked.new_authority || !own.exists();
    let app = config.place().open(config::clock())?;
    let issued = own.issue(&app, &names, asked.new_authority);
    app.settle_all()?;
    let standing = issued?;
    show(&standing);
    let address = trust_address(&standing, config.doors.listen.value.port());
    output::say("");
    if founded {
        output::say("Write the fingerprint down: phones show it before they trust this household.");
        output::say(
            "Notez l'empreinte : les téléphones la montrent avant de faire confiance à ce foyer.",
        );
    } else {
        output::say("The authority is the same: phones that trust it need nothing new.");
        output::say(
            "L'autorité reste la même : les téléphones qui lui font confiance n'ont rien à faire.",
        );
    }
    output::say("");
    if let Ok(code) = QrCode::new(address.as_bytes()) {
        // Inverted, since most terminals write light on dark.
        let mut drawn = code.render::<Dense1x2>();
        drawn.dark_color(Dense1x2::Light).light_color(Dense1x2::Dark);
        output::say(&drawn.build());
    }
    output::say(&address);
    Ok(())
}

fn status(config: &Config, json: bool) -> Outcome {
    let own = HouseholdTls::of(&config.data.value);
    if !own.exists() {
        return Err(Failure::said(
            "this household has no certificates",
            "Make them with: pecule tls init --name HOST",
        ));
    }
    let standing = own.standing()?;
    if json {
        let days_left = standing.days_left(config::clock().now());
        return output::json(&Status { standing: &standing, days_left });
    }
    show(&standing);
    Ok(())
}

fn show(standing: &CertificateState) {
    let (authority, certificate) = (&standing.authority, &standing.certificate);
    output::say(&format!("Certificate: {}", output::plain(&certificate.names.join(", "))));
    let days = standing.days_left(config::clock().now());
    output::say(&format!("  until {} ({days} days)", certificate.not_after.strftime("%F")));
    output::say(&format!("Authority:   until {}", authority.not_after.strftime("%F")));
    output::say("  SHA-256 fingerprint / empreinte SHA-256 :");
    let pairs: Vec<&str> = authority.fingerprint.split(':').collect();
    for line in pairs.chunks(8) {
        output::say(&format!("    {}", line.join(" ")));
    }
}

/// Returns the URL of the trust page, with the first name that is not loopback.
fn trust_address(standing: &CertificateState, port: u16) -> String {
    let is_elsewhere = |name: &&String| {
        **name != "localhost" && !name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    };
    let host = standing.certificate.names.iter().find(is_elsewhere);
    let host = host.map_or("localhost", String::as_str);
    let bracketed = if host.contains(':') { format!("[{host}]") } else { host.to_owned() };
    format!("https://{bracketed}:{port}/trust")
}
