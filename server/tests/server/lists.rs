//! Lists of people and groups that somebody pastes or uploads: every line is an instruction, or is told with the reason.

use crate::access::{index, with_directory};
use crate::grants::id;
use crate::support::{TestServer, eventually};
use emulator::Seed;
use http::StatusCode;
use serde_json::{Value, json};

/// A server that has read the directory of a seed.
async fn with_names(seed: Seed) -> TestServer {
    let server = TestServer::start_with(|config| {
        with_directory(config);
        config.emulator.as_mut().unwrap().seed = seed;
    })
    .await;
    eventually("everybody is read", async || (!index(&server).await["directory"]["read_at"].is_null()).then_some(()))
        .await;
    server
}

async fn resolve(server: &TestServer, text: &str) -> Value {
    server.ask("form/resolve-holders", &json!({ "text": text })).await
}

fn texts(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|one| one.as_str().or(one["name"].as_str()).unwrap()).collect()
}

const ADA: &str = "Ada Lindqvist (ada.lindqvist@example.com)";

#[tokio::test]
async fn lines_that_contradict_each_other_in_other_words_are_told_and_none_is_taken() {
    let server = with_names(Seed::Demo).await;
    let key = server.workspace("team-of-a-list").await;
    let place = key["id"].as_str().unwrap();
    let lines = [
        "who,role,workspace".to_owned(),
        "ada.lindqvist@example.com,ADMIN,team-of-a-list".to_owned(),
        "bram.devries,EDITOR,team-of-a-list".to_owned(),
        format!("user:ada.lindqvist,VIEWER,{place}"),
        "ada.lindqvist@example.com,-,team-of-a-list".to_owned(),
    ];
    let resolved = resolve(&server, &lines.join("\n")).await;
    assert_eq!(texts(&resolved["found"]), ["Bram de Vries (bram.devries@example.com)"], "{resolved}");
    let told = |line: usize, role: &str, others: &str, other: usize| {
        format!(
            "Line {line}: {ADA} shall have {role} here in {place}, and {others} in line {other}. Remove one of the two lines."
        )
    };
    let expected = [told(2, "ADMIN", "VIEWER", 4), told(4, "VIEWER", "ADMIN", 2), told(5, "no role", "ADMIN", 2)];
    assert_eq!(texts(&resolved["problems"]), expected);
    assert_eq!(resolved["left"], [&*lines[0], &*lines[1], &*lines[3], &*lines[4]].join("\n"));
}

#[tokio::test]
async fn lines_that_say_the_same_in_other_words_are_taken_once_and_told() {
    let server = with_names(Seed::Demo).await;
    let text = "user:ada.lindqvist\nplatform-engineering\nAda Lindqvist\nPlatform-Engineering\nada.lindqvist";
    let resolved = resolve(&server, text).await;
    assert_eq!(texts(&resolved["found"]), [ADA, "platform-engineering"], "{resolved}");
    assert_eq!(
        texts(&resolved["notes"]),
        ["These lines say the same and are taken once: 1, 3 and 5; 2 and 4."],
        "{resolved}"
    );
    assert_eq!((&resolved["problems"], &resolved["left"]), (&json!([]), &json!("")));
}

#[tokio::test]
async fn what_is_left_is_counted_in_lines_whatever_ends_them() {
    let server = with_names(Seed::Demo).await;
    for end in ["\r", "\r\n", "\n"] {
        let list = ["ada.lindqvist@example.com", "nobody@x.org", "bram.devries"].join(end);
        let resolved = resolve(&server, &list).await;
        assert_eq!((resolved["left"].as_str(), texts(&resolved["found"]).len()), (Some("nobody@x.org"), 2), "{end:?}");
        let table = ["who,role", "ada.lindqvist,ADMIN", "bram.devries,owner"].join(end);
        assert_eq!(resolve(&server, &table).await["left"], "who,role\nbram.devries,owner", "{end:?}");
    }
}

#[tokio::test]
async fn whom_the_directory_was_not_asked_for_is_told_so() {
    let server = with_names(Seed::Demo).await;
    let names: Vec<String> = (1..=22).map(|n| format!("nobody{n}@x.org")).collect();
    let resolved = resolve(&server, &[names.clone(), names].concat().join("\n")).await;
    let problems = texts(&resolved["problems"]);
    assert!(problems[19].starts_with("Line 20: Nobody in the directory is called"), "{resolved}");
    assert!(problems[22].starts_with("Line 23: Nobody in the directory is called"), "one name is asked for once");
    assert!(
        problems[20].starts_with("Line 21: The directory was not asked for \"nobody21@x.org\": of one list it is"),
        "{resolved}"
    );
}

#[tokio::test]
async fn ten_thousand_lines_are_read_and_found() {
    let server = with_names(Seed::Large).await;
    let people = eventually("holders are named", async || {
        let holders = index(&server).await["holders"].take();
        let known = |one: &&Value| one["known"] == true && one["holder"]["kind"] == "user";
        let people: Vec<Value> = holders.as_array().unwrap().iter().filter(known).cloned().collect();
        (people.len() > 300).then_some(people)
    })
    .await;
    let mut lines = Vec::new();
    for person in &people {
        let (name, address) = (person["name"].as_str().unwrap(), person["detail"]["email"].as_str().unwrap());
        let user_name = address.split('@').next().unwrap().to_uppercase();
        lines.extend([name.to_owned(), address.to_owned(), user_name]);
    }
    let others = 10_000 - lines.len();
    lines.extend((0..others).map(id));
    let resolved = resolve(&server, &lines.join("\n")).await;
    assert_eq!((&resolved["problems"], &resolved["left"]), (&json!([]), &json!("")));
    assert_eq!(resolved["found"].as_array().unwrap().len(), people.len() + others);
    let more = people.len() - 50;
    assert!(texts(&resolved["notes"])[0].ends_with(&format!("148, 149 and 150; and {more} more such.")), "{more}");
}

#[tokio::test]
async fn a_search_is_bounded() {
    let server = TestServer::start().await;
    server.ask("form/find-holders", &json!({ "text": "é".repeat(200) })).await;
    let (status, answer) = server.call("form/find-holders", &json!({ "text": "a ".repeat(101) })).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{answer}");
}
