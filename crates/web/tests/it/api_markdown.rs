//! Generates docs/api.md from the API description and checks that it is current.

use std::fmt::Write as _;
use std::path::Path;

use pecule_web::api::document;
use pecule_web::api::openapi::field::{Field, Kind, Shape};
use pecule_web::api::openapi::reading::{Chapter, Operation, Reading};

const HEAD: &str = "# The API and the JSON of the command line

This page is generated from the OpenAPI document (`GET /api/v1/openapi.json`; to read in a browser:
`/api/v1/docs`). After a change: `UPDATE=1 cargo nextest run -p pecule-web docs_api_md`.

";

const CONVENTIONS: &str = "
## How to ask

All addresses begin with `/api/v1`. `POST /tokens` gives an access token (ten minutes) and a refresh token
(used once); every other request carries `Authorization: Bearer ACCESS_TOKEN`. Cookies count for nothing.

```sh
api=http://127.0.0.1:8017/api/v1
token=$(curl -s $api/tokens -H 'Content-Type: application/json' -d @credentials.json | jq -r .access_token)
curl -s \"$api/breakdown?by=class\" -H \"Authorization: Bearer $token\"
```

- Bodies are `application/json`; a field that is not known is refused.
- *decimal*: a number as a string, `\"1042.10\"`, never a JSON number. *fraction*: a part of one as a string,
  `\"0.6237\"` for 62,37 %. *identity*: a UUID. *day*: `2026-11-22`. *moment*: `2026-11-22T10:00:00Z`.
  *currency*: a code of ISO 4217. *word*: one of the words that are listed; `docs/glossary.md` says what they mean.
- *slice of X*: `{\"items\": [X, …], \"next\": \"…\" or null}`. `limit` says how many (1 to 5000, 1000 where none is
  given); `next` is sent as `after` for the rest.
- A change answers 201 with the object and its address in `Location`, 200 with the object, or 204.
- `version` grows at each change of a record. A `PUT` that sends it is refused with 409 when the record has
  changed since; a `PUT` without it takes the place of whatever is there.
