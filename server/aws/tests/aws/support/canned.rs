//! A server that answers by a fixed rule: for what an AWS that behaves would not say.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

pub struct Canned {
    pub url: String,
    requests: Arc<AtomicUsize>,
}

impl Canned {
    pub fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

/// `head` is the status line and headers but the length, which is added, as is the end of the connection.
pub async fn canned(head: &str, body: &str) -> Canned {
    let answer = (head.to_owned(), body.to_owned());
    answering(move |_| answer.clone()).await
}

/// Head and body as `rule` says for the first line of a request.
pub async fn answering(rule: impl Fn(&str) -> (String, String) + Send + Sync + 'static) -> Canned {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let requests = Arc::new(AtomicUsize::new(0));
    let (counted, rule) = (requests.clone(), Arc::new(rule));
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::SeqCst);
            let rule = rule.clone();
            tokio::spawn(async move {
                let mut request = [0; 65_536];
                let n = stream.read(&mut request).await.unwrap_or_default();
                let text = String::from_utf8_lossy(&request[..n]).into_owned();
                let (head, body) = rule(text.lines().next().unwrap_or_default());
                let length = body.len();
                let answer = format!("{head}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}");
                let _written = stream.write_all(answer.as_bytes()).await;
            });
        }
    });
    Canned { url, requests }
}
