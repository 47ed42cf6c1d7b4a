//! What the server renders: safe whatever the text, tied together by ids that exist, within a strict content policy.

mod everything;

use everything::{everything, html};
use leptos::prelude::*;
use std::collections::HashSet;
use ui::*;

const HOSTILE: &str = "</textarea><script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;";
const SECRET: &str = "glsa_A1b2C3d4E5f6";

fn values_of<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    page.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// Tags with what their quoted values hold taken out: what a browser would read as names.
fn bare_tags(page: &str) -> Vec<String> {
    let (mut tags, mut quoted) = (Vec::new(), false);
    let mut tag: Option<String> = None;
    for character in page.chars() {
        match (&mut tag, character) {
            (None, '<') => tag = Some(String::new()),
            (Some(_), '"') => quoted = !quoted,
            (Some(_), '>') if !quoted => tags.extend(tag.take()),
            (Some(tag), _) if !quoted => tag.push(character),
            _ => {}
        }
    }
    tags
}

#[test]
fn hostile_text_never_becomes_an_element_in_any_part() {
    for (part, page) in everything(HOSTILE) {
        for tag in bare_tags(&page) {
            assert!(!tag.starts_with("script") && !tag.starts_with("img"), "{part}: <{tag}> in {page}");
        }
        assert!(!page.contains("<script"), "{part}: {page}");
    }
}

#[test]
fn hostile_text_never_becomes_an_attribute_in_any_part() {
    for (part, page) in everything(r#"x" onmouseover="alert(1)" y=""#) {
        for tag in bare_tags(&page) {
            assert!(!tag.contains("onmouseover"), "{part}: <{tag}> in {page}");
        }
    }
}

#[test]
fn text_that_is_handed_in_is_shown_by_every_part_that_shows_text() {
    for (part, page) in everything("plain-words") {
        let silent =
            ["TextArea", "SecretValue", "LiveRegion", "SkipLink", "Icon", "Mark", "Refreshing"].contains(&part);
        assert_eq!(page.contains("plain-words"), !silent, "{part}: {page}");
    }
}

#[test]
fn no_part_uses_an_inline_style_or_an_inline_handler() {
    for (part, page) in everything("plain") {
        assert!(!page.contains("style="), "{part}: {page}");
        assert!(!page.contains(" onclick") && !page.contains("javascript:"), "{part}: {page}");
    }
}

#[test]
fn every_id_that_is_referred_to_exists_beside_the_reference() {
    for (part, page) in everything("plain") {
        let ids: HashSet<&str> = values_of(&page, "id").into_iter().collect();
        for attribute in ["aria-describedby", "aria-labelledby", "for", "commandfor"] {
            for id in values_of(&page, attribute).into_iter().flat_map(str::split_whitespace) {
                // A button may open a dialog that stands elsewhere on the page.
                assert!(ids.contains(id) || id == "elsewhere", "{part}: {attribute} names {id}: {page}");
            }
        }
    }
}

#[test]
fn no_part_renders_an_id_twice() {
    for (part, page) in everything("plain") {
        let mut seen = HashSet::new();
        for id in values_of(&page, "id") {
            assert!(seen.insert(id), "{part}: {id} twice: {page}");
        }
    }
}