- What was not done is explained as `application/problem+json` ([ProblemDetails](#problemdetails)): `code` is a
  stable word, `title` a sentence, `detail` what to do, `errors` the fields concerned.
";

const COMMANDS: &str = "
## The JSON of the command line

Every command takes `--data DIR` and, where it acts for somebody, `--as NAME --password-file FILE`.
Exit codes: 0 done, 1 refused or failed (a sentence on stderr), 2 wrong usage.

| command | what it prints |
|---|---|
| `pecule status --json` | `{\"keys\": true or false, \"people\": N}` |
| `pecule report breakdown --by … [--at DAY] --json` | [BreakdownReport](#breakdownreport), as `GET /breakdown` |
| `pecule report summary [--at DAY] --json` | [Dashboard](#dashboard), as `GET /dashboard` |
| `pecule report assets --json` | `{\"items\": [`[AssetView](#assetview)`, …], \"next\": null}` |
| `pecule report accounts --json` | `{\"items\": [`[AccountView](#accountview)`, …], \"next\": null}` |
| `pecule report holdings --json` | `{\"items\": [`[HoldingView](#holdingview)`, …], \"next\": null}` |
| `pecule import legacy DIR --json` and the other imports | [ImportReport](#importreport) |
| `pecule changes list --json` | `{\"items\": [`[OperationView](#operationview)`, …], \"next\": null}` |
| `pecule audit list --json` | [JournalPage](#journalpage); with `--as`, `{\"items\": [`[OperationView](#operationview)`, …], \"next\": N or null}` |
| `pecule audit restart-chain --json` | [JournalCheck](#journalcheck) |
| `pecule audit archive --json` | a list of [SegmentView](#segmentview) |
| `pecule audit verify --json` | [JournalCheck](#journalcheck); a list of them where `--as` opens several sets of books; exit 3 when broken |

In a breakdown, rows always sum to `total`. The unknown part is the row with the key `unassigned`, repeated as an
amount in `unassigned`. `share` is a fraction of `total`, null when `total` is 0. The greatest row comes first, then
by key. Rows of `class-zone` carry `class` and `zone`. Keys of classes, zones, envelopes, kinds and currencies are
stable words; keys of records are identities; an issuer's key is its name. Holdings without a value are outside
`total` and listed in `unvalued`, each with its reason.
";

fn kind(kind: &Kind) -> String {
    let shape = kind.shape.as_ref();
    let shape = shape.map(|name| format!("[{name}](#{})", name.to_lowercase())).unwrap_or_default();
    let mut text = format!("{}{shape}{}", kind.before, kind.after);
    if !kind.choices.is_empty() {
        let words: Vec<String> = kind.choices.iter().map(|word| format!("`{word}`")).collect();
        write!(text, ": {}", words.join(", ")).unwrap();
    }
    text
}

fn fields(title: &str, fields: &[Field], page: &mut String) {
    if fields.is_empty() {
        return;
    }
    writeln!(page, "\n| {title} | holds | meaning |\n|---|---|---|").unwrap();
    for field in fields {
        let required = if field.is_required { ", required" } else { "" };
        let about = field.about.replace('|', "\\|");
        writeln!(page, "| `{}`{required} | {} | {about} |", field.name, kind(&field.kind)).unwrap();
    }
}

fn operation(operation: &Operation, page: &mut String) {
    writeln!(page, "\n### `{} {}`\n", operation.method, operation.path).unwrap();
    let public = if operation.is_public { " Needs no token." } else { "" };
    writeln!(page, "{}.{public}", operation.summary).unwrap();
    fields("parameter", &operation.parameters, page);
    for body in &operation.bodies {
        writeln!(page, "\nBody (`{}`): {}", body.media, kind(&body.kind)).unwrap();
        if let Some(example) = &body.example {
            writeln!(page, "\n```json\n{example}\n```").unwrap();
        }
    }
    page.push('\n');
    for answer in &operation.answers {
        let kind = answer.kind.as_ref().map(|answer| format!("{} — ", kind(answer)));
        let kind = kind.unwrap_or_default();
        writeln!(page, "- **{}** {kind}{}", answer.status, answer.meaning).unwrap();
        if let Some(example) = &answer.example {
            let example = example.replace('\n', "\n  ");
            writeln!(page, "\n  ```json\n  {example}\n  ```").unwrap();
        }
    }
    if !operation.problems.is_empty() {
        writeln!(page, "- problems: {}", operation.problems.join(", ")).unwrap();
    }
}

fn chapter(chapter: &Chapter, page: &mut String) {
    writeln!(page, "\n## {}\n\n{}", chapter.name, chapter.about).unwrap();
    chapter.operations.iter().for_each(|asked| operation(asked, page));
}

fn shape(shape: &Shape, page: &mut String) {
    writeln!(page, "\n### {}\n\n{}", shape.name, shape.about).unwrap();
    if let Some(whole) = &shape.kind {
        writeln!(page, "\nHolds: {}", kind(whole)).unwrap();
    }
    fields("field", &shape.fields, page);
}

fn markdown() -> String {
    let reading = Reading::of(document());
    let mut page = format!("{HEAD}{}\n{CONVENTIONS}", reading.about);
    writeln!(page, "\n| status | problem |\n|---|---|").unwrap();
    for (status, meaning) in &reading.problems {
        writeln!(page, "| {status} | {meaning} |").unwrap();
    }
    page.push_str(COMMANDS);
    reading.chapters.iter().for_each(|subject| chapter(subject, &mut page));
    page.push_str("\n## Shapes\n");
    reading.shapes.iter().for_each(|known| shape(known, &mut page));
    page
}

#[test]
fn docs_api_md_is_what_the_description_says() {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/api.md");
    let fresh = markdown();
    #[expect(
        clippy::disallowed_methods,
        reason = "whoever runs the test asks for a new page this way"
    )]
    let update = std::env::var("UPDATE").is_ok();
    if update {
        std::fs::write(&place, &fresh).unwrap();
    }
    let kept = std::fs::read_to_string(&place).unwrap_or_default();
    assert!(
        kept == fresh,
        "docs/api.md is out of date: UPDATE=1 cargo nextest run -p pecule-web docs_api_md"
    );
}

#[test]
fn what_the_commands_print_is_described() {
    let reading = Reading::of(document());
    let named: Vec<&str> =
        COMMANDS.split("](#").skip(1).map(|rest| rest.split(')').next().unwrap()).collect();
    assert!(named.len() >= 6);
    for name in named {
        assert!(reading.shapes.iter().any(|shape| shape.name.to_lowercase() == name), "{name}");
    }
    let status = pecule_app::Status { keys: true, people: Some(1) };
    assert_eq!(
        serde_json::to_value(status).unwrap(),
        serde_json::json!({ "keys": true, "people": 1 })
    );
}
