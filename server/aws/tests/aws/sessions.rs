//! What STS hands out when a role is assumed is held against the limits that every answer is held against.

use crate::support::canned::{Canned, answering};
use crate::support::tape::{Tape, recorded};
use crate::support::{connect, home, settings};
use aws::Urgency::Read;
use aws::{Certainty, Failure};
use model::Code;

const MEMBERS: [(&str, &str); 4] = [
    ("AccessKeyId", "ASIAEXAMPLE"),
    ("SecretAccessKey", "hush-key"),
    ("SessionToken", "hush-token"),
    ("Expiration", "2100-01-01T00:00:00Z"),
];
const ROLE: &str = "arn:aws:iam::441122338890:role/belvedere";

/// STS's answer with these members, and so many bytes in all.
fn session(members: &[(&str, &str)], bytes: usize) -> String {
    let members: String = members.iter().map(|(name, value)| format!("<{name}>{value}</{name}>")).collect();
    let answer = format!(
        "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><Credentials>\
         {members}</Credentials></AssumeRoleResult></AssumeRoleResponse>"
    );
    let blanks = " ".repeat(bytes.saturating_sub(answer.len()));
    answer + &blanks
}

/// Answers AssumeRole with a body, and everything else with a list of nothing.
async fn assuming(body: String) -> Canned {
    let ok = |kind: &str| format!("HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\nx-amzn-requestid: 4fd1-9c");
    answering(move |line| match line.starts_with("POST / ") {
        true => (ok("text/xml"), body.clone()),
        false => (ok("application/json"), r#"{"workspaces":[]}"#.to_owned()),
    })
    .await
}

async fn refused(server: &Canned) -> Failure {
    let (aws, gate) = connect(settings(&server.url)).await;
    let failure = aws.grafana(&home()).list_workspaces(Read).await.unwrap_err();
    assert_eq!((failure.error.code, failure.certainty), (Code::Upstream, Certainty::Refused), "{failure}");
    assert_eq!(gate.count("ListWorkspaces"), 0);
    for part in [ROLE, "sts:AssumeRole"] {
        assert!(failure.error.message.contains(part), "{failure} does not say {part}");
    }
    failure
}

#[tokio::test]
async fn a_session_in_an_answer_of_eight_mebibytes_is_taken_and_in_a_larger_one_it_is_not() {
    let server = assuming(session(&MEMBERS, aws::MOST_OF_AN_ANSWER)).await;
    let (aws, _) = connect(settings(&server.url)).await;
    aws.grafana(&home()).list_workspaces(Read).await.unwrap();

    let server = assuming(session(&MEMBERS, aws::MOST_OF_AN_ANSWER + 1)).await;
    let failure = refused(&server).await;
    assert!(failure.error.message.contains("8 MiB"), "{failure}");
    assert_eq!(server.requests(), 1, "it is not asked for again");
}

#[tokio::test]
async fn a_session_without_one_of_its_members_signs_nothing() {
    let log = Tape::default();
    let _recording = tracing::subscriber::set_default(recorded(&log));
    for (position, (name, _)) in MEMBERS.into_iter().enumerate() {
        let (mut missing, mut blank) = (MEMBERS.to_vec(), MEMBERS.to_vec());
        missing.remove(position);
        blank[position].1 = " ";
        // A time that is blank is none, and the answer no answer.
        let hollow = if name == "Expiration" { vec![missing] } else { vec![missing, blank] };
        for members in hollow {
            let failure = refused(&assuming(session(&members, 0)).await).await;
            assert!(failure.error.message.contains(&format!("Credentials.{name}")), "{failure}");
            assert_eq!(failure.error.request_id.as_deref(), Some("4fd1-9c"));
            assert!(!format!("{failure:?}").contains("hush"), "{failure:?}");
        }
    }
    assert!(!log.text().contains("hush"), "{}", log.text());
}

#[tokio::test]
async fn an_answer_without_a_session_is_asked_for_again_and_signs_nothing() {
    let empty = "<AssumeRoleResponse><AssumeRoleResult></AssumeRoleResult></AssumeRoleResponse>";
    let server = assuming(empty.to_owned()).await;
    let failure = refused(&server).await;
    assert!(failure.error.message.contains("without Credentials"), "{failure}");
    assert_eq!(server.requests(), 3);
}
