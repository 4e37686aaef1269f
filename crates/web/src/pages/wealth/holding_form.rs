//! Builds the form of a holding with its asset, quantity or value, and ownership.

use pecule_app::wealth::accounts::AccountView;
use pecule_app::wealth::assets::AssetView;
use pecule_app::wealth::holdings::HoldingView;
use pecule_app::{Member, Result};
use pecule_domain::id::HoldingId;
use pecule_domain::money::share::Share;
use pecule_domain::portfolio::asset::{AssetKind, Unit};
use pecule_domain::portfolio::class::Class;
use pecule_domain::portfolio::holding::Right;
use rust_decimal::Decimal;

use crate::pages::form::record::{FormError, Group, RecordForm, Removal, kept};
use crate::pages::wealth::accounts::currency;
use crate::request::form::Form;
use crate::view::field::{Choice, Field};
use crate::view::page::Page;
use crate::view::{money, number, share};

/// Builds the form from the stored holding, or with the typed values.
pub fn present(
    member: &Member<'_>,
    page: Page,
    id: HoldingId,
    form: Option<&Form>,
    trouble: &FormError,
) -> Result<RecordForm> {
    let holding = member.holding(id)?;
    let shown = |amount: Option<Decimal>| {
        let amount = amount.filter(|_| !page.hides_amounts);
        amount.map(|amount| number::field(amount, page.lang)).unwrap_or_default()
    };
    let part = (holding.share != Share::WHOLE).then(|| share::field(holding.share, page.lang));
    let known = kept(&[
        ("account", holding.account.to_string()),
        ("asset", holding.asset_name.clone()),
        ("quantity", shown(holding.quantity)),
        ("value", shown(holding.value)),
        ("cost", shown(holding.cost)),
        ("on", holding.on.map(|on| on.to_string()).unwrap_or_default()),
        ("right", holding.right.key().to_owned()),
        ("share", part.unwrap_or_default()),
        ("notes", holding.notes.clone()),
        ("version", holding.version.to_string()),
    ]);
    let form = form.unwrap_or(&known);
    form_of(member, page, Some((&holding, &known)), form, trouble)
}

/// Builds the form of a new or existing holding.
pub fn form_of(
    member: &Member<'_>,
    page: Page,
    holding: Option<(&HoldingView, &Form)>,
    form: &Form,
    trouble: &FormError,
) -> Result<RecordForm> {
    let accounts = member.accounts()?;
    let at = accounts.iter().find(|account| account.id.to_string() == form.text("account"));
    let mut steps = vec![(page.t("nav-wealth"), "/wealth".to_owned())];
    steps.extend(at.map(|account| (account.name.clone(), format!("/accounts/{}", account.id))));
    let back =
        at.map_or_else(|| "/wealth".to_owned(), |account| format!("/accounts/{}", account.id));
    let assets = member.assets()?;
    let asset =
        holding.and_then(|(holding, _)| assets.iter().find(|asset| asset.id == holding.asset));
    let account = account(member, &page, &accounts, form)?;
    let mut groups = match asset {
        Some(_) => vec![Group::plain(vec![vec![account]])],
        None => about_asset(&page, account, &assets, form),
    };
    groups.push(how_much(&page, asset, form));
    groups.push(ownership(&page, form));
    let (action, removal) = match holding {
        Some((holding, _)) => (
            format!("/holdings/{}", holding.id),
            Some(Removal {
                title: page.t("record-holding-remove"),
                text: page.t("record-holding-remove-text"),
                action: format!("/holdings/{}/remove", holding.id),
                refused: trouble.refusal(&page),
            }),
        ),
        None => ("/holdings".to_owned(), None),
    };
    let mut page = page;
    if let Some(asset) = asset {
        page.title.clone_from(&asset.name);
    }
    let drawn =
        RecordForm::new(page, action, groups).with(trouble, form, holding.map(|(_, known)| known));
    Ok(RecordForm { steps, back, removal, ..drawn })
}

fn account(
    member: &Member<'_>,
    page: &Page,
    accounts: &[AccountView],
    form: &Form,
) -> Result<Field> {
    let current = form.text("account");
    let banks = member.banks()?;
    let mut choices: Vec<Choice> = accounts
        .iter()
        .map(|account| {
            let bank = banks.iter().find(|bank| bank.id == account.bank);
            let bank = bank.map(|bank| bank.name.as_str()).unwrap_or_default();
            Choice::new(account.id.to_string(), format!("{bank} · {}", account.name), current)
        })
        .collect();
    choices.sort_by(|choice, other| choice.label.cmp(&other.label));
    // With a single account there is no choice.
    if choices.len() > 1 && !choices.iter().any(|choice| choice.selected) {
        choices.insert(0, Choice::new("", page.t("record-choose"), ""));
    }
    Ok(Field::select("account", page.t("account"), choices).required().value(current))
}

