//! Runs `pecule report`: prints the read models of the pages as tables or JSON.

use jiff::civil::Date;
use pecule_app::Member;
use pecule_app::config::data_location::DataLocation;
use pecule_app::wealth::reports::breakdown::{Axis, BreakdownReport, UnvaluedView};
use pecule_app::wealth::reports::dashboard::Dashboard;
use pecule_app::wealth::snapshot::Filter;

use crate::cli::{Report, ReportArgs};
use crate::commands::shared::at_work;
use crate::error::Outcome;
use crate::output;
use crate::table::{TableWriter, amount, count, or_nothing, percent};

pub(crate) fn run(place: &DataLocation, asked: &Report) -> Outcome {
    match asked {
        Report::Breakdown { by, at, look } => {
            at_work(place, &look.at, |member| breakdown(member, *by, *at, look.json))
        }
        Report::Assets(look) => at_work(place, &look.at, |member| assets(member, look)),
        Report::Accounts(look) => at_work(place, &look.at, |member| accounts(member, look)),
        Report::Holdings(look) => at_work(place, &look.at, |member| holdings(member, look)),
        Report::Summary { at, look } => {
            at_work(place, &look.at, |member| summary(member, *at, look.json))
        }
    }
}

fn breakdown(member: &Member<'_>, by: Axis, at: Option<Date>, json: bool) -> Outcome {
    let report = member.breakdown(by, &Filter::default(), at)?;
    if json {
        return output::json(&report);
    }
    print_breakdown(&report);
    print_unvalued(&report.unvalued);
    Ok(())
}

fn print_breakdown(report: &BreakdownReport) {
    let currency = report.currency.to_string();
    let mut sheet = TableWriter::new(&["", &format!(">{currency}"), ">%"]);
    for row in &report.rows {
        sheet.row([row.label.clone(), amount(&row.amount), percent(row.share)]);
    }
    sheet.row([format!("Total on {}", report.as_of), amount(&report.total), String::new()]);
    sheet.print();
}

fn print_unvalued(lines: &[UnvaluedView]) {
    if lines.is_empty() {
        return;
    }
    output::say("Outside the total:");
    for line in lines {
        let (asset, account) = (output::plain(&line.asset), output::plain(&line.account));
        output::say(&format!("- {asset} ({account}): {}", line.sentence));
    }
}

fn assets(member: &Member<'_>, look: &ReportArgs) -> Outcome {
    let assets = member.assets()?;
    if look.json {
        return output::json(&output::List::whole(assets));
    }
    let mut sheet = TableWriter::new(&["Name", "Kind", "ISIN", "Currency", ">Parts", "ID"]);
    for asset in assets {
        sheet.row([
            asset.name,
            asset.kind.to_string(),
            or_nothing(asset.isin),
            asset.currency.to_string(),
            or_nothing(asset.composition.map(|made| made.parts.len())),
            asset.id.to_string(),
        ]);
    }
    sheet.print();
    Ok(())
}

fn accounts(member: &Member<'_>, look: &ReportArgs) -> Outcome {
    let accounts = member.accounts()?;
    if look.json {
        return output::json(&output::List::whole(accounts));
    }
    let mut sheet = TableWriter::new(&["Name", "Envelope", "Currency", "ID"]);
    for account in accounts {
        sheet.row([
            account.name,
            account.wrapper.to_string(),
            account.currency.to_string(),
            account.id.to_string(),
        ]);
    }
    sheet.print();
    Ok(())
}

fn holdings(member: &Member<'_>, look: &ReportArgs) -> Outcome {
    let holdings = member.holdings()?;
    if look.json {
        return output::json(&output::List::whole(holdings));
    }
    let mut sheet = TableWriter::new(&["Asset", ">Quantity", ">Stated value", ">Cost", "On", "ID"]);
    for holding in holdings {
        sheet.row([
            holding.asset_name,
            or_nothing(holding.quantity),
            or_nothing(holding.value.map(|value| amount(&value))),
            or_nothing(holding.cost.map(|cost| amount(&cost))),
            or_nothing(holding.on),
            holding.id.to_string(),
        ]);
    }
    sheet.print();
    Ok(())
}

fn summary(member: &Member<'_>, at: Option<Date>, json: bool) -> Outcome {
    let dashboard = member.dashboard(&Filter::default(), at)?;
    if json {
        return output::json(&dashboard);
    }
    print_summary(&dashboard);
    Ok(())
}

fn print_summary(dashboard: &Dashboard) {
    output::say(&format!(
        "{} {} on {}: {} in {}",
        amount(&dashboard.net),
        dashboard.currency,
        dashboard.as_of,
        count(dashboard.assets, "asset"),
        count(dashboard.accounts, "account")
    ));
    if dashboard.debts.minor != 0 {
        output::say(&format!(
            "Owned {}, owed {}",
            amount(&dashboard.gross),
            amount(&dashboard.debts)
        ));
    }
    print_breakdown(&dashboard.by_class);
    let mut sheet = TableWriter::new(&["The largest holdings", "Account", ">Amount", ">%"]);
    for line in &dashboard.top {
        sheet.row([
            line.name.clone(),
            line.account.clone(),
            amount(&line.amount),
            percent(line.share),
        ]);
    }
    sheet.print();
    output::say(&format!("To be done: {}", count(dashboard.tasks.len(), "task")));
    print_unvalued(&dashboard.unvalued);
}
