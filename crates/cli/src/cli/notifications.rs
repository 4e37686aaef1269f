//! Defines the arguments of `pecule notifications` and `pecule precautions`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use jiff::civil::Date;

use crate::cli::credentials::Credentials;

#[derive(Subcommand)]
pub(crate) enum Notifications {
    /// Show the server that sends notifications, and its state.
    Show {
        #[command(flatten)]
        who: Credentials,
        /// Print the answer as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Set the server that sends notifications; each person then subscribes with an address.
    SetRelay(Box<RelayArgs>),
    /// Remove the server and its credentials, and stop all notifications.
    RemoveRelay {
        #[command(flatten)]
        who: Credentials,
    },
    /// Subscribe to notifications.
    Subscribe {
        /// Send to this e-mail address or push topic.
        address: String,
        /// Send alerts of this severity and above.
        #[arg(long, default_value = "serious", value_parser = ["notice", "warning", "serious", "critical"])]
        from: String,
        #[command(flatten)]
        who: Credentials,
    },
    /// Unsubscribe from notifications.
    Unsubscribe {
        #[command(flatten)]
        who: Credentials,
    },
    /// Send a test notification to the person's own address.
    Test {
        #[command(flatten)]
        who: Credentials,
    },
}

#[derive(Args)]
#[command(group(clap::ArgGroup::new("server").required(true).args(["smtp", "push"])))]
pub(crate) struct RelayArgs {
    /// Use this mail server.
    #[arg(long, value_name = "HOST", requires = "sender")]
    pub(crate) smtp: Option<String>,
    /// Use this push server, such as ntfy.
    #[arg(long, value_name = "URL")]
    pub(crate) push: Option<String>,
    /// Use this port of the mail server (default: the port of the security mode).
    #[arg(long, value_name = "PORT")]
    pub(crate) port: Option<u16>,
    /// Choose the encryption of the connection to the mail server.
    #[arg(long, default_value = "starttls", value_parser = ["starttls", "tls", "none"])]
    pub(crate) security: String,
    /// Set the sender address of the mail.
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) sender: Option<String>,
    /// Authenticate as this user.
    #[arg(long, value_name = "NAME")]
    pub(crate) user: Option<String>,
    /// Read the password or the token from this file.
    #[arg(long, value_name = "FILE")]
    pub(crate) secret_file: Option<PathBuf>,
    /// Set the address of this Pécule server, for links in notifications.
    #[arg(long, value_name = "URL")]
    pub(crate) link: String,
    #[command(flatten)]
    pub(crate) who: Credentials,
}

#[derive(Subcommand)]
pub(crate) enum Precautions {
    /// List every precaution with the day it was taken and the day of its reminder.
    List {
        #[command(flatten)]
        who: Credentials,
        /// Print the answer as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Mark a precaution as taken today.
    Done(OnePrecaution),
    /// Mark a precaution as no longer taken.
    Reopen(OnePrecaution),
    /// Set the day of a reminder, or remove the reminder.
    Remind {
        #[command(flatten)]
        one: OnePrecaution,
        /// Remind on this day (default: no reminder).
        #[arg(long, value_name = "DATE")]
        on: Option<Date>,
    },
}

#[derive(Args)]
pub(crate) struct OnePrecaution {
    /// Choose a precaution by its name in `pecule precautions list`.
    pub(crate) precaution: String,
    #[command(flatten)]
    pub(crate) who: Credentials,
}
