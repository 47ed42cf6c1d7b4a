//! Answers and lists without end: they are left where a limit is, not read and then looked at.

use crate::support::canned::{answering, canned, identity};
use crate::support::{connect, home, settings};
use aws::Urgency::Read;
use aws::{Aws, Certainty, Failure};
use emulator::demo;
use model::Code;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json";
const MIB: usize = 1 << 20;

async fn direct(url: &str) -> Aws {
    connect(aws::Settings { accounts: vec![], ..settings(url) }).await.0
}

/// A list of no workspaces in so many bytes.
fn padded(bytes: usize, more: &str) -> String {
    let (begin, end) = (r#"{"workspaces":[]"#, format!("{more}}}"));
    format!("{begin}{}{end}", " ".repeat(bytes - begin.len() - end.len()))
}

fn says(failure: &Failure, limit: &str) {
    assert_eq!((failure.error.code, failure.certainty), (Code::Upstream, Certainty::Refused), "{failure}");
    let scope = home();
    for part in ["grafana:ListWorkspaces", scope.account.as_str(), scope.region.as_str(), limit] {
        assert!(failure.error.message.contains(part), "{failure} does not say {part}");
    }
}

#[tokio::test]
async fn an_answer_of_eight_mebibytes_is_read_and_one_byte_more_is_not() {
    for (bytes, read) in [(aws::MOST_OF_AN_ANSWER, true), (aws::MOST_OF_AN_ANSWER + 1, false)] {
        let server = canned(OK, &padded(bytes, "")).await;
        let answer = direct(&server.url).await.grafana(&home()).list_workspaces(Read).await;
        assert_eq!(answer.is_ok(), read, "{bytes}");
        answer.err().iter().for_each(|failure| says(failure, "8 MiB"));
        assert_eq!(server.requests(), 1, "it would be as large a second time");
    }
}

#[tokio::test]
async fn an_answer_without_end_is_left_while_it_comes() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let sent = Arc::new(AtomicUsize::new(0));
    let counted = sent.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = vec![0; 65_536];
            let length = stream.read(&mut request).await.unwrap();
            if String::from_utf8_lossy(&request[..length]).contains("sts/aws4_request") {
                let (head, body) = identity(demo::ACCOUNTS[0].id);
                let answer = format!("{head}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}", body.len());
                stream.write_all(answer.as_bytes()).await.unwrap();
                continue;
            }
            let head = format!("{OK}\r\ncontent-length: 1099511627776\r\n\r\n{{");
            let mut chunk = head.into_bytes();
            while stream.write_all(&chunk).await.is_ok() {
                counted.fetch_add(chunk.len(), Ordering::SeqCst);
                chunk = vec![b' '; 65_536];
            }
        }
    });
    let failure = direct(&url).await.grafana(&home()).list_workspaces(Read).await.unwrap_err();
    says(&failure, "8 MiB");
    assert!(sent.load(Ordering::SeqCst) < 64 * MIB, "{sent:?}");
}

#[tokio::test]
async fn a_write_whose_answer_is_too_large_may_have_been_done() {
    let server = canned(OK, &" ".repeat(9 * MIB)).await;
    let call = crate::support::workspace("large");
    let failure = direct(&server.url).await.grafana(&home()).create_workspace(&call).await.unwrap_err();
    assert_eq!(failure.certainty, Certainty::Unknown);
    assert!(failure.error.message.contains("not known whether it was done"), "{failure}");
}

#[tokio::test]
async fn a_list_of_more_than_256_mebibytes_is_left() {
    let pages = Arc::new(AtomicUsize::new(0));
    let counted = pages.clone();
    let server = answering(move |_| {
        let number = counted.fetch_add(1, Ordering::SeqCst);
        (OK.to_owned(), padded(8 * MIB, &format!(r#","nextToken":"{number}""#)))
    })
    .await;
    let aws = direct(&server.url).await;
    // Whose credentials they are is asked before, not within the list.
    aws.caller().await.unwrap();
    let failure = aws.grafana(&home()).list_workspaces(Read).await.unwrap_err();
    says(&failure, "256 MiB");
    assert_eq!(pages.load(Ordering::SeqCst), 33);
}

#[tokio::test]
async fn two_lists_that_are_read_at_once_are_counted_each_by_itself() {
    let server = answering(|line| {
        let page = line.split("nextToken=").nth(1).and_then(|rest| rest[..2].parse::<usize>().ok()).unwrap_or(10);
        let next = if page < 28 { format!(r#","nextToken":"{}""#, page + 1) } else { String::new() };
        (OK.to_owned(), padded(8 * MIB, &next))
    })
    .await;
    let grafana = direct(&server.url).await.grafana(&home());
    let (one, other) = futures::join!(grafana.list_workspaces(Read), grafana.list_workspaces(Read));
    assert!(one.is_ok() && other.is_ok(), "{one:?} {other:?}");
}
