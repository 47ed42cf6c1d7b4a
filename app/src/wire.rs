//! How the browser calls server functions: `fetch`, with the build the page came from in a header.
//!
//! The header makes every call one that a foreign page cannot send, and lets a newer server answer 409 "reload".

use crate::Failure;
use leptos::server_fn::client::{Client, browser::BrowserClient};
use leptos::server_fn::codec::Post;
use leptos::server_fn::request::browser::BrowserRequest;
use leptos::server_fn::response::browser::BrowserResponse;
use leptos::server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType};
use serde::{Serialize, de};
use std::future::Future;

/// The header that carries the build id.
pub const BUILD_HEADER: &str = "x-belvedere";

/// The arguments and answers of a server function: a body of JSON.
pub type Json = Post<JsonText>;

/// JSON that is read as text. What a page carries for the browser is read as text too; reading bytes here, as the
/// framework's own encoding does, would bring a second reader of every type into the download.
#[derive(Debug)]
pub struct JsonText;

impl ContentType for JsonText {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for JsonText {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for JsonText {
    type Error = serde_json::Error;

    fn encode(output: &T) -> Result<Bytes, Self::Error> {
        serde_json::to_vec(output).map(Bytes::from)
    }
}

impl<T: de::DeserializeOwned> Decodes<T> for JsonText {
    type Error = serde_json::Error;

    fn decode(bytes: Bytes) -> Result<T, Self::Error> {
        serde_json::from_str(std::str::from_utf8(&bytes).map_err(de::Error::custom)?)
    }
}

#[derive(Debug)]
pub struct Wire;

impl Client<Failure> for Wire {
    type Request = BrowserRequest;
    type Response = BrowserResponse;

    fn send(request: Self::Request) -> impl Future<Output = Result<Self::Response, Failure>> + Send {
        request.headers().set(BUILD_HEADER, &build());
        <BrowserClient as Client<Failure>>::send(request)
    }

    fn open_websocket(
        path: &str,
    ) -> impl Future<
        Output = Result<
            (
                impl futures::Stream<Item = Result<Bytes, Bytes>> + Send + 'static,
                impl futures::Sink<Bytes> + Send + 'static,
            ),
            Failure,
        >,
    > + Send {
        <BrowserClient as Client<Failure>>::open_websocket(path)
    }

    fn spawn(future: impl Future<Output = ()> + Send + 'static) {
        <BrowserClient as Client<Failure>>::spawn(future);
    }
}

/// The build this page came from, as its head says.
fn build() -> String {
    leptos::prelude::document()
        .query_selector("meta[name=build]")
        .ok()
        .flatten()
        .and_then(|meta| meta.get_attribute("content"))
        .unwrap_or_default()
}
