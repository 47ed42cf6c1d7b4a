use super::*;

fn edited(current: &str, alerting: Option<bool>, plugin_admin: Option<bool>) -> String {
    edit(current, alerting, plugin_admin).expect("an edit")
}

#[test]
fn what_is_not_edited_stays_to_the_last_character() {
    let current = "{ \"z\" : 1.50, \"unifiedAlerting\":{\"more\":[ ],\"enabled\" : false},\n\"big\":12345678901234567890123456789,\t\"e\":1E+2, \"a\":\"\\u00e9\\/\", \"plugins\": {\"pluginAdminEnabled\":true } } ";
    let expected = current.replace("\"enabled\" : false", "\"enabled\" : true");
    assert_eq!(edited(current, Some(true), None), expected);
}

#[test]
fn both_settings_are_changed_at_once() {
    let current = r#"{"unifiedAlerting":{"enabled":true},"plugins":{"pluginAdminEnabled":false}}"#;
    assert_eq!(
        edited(current, Some(false), Some(true)),
        r#"{"unifiedAlerting":{"enabled":false},"plugins":{"pluginAdminEnabled":true}}"#
    );
}

#[test]
fn nothing_asked_for_changes_nothing() {
    let current = " {\"a\":  1}\n";
    assert_eq!(edited(current, None, None), current);
}

#[test]
fn a_missing_section_is_added_behind_the_others() {
    assert_eq!(edited("{}", Some(true), None), r#"{"unifiedAlerting":{"enabled":true}}"#);
    assert_eq!(
        edited("{\n  \"a\": \"}\"\n}\n", None, Some(false)),
        "{\n  \"a\": \"}\",\"plugins\":{\"pluginAdminEnabled\":false}\n}\n"
    );
}

#[test]
fn a_missing_key_is_added_to_its_section() {
    assert_eq!(edited(r#"{"plugins":{ }}"#, None, Some(true)), r#"{"plugins":{"pluginAdminEnabled":true }}"#);
    assert_eq!(
        edited(r#"{"plugins":{"x":{}},"a":1}"#, None, Some(true)),
        r#"{"plugins":{"x":{},"pluginAdminEnabled":true},"a":1}"#
    );
}

#[test]
fn keys_of_the_same_name_elsewhere_are_left_alone() {
    let current = r#"{"enabled":false,"x":{"unifiedAlerting":{"enabled":false}},"unifiedAlerting":{"x":{"enabled":false},"enabled":false}}"#;
    let expected = r#"{"enabled":false,"x":{"unifiedAlerting":{"enabled":false}},"unifiedAlerting":{"x":{"enabled":false},"enabled":true}}"#;
    assert_eq!(edited(current, Some(true), None), expected);
}

#[test]
fn a_key_written_with_escapes_is_the_same_key() {
    assert_eq!(
        edited(r#"{"unified\u0041lerting":{"enabl\u0065d":false}}"#, Some(true), None),
        r#"{"unified\u0041lerting":{"enabl\u0065d":true}}"#
    );
}

#[test]
fn a_section_that_is_no_object_is_refused_and_named() {
    let trouble = edit(r#"{"plugins":"all\u202e"}"#, None, Some(true)).expect_err("a trouble");
    assert_eq!(
        trouble.sentence,
        "In this configuration plugins is \"\"all\\u202e\"\", not an object. Nothing was changed."
    );
    assert_eq!(
        edited(r#"{"plugins":"all"}"#, Some(true), None),
        r#"{"plugins":"all","unifiedAlerting":{"enabled":true}}"#
    );
}

#[test]
fn what_would_become_too_long_is_refused() {
    let full = format!("{{\"a\":\"{}\"}}", "x".repeat(LENGTH.end() - 8));
    assert_eq!(full.len(), *LENGTH.end());
    assert_eq!(check(&full), Ok(()));
    assert!(edit(&full, Some(true), None).expect_err("too long").sentence.contains("at most 65536 characters"));
}

#[test]
fn duplicates_trailing_text_depth_and_other_values_are_refused() {
    let deep = format!("{{\"a\":{}1{}}}", "[".repeat(MAX_DEPTH), "]".repeat(MAX_DEPTH));
    for bad in [r#"{"plugins":{},"plugins":{}}"#, "{} {}", "[]", "\"{}\"", "null", "12", "", "{", "{'a':1}", &deep] {
        assert!(edit(bad, Some(true), Some(true)).is_err(), "{bad}");
        assert!(read(bad).is_err(), "{bad}");
        assert!(check(bad).is_err(), "{bad}");
    }
}

#[test]
fn reading_tells_the_settings_and_the_names_of_the_rest() {
    let read = read(r#"{"b":1,"unifiedAlerting":{"enabled":true,"x":0},"plugins":{"y":[]},"a\u0007":{"c":1}}"#);
    let settings = read.expect("settings");
    assert_eq!((settings.alerting, settings.plugin_admin), (Some(true), None));
    assert_eq!(settings.unknown, ["b", "unifiedAlerting.x", "plugins.y", "a\\u{0007}"]);
}

#[test]
fn a_setting_that_is_neither_true_nor_false_is_not_taken_for_one() {
    let settings = read(r#"{"unifiedAlerting":{"enabled":"true"},"plugins":null}"#).expect("settings");
    assert_eq!((settings.alerting, settings.plugin_admin), (None, None));
    assert_eq!(settings.unknown, ["unifiedAlerting.enabled", "plugins"]);
}
