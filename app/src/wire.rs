//! How the browser calls server functions: `fetch`, with the build the page came from in a header.
//!
//! The header makes every call one that a foreign page cannot send, and lets a newer server answer 409 "reload".

use crate::Failure;
use leptos::server_fn::client::{Client, browser::BrowserClient};
use leptos::server_fn::request::browser::BrowserRequest;
use leptos::server_fn::response::browser::BrowserResponse;
use std::future::Future;

/// The header that carries the build id.
pub const BUILD_HEADER: &str = "x-belvedere";

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
                impl futures::Stream<Item = Result<server_fn::Bytes, server_fn::Bytes>> + Send + 'static,
                impl futures::Sink<server_fn::Bytes> + Send + 'static,
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