fn about_asset(page: &Page, account: Field, assets: &[AssetView], form: &Form) -> Vec<Group> {
    let names = assets.iter().map(|asset| asset.name.clone()).collect();
    let asset = Field::suggest("asset", page.t("asset"), names)
        .required()
        .hint(page.t("record-holding-asset-hint"))
        .value(form.text("asset"));
    let asset = if form.text("asset").is_empty() { asset.focused() } else { asset };
    let kind = form.text("kind");
    let kinds = [Choice::new("", page.t("record-choose"), kind)].into_iter().chain(
        AssetKind::ALL
            .iter()
            .map(|each| Choice::new(each.key(), page.name_of("kind", each.key()), kind)),
    );
    let class = form.text("class");
    let classes = [Choice::new("", page.t("record-class-usual"), class)]
        .into_iter()
        .chain(
            Class::ALL
                .iter()
                .map(|each| Choice::new(each.key(), page.name_of("class", each.key()), class)),
        )
        .chain([Choice::new(NO_CLASS, page.t("class-unassigned"), class)]);
    let new = vec![
        vec![
            Field::select("kind", page.t("grouping-kind"), kinds.collect()),
            Field::select("class", page.t("class"), classes.collect()),
        ],
        vec![
            currency(page, form),
            Field::text("isin", page.t("record-isin"))
                .hint(page.t("optional"))
                .value(form.text("isin")),
        ],
    ];
    vec![
        Group::plain(vec![vec![account], vec![asset]]),
        Group::new(page.t("record-holding-new-asset"), new)
            .hint(page.t("record-holding-new-asset-hint")),
    ]
}

fn how_much(page: &Page, asset: Option<&AssetView>, form: &Form) -> Group {
    let sign = asset.map(|asset| money::sign(asset.currency)).unwrap_or_default();
    let by_ounce = asset.is_some_and(|asset| asset.unit != Unit::Piece);
    let number = |name: &str, label: &str, unit: &str| {
        Field::number(name, page.t(label), unit).value(form.text(name))
    };
    let unit = asset
        .map(|asset| page.name_of("unit", asset.unit.key()).to_lowercase())
        .unwrap_or_default();
    let price = number("price", "table-price", &sign);
    let price_hint = if by_ounce { "record-price-ounce" } else { "record-price-hint" };
    let on = Field::day("on", page.t("record-holding-on")).value(form.text("on"));
    let on_hint =
        if asset.is_some() { "record-holding-on-hint" } else { "record-holding-on-new-hint" };
    let on = on.hint(page.t(on_hint));
    let value =
        number("value", "record-holding-value", &sign).hint(page.t("record-holding-value-hint"));
    let rows = vec![
        vec![
            number("quantity", "table-quantity", &unit).hint(page.t("record-quantity-hint")),
            price.hint(page.t(price_hint)),
        ],
        vec![value],
        vec![number("cost", "record-cost", &sign).hint(page.t("record-cost-hint")), on],
    ];
    let hides = asset.is_some() && page.hides_amounts;
    let hint = if hides { "record-holding-hidden-hint" } else { "record-holding-how-much-hint" };
    Group::new(page.t("record-holding-how-much"), rows).hint(page.t(hint))
}

fn ownership(page: &Page, form: &Form) -> Group {
    let current = form.find("right").unwrap_or(Right::Full.key());
    let rights = Right::ALL
        .iter()
        .map(|right| Choice::new(right.key(), page.name_of("right", right.key()), current));
    let rows = vec![
        vec![
            Field::select("right", page.t("record-right"), rights.collect())
                .hint(page.t("record-right-hint")),
            Field::number("share", page.t("record-share"), "%")
                .hint(page.t("record-share-hint"))
                .example("100")
                .value(form.text("share")),
        ],
        vec![Field::area("notes", page.t("record-notes")).value(form.text("notes"))],
    ];
    let group = Group::new(page.t("record-ownership"), rows).folded();
    let is_told = current != Right::Full.key()
        || form.find("share").is_some()
        || form.find("notes").is_some();
    if is_told { Group { folds: false, ..group } } else { group }
}

/// Form value for an asset without a class.
pub const NO_CLASS: &str = "none";
