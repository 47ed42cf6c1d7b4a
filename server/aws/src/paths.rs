//! The one place that every path of a request to AWS passes, whoever makes it: what was put into it has to stay where it
//! was put. SigV4 signs the path without its `.` and `..`, and AWS acts on that one: `/workspaces/ID/apikeys/..` is the
//! path of the workspace.

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextRef;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use model::{is_path_part, percent_decoded};

/// Ends a call with [`Astray`] before it is signed.
#[derive(Debug)]
pub(crate) struct StraightPaths;

/// A part of a path that leads out of it. Nothing was sent.
#[derive(Debug)]
pub(crate) struct Astray(String);

impl std::fmt::Display for Astray {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let part = crate::error::shown(&self.0, 120);
        write!(
            f,
            "AWS would read \"{part}\" in the path of the request as the way to something else. Nothing was sent."
        )
    }
}

impl std::error::Error for Astray {}

impl Intercept for StraightPaths {
    fn name(&self) -> &'static str {
        "StraightPaths"
    }

    // The path is there from now on, and the address of the endpoint, which is the operator's, is not before it yet.
    fn read_after_serialization(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        astray(context.request().uri()).map_or(Ok(()), |part| Err(Astray(part).into()))
    }
}

/// The first part of the path that is not to be sent. No operation has an empty one; the path `/` has no part.
fn astray(uri: &str) -> Option<String> {
    let path = uri.split(['?', '#']).next().and_then(|path| path.strip_prefix('/')).filter(|path| !path.is_empty())?;
    let text = |part: &str| String::from_utf8_lossy(&percent_decoded(part.as_bytes())).into_owned();
    path.split('/').map(text).find(|part| !is_path_part(part))
}

#[cfg(test)]
mod tests {
    use super::astray;

    #[test]
    fn a_part_that_leads_elsewhere_is_found_wherever_it_stands() {
        for (uri, part) in [
            ("/workspaces/g-1/apikeys/..", ".."),
            ("/workspaces/../apikeys/x?y=z", ".."),
            ("/workspaces/g-1/apikeys/", ""),
            ("/workspaces//apikeys", ""),
            ("//workspaces", ""),
            ("/workspaces/g-1/apikeys/%2E%2e", ".."),
            ("/tags/arn%3Aaws%3Aaps%2F..%2Fx?tagKeys=a", "arn:aws:aps/../x"),
        ] {
            assert_eq!(astray(uri).as_deref(), Some(part), "{uri}");
        }
    }

    #[test]
    fn ordinary_paths_and_whatever_stands_behind_them_pass() {
        for uri in [
            "",
            "/",
            "/?a=/../b",
            "/v1/domain?domain=a/../b",
            "/workspaces#a/../b",
            "/tags/arn%3Aaws%3Agrafana%3Aeu%3A1%3A%2Fworkspaces%2Fg-1",
        ] {
            assert_eq!(astray(uri), None, "{uri}");
        }
    }
}
