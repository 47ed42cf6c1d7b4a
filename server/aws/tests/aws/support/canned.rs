//! A server that answers by a fixed rule: for what an AWS that behaves would not say. It answers STS's GetCallerIdentity
//! by itself and does not count it, because every client asks that first.

use emulator::demo;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub struct Canned {
    pub url: String,
    requests: Arc<AtomicUsize>,
    texts: Arc<Mutex<Vec<String>>>,
    listening: tokio::task::JoinHandle<()>,
}

impl Canned {
    /// Without GetCallerIdentity.
    pub fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }

    /// Whether one of them has this in its head or body.
    pub fn was_told(&self, part: &str) -> bool {
        self.texts.lock().unwrap().iter().any(|text| text.contains(part))
    }

    /// Takes no connection from now on.
    pub async fn close(self) {
        self.listening.abort();
        let _aborted = self.listening.await;
    }
}

/// The credentials are not taken any more.
pub static EXPIRED: LazyLock<(String, String)> = LazyLock::new(|| {
    let head = "HTTP/1.1 403 Forbidden\r\ncontent-type: application/json\r\nx-amzn-errortype: ExpiredTokenException";
    (head.to_owned(), r#"{"message":"The security token included in the request is expired"}"#.to_owned())
});

/// `head` is the status line and headers but the length, which is added, as is the end of the connection.
pub async fn canned(head: &str, body: &str) -> Canned {
    let answer = (head.to_owned(), body.to_owned());
    answering(move |_| answer.clone()).await
}

/// Head and body as `rule` says for the first line of a request. The caller is of the demo's first account.
pub async fn answering(rule: impl Fn(&str) -> (String, String) + Send + Sync + 'static) -> Canned {
    answering_as(|_| demo::ACCOUNTS[0].id, rule).await
}

/// The same; `account` is whose credentials they are, by how often that was asked before.
pub async fn answering_as(
    account: impl Fn(usize) -> &'static str + Send + Sync + 'static,
    rule: impl Fn(&str) -> (String, String) + Send + Sync + 'static,
) -> Canned {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (requests, asked) = (Arc::new(AtomicUsize::new(0)), AtomicUsize::new(0));
    let (counted, texts) = (requests.clone(), Arc::<Mutex<Vec<String>>>::default());
    let heard = texts.clone();
    let answer = Arc::new(move |request: &str| {
        if request.contains("Action=GetCallerIdentity") {
            return identity(account(asked.fetch_add(1, Ordering::SeqCst)));
        }
        counted.fetch_add(1, Ordering::SeqCst);
        heard.lock().unwrap().push(request.to_owned());
        rule(request.lines().next().unwrap_or_default())
    });
    let listening = tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let answer = answer.clone();
            tokio::spawn(async move {
                let request = read(&mut stream).await;
                let (head, body) = answer(&request);
                let length = body.len();
                let answer = format!("{head}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}");
                let _written = stream.write_all(answer.as_bytes()).await;
            });
        }
    });
    Canned { url, requests, texts, listening }
}

/// A request to its end.
async fn read(stream: &mut TcpStream) -> String {
    let (mut bytes, mut buffer) = (Vec::new(), [0; 65_536]);
    loop {
        let n = stream.read(&mut buffer).await.unwrap_or_default();
        bytes.extend_from_slice(&buffer[..n]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if n == 0 || text.split_once("\r\n\r\n").is_some_and(|(head, body)| body.len() >= length(head)) {
            return text;
        }
    }
}

fn length(head: &str) -> usize {
    let lines = head.lines().filter_map(|line| line.split_once(':'));
    let said = lines.filter(|(name, _)| name.eq_ignore_ascii_case("content-length")).map(|(_, value)| value.trim());
    said.filter_map(|value| value.parse().ok()).next().unwrap_or(0)
}

pub fn identity(account: &str) -> (String, String) {
    let body = format!(
        "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult>\
         <Arn>arn:aws:iam::{account}:user/x</Arn><UserId>AIDAX</UserId><Account>{account}</Account>\
         </GetCallerIdentityResult></GetCallerIdentityResponse>"
    );
    ("HTTP/1.1 200 OK\r\ncontent-type: text/xml".to_owned(), body)
}
