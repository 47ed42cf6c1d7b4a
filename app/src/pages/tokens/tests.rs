//! The page rendered on the server, in its states.

use super::words::{role, status};
use model::tokens::{Note, TokenKind, TokenRow};
use model::{Kind, ResourceKey};
use ui::Tone;

const DAY: i64 = 24 * 3_600_000;

fn row(left: i64) -> TokenRow {
    TokenRow {
        kind: TokenKind::Token,
        workspace: ResourceKey::parse(Kind::Grafana, "441122338890", "eu-west-1", "g-0a1b2c3d4e").unwrap(),
        place: "edge".into(),
        account: None,
        account_name: "ci".into(),
        id: "1".into(),
        name: "main".into(),
        grafana_role: "VIEWER".into(),
        disabled: Some(false),
        created_at: Some(0),
        expires_at: Some(left),
        last_used_at: None,
        created_by: String::new(),
        unsure: false,
        note: Note::default(),
        account_owner: String::new(),
        rotation: None,
    }
}

#[test]
fn a_token_warns_in_its_last_week_and_is_bad_once_it_ended() {
    let tone = |left| status(&row(left), 0).0;
    assert_eq!([tone(7 * DAY), tone(7 * DAY - 1), tone(0)], [Tone::Ok, Tone::Warn, Tone::Bad]);
}

#[test]
fn a_key_that_may_not_exist_is_said_to_be_so_whatever_its_end() {
    let key = TokenRow { kind: TokenKind::Key, unsure: true, ..row(20 * DAY) };
    assert_eq!(status(&key, 0), (Tone::Warn, "May not exist".to_owned()));
}

#[test]
fn an_account_of_which_aws_does_not_say_whether_it_works_is_not_called_enabled() {
    let account = |disabled| TokenRow { kind: TokenKind::Account, disabled, expires_at: None, ..row(0) };
    let words = [Some(true), Some(false), None].map(|disabled| status(&account(disabled), 0).1);
    assert_eq!(words, ["Disabled", "Enabled", "Not known"]);
}

#[test]
fn roles_are_words() {
    assert_eq!((role("ADMIN"), role("OWNER")), ("Admin", "OWNER"));
}
