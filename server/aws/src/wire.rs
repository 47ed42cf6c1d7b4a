//! A way for requests that is no socket: where something else stands in the place of AWS, in the same process.

use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpClient, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::body::SdkBody;
use futures::future::BoxFuture;
use std::fmt::Debug;
use std::sync::Arc;

/// Answers requests as AWS would.
pub trait Wire: Debug + Send + Sync {
    /// Bodies are whole. `None`: there was no answer, and nobody knows whether the request arrived.
    fn carry(&self, request: http::Request<Vec<u8>>) -> BoxFuture<'static, Option<http::Response<Vec<u8>>>>;
}

#[derive(Debug)]
struct Connector(Arc<dyn Wire>);

impl HttpConnector for Connector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let Some(request) = whole(request) else {
            return HttpConnectorFuture::ready(Err(ConnectorError::user("the request cannot be carried".into())));
        };
        let carried = self.0.carry(request);
        HttpConnectorFuture::new(async move {
            let lost = || ConnectorError::io("the connection was cut".into());
            let answer = carried.await.ok_or_else(lost)?.map(SdkBody::from);
            answer.try_into().map_err(|error| ConnectorError::other(Box::new(error), None))
        })
    }
}

fn whole(request: HttpRequest) -> Option<http::Request<Vec<u8>>> {
    let (parts, body) = request.try_into_http1x().ok()?.into_parts();
    Some(http::Request::from_parts(parts, body.bytes()?.to_vec()))
}

/// The client of the SDK that sends its requests this way.
pub fn client_over(wire: Arc<dyn Wire>) -> SharedHttpClient {
    http_client_fn(move |_, _| SharedHttpConnector::new(Connector(wire.clone())))
}
