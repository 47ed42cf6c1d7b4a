//! Who calls. Reads the AWS4-HMAC-SHA256 header; the HMAC itself is not verified, because the emulator knows no
//! secrets: any secret key works. Accounts come from access keys, or from the session of an assumed role.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::HeaderMap;
use http::header::AUTHORIZATION;
use serde::{Deserialize, Serialize};

use super::failure::Failure;
use crate::demo;

const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// The credential scope of a signed request, and the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Credential {
    pub(crate) access_key: String,
    pub(crate) region: String,
    /// The service's signing name.
    pub(crate) service: String,
}

/// The one who calls, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Caller {
    pub(crate) account: String,
    pub(crate) region: String,
    /// Role and session names, for a caller that assumed a role.
    pub(crate) assumed: Option<(String, String)>,
}

/// What a session token of ours says. It carries itself, so that it outlives a reset and a restart.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Session {
    pub(crate) account: String,
    pub(crate) role: String,
    pub(crate) name: String,
    pub(crate) access_key: String,
    /// Seconds since 1970.
    pub(crate) expires: i64,
}

impl Session {
    pub(crate) fn token(&self) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default())
    }

    fn from_token(token: &str) -> Option<Self> {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token).ok()?).ok()
    }
}

/// The credential of a request.
pub(crate) fn credential(headers: &HeaderMap) -> Result<Credential, Failure> {
    let header = headers.get(AUTHORIZATION).ok_or_else(Failure::unsigned)?;
    let text = header.to_str().map_err(|_| Failure::malformed_signature("it is not ASCII"))?;
    let parts = text.strip_prefix(ALGORITHM).ok_or_else(|| Failure::malformed_signature("unknown algorithm"))?;
    let part = |name: &str| {
        let mut all = parts.split(',').filter_map(|part| part.trim().split_once('='));
        let found = all.find(|(key, _)| *key == name).map(|(_, value)| value).filter(|value| !value.is_empty());
        found.ok_or_else(|| Failure::malformed_signature(&format!("no {name}")))
    };
    part("SignedHeaders")?;
    let signature = part("Signature")?;
    if signature.len() != 64 || !signature.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(Failure::malformed_signature("Signature is not 64 hexadecimal digits"));
    }
    match part("Credential")?.split('/').collect::<Vec<_>>().as_slice() {
        [key, date, region, service, "aws4_request"]
            if [*key, *region, *service].iter().all(|part| !part.is_empty())
                && date.len() == 8
                && date.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            let (access_key, region, service) = ((*key).into(), (*region).into(), (*service).into());
            Ok(Credential { access_key, region, service })
        }
        _ => Err(Failure::malformed_signature("Credential is not KEY/DATE/REGION/SERVICE/aws4_request")),
    }
}

/// Whose key it is. `now` is seconds since 1970.
pub(crate) fn caller(credential: &Credential, headers: &HeaderMap, now: i64) -> Result<Caller, Failure> {
    let key = &credential.access_key;
    let plain = |account: &str| {
        let (account, region) = (account.to_owned(), credential.region.clone());
        Caller { account, region, assumed: None }
    };
    if key.starts_with("INVALID") {
        return Err(Failure::unknown_client());
    }
    if key.len() == 12 && key.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(plain(key));
    }
    if !key.starts_with("ASIA") {
        return Ok(plain(demo::ACCOUNTS[0].id));
    }
    let token = headers.get("x-amz-security-token").and_then(|token| token.to_str().ok());
    let session = token.and_then(Session::from_token).filter(|session| session.access_key == *key);
    let session = session.ok_or_else(Failure::unknown_client)?;
    if session.expires <= now {
        return Err(Failure::expired_credentials());
    }
    let assumed = Some((session.role, session.name));
    Ok(Caller { account: session.account, region: credential.region.clone(), assumed })
}
