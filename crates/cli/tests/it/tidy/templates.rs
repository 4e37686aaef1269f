//! Tests that templates are pages or partials, and hold nothing inline.

use super::{file_name, none, ours, read};

/// Returns each template with its path below the folder of templates.
fn templates() -> Vec<(String, String)> {
    let templates: Vec<(String, String)> = ours(&["html"])
        .into_iter()
        .filter_map(|name| {
            Some((name.strip_prefix("crates/web/templates/")?.to_owned(), read(&name)))
        })
        .collect();
    assert!(templates.len() > 50);
    templates
}

/// Tells whether a template is a page that extends a layout, or a partial with `_` before its name.
fn is_page_or_partial(path: &str, text: &str) -> bool {
    let shared = path.starts_with("layout/") || path.starts_with("parts/");
    let page = text.contains("{% extends");
    let partial = file_name(path).starts_with('_');
    shared || page != partial
}

/// Tells whether a line holds a style, a handler or a script, or text that is not escaped.
fn holds_something_inline(line: &str) -> bool {
    let json = line.contains("application/json");
    let script = line.contains("<script") && !line.contains("src=") && !json;
    // Only generated JSON may skip escaping; any other text could inject HTML.
    let unescaped = line.contains("|safe") && !json;
    line.contains(" style=\"") || line.contains(" onclick=") || script || unescaped
}

#[test]
fn a_template_is_a_page_or_its_name_begins_with_an_underscore() {
    let offences: Vec<String> = templates()
        .into_iter()
        .filter(|(path, text)| !is_page_or_partial(path, text))
        .map(|(path, _text)| path)
        .collect();
    none(&offences, "pages extend a layout, partials are named `_x.html`:");
}

#[test]
fn templates_hold_no_style_no_handler_and_no_script_of_their_own() {
    let mut offences = Vec::new();
    for (path, text) in templates() {
        for (number, line) in (1..).zip(text.lines()) {
            if holds_something_inline(line) {
                offences.push(format!("{path}:{number}: {}", line.trim()));
            }
        }
    }
    none(&offences, "the content policy allows nothing inline:");
}

#[test]
fn offending_templates_are_found() {
    let page = "{% extends \"layout/page.html\" %}";
    assert!(is_page_or_partial("auth/sign_in.html", page));
    assert!(is_page_or_partial("auth/_form.html", "<form>"));
    assert!(!is_page_or_partial("auth/form.html", "<form>"));
    assert!(!is_page_or_partial("auth/_sign_in.html", page));

    for line in ["<p style=\"color: red\">", "<p onclick=\"a()\">", "<script>a()", "{{ a|safe }}"] {
        assert!(holds_something_inline(line), "{line}");
    }
    for line in ["<script src=\"a.js\">", "<script type=\"application/json\">{{ a|safe }}"] {
        assert!(!holds_something_inline(line), "{line}");
    }
}
