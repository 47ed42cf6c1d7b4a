//! ARNs as the services write them.

/// The partition a region lies in.
pub(crate) fn partition(region: &str) -> &'static str {
    match region {
        _ if region.starts_with("cn-") => "aws-cn",
        _ if region.starts_with("us-gov-") => "aws-us-gov",
        _ => "aws",
    }
}

/// `arn:aws:<service>:<region>:<account>:<resource>`; Grafana's resource begins with a slash.
pub(crate) fn arn(service: &str, region: &str, account: &str, resource: &str) -> String {
    format!("arn:{}:{service}:{region}:{account}:{resource}", partition(region))
}

/// The resource part of an ARN of this service in this scope; `None` if it names another one, `Err` if it is none.
pub(crate) fn resource_in<'a>(
    text: &'a str,
    service: &str,
    region: &str,
    account: &str,
) -> Result<Option<&'a str>, NoArn> {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let ["arn", _, in_service, in_region, in_account, resource] = parts.as_slice() else { return Err(NoArn) };
    if *in_service != service || resource.is_empty() {
        return Err(NoArn);
    }
    let here = *in_region == region && *in_account == account;
    Ok(here.then_some(*resource))
}

/// The text is no ARN of the service.
#[derive(Debug)]
pub(crate) struct NoArn;
