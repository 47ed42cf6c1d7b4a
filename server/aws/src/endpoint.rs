//! Which host answers for a service, for messages and to tell AWS from others: the SDK resolves it by itself.

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

/// Whether any service is answered for by an address that somebody configured and that is not AWS's own, as those of
/// VPC endpoints are.
pub(crate) fn is_elsewhere(config: &SdkConfig) -> bool {
    let all = [
        Service::Grafana,
        Service::Prometheus,
        Service::CodeArtifact,
        Service::IdentityStore,
        Service::SecretsManager,
        Service::Sts,
    ];
    all.into_iter().filter_map(|service| configured(config, service)).any(|url| !is_of_aws(&url))
}

fn is_of_aws(url: &str) -> bool {
    let Some(host) = url.parse::<Uri>().ok().and_then(|uri| uri.host().map(str::to_ascii_lowercase)) else {
        return false;
    };
    [".amazonaws.com", ".amazonaws.com.cn", ".amazonaws.eu", ".api.aws"].iter().any(|end| host.ends_with(end))
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

#[cfg(test)]
mod tests {
    use super::is_of_aws;

    #[test]
    fn addresses_of_awss_own_are_told_from_others() {
        let own = ["https://vpce-0.sts.eu-west-1.vpce.amazonaws.com", "https://grafana.eu-west-1.api.aws:443/x"];
        assert!(own.into_iter().all(is_of_aws));
        let others = [
            "http://127.0.0.1:4566",
            "https://amazonaws.com.example.com",
            "https://notamazonaws.com",
            "https://example.com/.amazonaws.com",
            "no address",
        ];
        assert!(!others.into_iter().any(is_of_aws));
    }
}
