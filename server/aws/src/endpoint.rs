//! Which host answers for a service, for messages alone: the SDK resolves it by itself.

use crate::gate::Service;
use aws_types::SdkConfig;
use aws_types::service_config::ServiceConfigKey;
use http::Uri;
use model::{Code, Error, Region};

/// # Errors
/// `Invalid` when `url` is not an `http` or `https` address with a host.
pub(crate) fn check(url: &str) -> Result<(), Error> {
    let valid = url.parse::<Uri>().is_ok_and(|uri| {
        matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some_and(|host| !host.is_empty())
    });
    if valid {
        return Ok(());
    }
    Err(Error::new(Code::Invalid, "The endpoint URL is not an address such as http://127.0.0.1:4566."))
}

/// Host and port; an address may carry a user and a password, which are nobody's to see.
pub(crate) fn host(config: &SdkConfig, service: Service, region: &Region) -> String {
    configured(config, service)
        .as_deref()
        .and_then(host_of)
        .unwrap_or_else(|| format!("{} in {region}", service.title()))
}

fn configured(config: &SdkConfig, service: Service) -> Option<String> {
    let own = || {
        let key = ServiceConfigKey::builder()
            .service_id(sdk_id(service))
            .env("AWS_ENDPOINT_URL")
            .profile("endpoint_url")
            .build()
            .ok()?;
        config.service_config()?.load_config(key)
    };
    if config.get_origin("endpoint_url").is_client_config() {
        return config.endpoint_url().map(str::to_owned);
    }
    own().or_else(|| config.endpoint_url().map(str::to_owned))
}

const fn sdk_id(service: Service) -> &'static str {
    match service {
        Service::Grafana => "grafana",
        Service::Prometheus => "amp",
        Service::CodeArtifact => "codeartifact",
        Service::IdentityStore => "identitystore",
        Service::SecretsManager => "Secrets Manager",
        Service::Sts => "STS",
    }
}

fn host_of(url: &str) -> Option<String> {
    let uri: Uri = url.parse().ok()?;
    let host = uri.host()?;
    Some(uri.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
}