#[test]
fn a_field_with_an_error_is_invalid_and_described_by_help_and_error() {
    let page = html(|| {
        let value = RwSignal::new(String::new());
        let error = Signal::stored(Some("Too long.".to_owned()));
        view! { <TextField id="alias" label="Alias" value help="Up to 100 characters." error /> }
    });
    assert!(page.contains(r#"aria-describedby="alias-help alias-error""#), "{page}");
    assert!(page.contains(r#"aria-invalid="true""#), "{page}");
    assert!(page.contains("Too long."), "{page}");
}

#[test]
fn a_field_without_an_error_is_neither_invalid_nor_described_by_one() {
    let page = html(|| view! { <TextField id="alias" label="Alias" value=RwSignal::new(String::new()) /> });
    assert!(!page.contains("aria-invalid") && !page.contains("aria-describedby"), "{page}");
}

#[test]
fn an_error_on_a_group_of_checkboxes_marks_the_boxes_and_not_the_group() {
    let page = html(|| {
        let error = Signal::stored(Some("Choose one at least.".to_owned()));
        let choices = vec![Choice::new("a", "A")];
        view! { <CheckboxGroup id="sources" label="Sources" value=RwSignal::new(Vec::new()) choices error /> }
    });
    let (fieldset, rest) = page.split_once('>').unwrap_or_default();
    assert!(!fieldset.contains("aria-invalid") && fieldset.contains("sources-error"), "{page}");
    assert!(rest.contains(r#"aria-invalid="true""#), "{page}");
}

#[test]
fn a_secret_is_nowhere_in_what_the_server_renders_even_while_its_dialog_is_open() {
    let page = html(|| {
        let secret = RwSignal::new(SECRET.to_owned());
        let (open, on_done) = (RwSignal::new(true), Callback::new(|()| ()));
        let snippets = vec![environment("")];
        view! { <SecretDialog id="minted" title="Token" open secret snippets on_done>"Writes dashboards."</SecretDialog> }
    });
    assert!(page.contains("Shown once.") && page.contains("Use it in…"), "{page}");
    assert!(!page.contains(SECRET), "{page}");
    assert!(!page.contains(&SECRET[5..]), "{page}");
}

fn environment(note: &'static str) -> Snippet {
    Snippet { label: "Environment", before: "export GRAFANA_TOKEN='".into(), after: "'".into(), note }
}

#[test]
fn a_snippet_is_named_and_described_and_is_no_text_of_the_document() {
    let page = |note| {
        html(move || {
            let (secret, taken) = (RwSignal::new(SECRET.to_owned()), RwSignal::new(false));
            view! { <SecretValue id="s" secret taken snippets=vec![environment(note)] /> }
        })
    };
    let with = page("Mind the shell's history.");
    for named in [r#"aria-label="Environment""#, r#"aria-label="Copy snippet: Environment""#, r#"for="s-use-0""#] {
        assert!(with.contains(named), "{named} in {with}");
    }
    assert!(with.contains(r#"aria-describedby="s-use-0-note""#), "{with}");
    assert!(!page("").contains("aria-describedby"), "{}", page(""));
    assert!(!with.contains("GRAFANA_TOKEN") && !with.contains(SECRET), "{with}");
}

#[test]
fn a_secret_without_snippets_offers_no_use() {
    let page = html(|| {
        view! { <SecretValue id="s" secret=RwSignal::new(SECRET.to_owned()) taken=RwSignal::new(false) /> }
    });
    assert!(!page.contains("<details"), "{page}");
}

#[test]
fn a_secret_dialog_that_is_closed_renders_nothing_of_the_secret_box() {
    let page = html(|| {
        let (open, on_done) = (RwSignal::new(false), Callback::new(|()| ()));
        let secret = RwSignal::new(String::new());
        view! { <SecretDialog id="minted" title="Token" open secret on_done>"Writes dashboards."</SecretDialog> }
    });
    assert!(!page.contains("<textarea") && !page.contains("Writes dashboards."), "{page}");
}

#[test]
fn a_guarded_dialog_offers_no_way_to_close_by_accident() {
    let dialog = |guard: bool| {
        html(move || view! { <Dialog id="ask" title="Ask" open=RwSignal::new(false) guard>"body"</Dialog> })
    };
    assert!(dialog(true).contains(r#"closedby="none""#) && !dialog(true).contains(r#"aria-label="Close""#));
    assert!(dialog(false).contains(r#"closedby="any""#) && dialog(false).contains(r#"aria-label="Close""#));
}

#[test]
fn deleting_stays_refused_until_the_name_is_typed() {
    let confirm = |expected: &'static str| {
        html(move || {
            let on_confirm = Callback::new(|()| ());
            let open = RwSignal::new(true);
            view! { <ConfirmDialog id="del" title="Delete?" open confirm="Delete it" expected on_confirm>"Gone for good."</ConfirmDialog> }
        })
    };
    assert!(confirm("edge").contains(r#"title="Type the name first: edge""#), "{}", confirm("edge"));
    assert!(!confirm("").contains("aria-disabled"), "{}", confirm(""));
}

#[test]
fn a_button_with_a_reason_can_be_reached_and_says_the_reason() {
    let page = html(|| view! { <Button reason="Only an admin may do this">"Delete"</Button> });
    assert!(
        page.contains(r#"aria-disabled="true""#) && page.contains(r#"title="Only an admin may do this""#),
        "{page}"
    );
    assert!(!page.contains(" disabled"), "{page}");
}

#[test]
fn an_unknown_count_is_never_shown_as_zero() {
    let page = html(|| {
        let item =
            TallyItem { tone: Tone::Idle, label: "Unknown".into(), count: None, href: "/".into(), current: false };
        view! { <Tally label="By state" items=vec![item] /> }
    });
    assert!(page.contains("not known") && !page.contains(">0<"), "{page}");
}

#[test]
fn an_account_number_is_written_without_spaces() {
    let page = html(|| view! { <AccountNumber value="441122338890" /> });
    assert!(page.contains("<span>4411</span><span>2233</span><span>8890</span>"), "{page}");
}

#[test]
fn only_the_newest_three_flashes_are_shown_and_the_rest_is_counted() {
    let page = html(|| {
        let all = (1..=5).map(|id| Flash::new(id, Tone::Bad, format!("message-{id}"))).collect::<Vec<_>>();
        view! { <FlashList flashes=RwSignal::new(all) /> }
    });
    let shown = |id: u32| page.contains(&format!("message-{id}"));
    assert!(shown(5) && shown(4) && shown(3) && !shown(2) && !shown(1), "{page}");
    assert!(page.contains("flash-more\">2"), "{page}");
}

#[test]
fn a_sorted_column_says_so_and_the_others_do_not() {
    let head = |sort: Sort| html(move || view! { <SortHead href="?sort=name" sort>"Name"</SortHead> });
    assert!(head(Sort::Descending).contains(r#"aria-sort="descending""#));
    assert!(!head(Sort::None).contains("aria-sort"));
}

#[test]
fn every_icon_is_drawn_in_the_sprite_once_and_no_drawing_is_unused() {
    let sprite = include_str!("../../../public/static/icons.17e1b9ae.svg");
    let drawn = values_of(sprite, "id");
    let named: Vec<&str> =
        IconName::ALL.iter().filter_map(|icon| icon.href().strip_prefix("/static/icons.17e1b9ae.svg#")).collect();
    assert_eq!(drawn, named);
}
