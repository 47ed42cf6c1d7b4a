//! The emulator's own routes.

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Arms a fault.
pub async fn fault(emulator: &emulator::Emulator, order: Value) {
    let answer = post(emulator, "/_emulator/faults", &order.to_string()).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

async fn post(emulator: &emulator::Emulator, path: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(emulator.addr()).await.unwrap();
    let head =
        format!("POST {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: {}", body.len());
    stream.write_all(format!("{head}\r\ncontent-type: application/json\r\n\r\n{body}").as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}
