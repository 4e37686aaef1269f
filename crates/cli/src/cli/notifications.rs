//! What may be typed about messages, and about precautions.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use jiff::civil::Date;

use crate::cli::Who;

#[derive(Subcommand)]
pub(crate) enum Messages {
    /// Say through which server findings are told, and how it is.
    Show {
        #[command(flatten)]
        who: Who,
        /// Answer in JSON.
        #[arg(long)]
        json: bool,
    },
    /// Name the server; nothing is sent before somebody says where to.
    Through(Box<Through>),
    /// Forget the server and its credentials: nothing is sent any more.
    Off {
        #[command(flatten)]
        who: Who,
    },
    /// Choose where one is told oneself.
    To {
        /// An e-mail address, or a topic.
        address: String,
        /// From which severity on.
        #[arg(long, default_value = "serious", value_parser = ["notice", "warning", "serious", "critical"])]
        from: String,
        #[command(flatten)]
        who: Who,
    },
    /// Have oneself told nothing any more.
    Stop {
        #[command(flatten)]
        who: Who,
    },
    /// Send oneself a message that tells nothing.
    Try {
        #[command(flatten)]
        who: Who,
    },
}

#[derive(Args)]
#[command(group(clap::ArgGroup::new("server").required(true).args(["smtp", "push"])))]
pub(crate) struct Through {
    /// The name of a mail server.
    #[arg(long, value_name = "HOST", requires = "sender")]
    pub(crate) smtp: Option<String>,
    /// The address of a server such as ntfy.
    #[arg(long, value_name = "URL")]
    pub(crate) push: Option<String>,
    /// The port of the mail server; else the usual one.
    #[arg(long, value_name = "PORT")]
    pub(crate) port: Option<u16>,
    /// How the mail server is spoken with.
    #[arg(long, default_value = "starttls", value_parser = ["starttls", "tls", "none"])]
    pub(crate) security: String,
    /// The address in whose name mail is sent.
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) sender: Option<String>,
    /// The user, where the server asks for one.
    #[arg(long, value_name = "NAME")]
    pub(crate) user: Option<String>,
    /// A file with the password or the token.
    #[arg(long, value_name = "FILE")]
    pub(crate) secret_file: Option<PathBuf>,
    /// The address of Pécule itself, which messages lead to.
    #[arg(long, value_name = "URL")]
    pub(crate) link: String,
    #[command(flatten)]
    pub(crate) who: Who,
}

#[derive(Subcommand)]
pub(crate) enum Precautions {
    /// List them, each with the day it was taken and the day of its reminder.
    List {
        #[command(flatten)]
        who: Who,
        /// Answer in JSON.
        #[arg(long)]
        json: bool,
    },
    /// Say that one was taken today.
    Done(OnePrecaution),
    /// Say that one is not taken any more.
    Reopen(OnePrecaution),
    /// Choose the day of a reminder; without one there is none.
    Remind {
        #[command(flatten)]
        one: OnePrecaution,
        /// The day.
        #[arg(long, value_name = "DATE")]
        on: Option<Date>,
    },
}

#[derive(Args)]
pub(crate) struct OnePrecaution {
    /// Which, as `pecule precautions list` calls it.
    pub(crate) precaution: String,
    #[command(flatten)]
    pub(crate) who: Who,
}
