//! One certificate out of metadata, from base64 to what people compare.

use crate::saml::limits::{MAX_CERTIFICATE_BYTES, SHOWN};
use crate::text;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use model::document::Certificate;
use sha2::{Digest, Sha256};
use x509_parser::prelude::{FromDer, X509Certificate};
use x509_parser::time::ASN1Time;

/// The purpose of a key that names none.
pub(super) const BOTH: &str = "signing and encryption";

/// Reads base64 of DER, blanks anywhere.
///
/// # Errors
/// Why it cannot be read, as the rest of a sentence that begins with the certificate.
pub(super) fn read(base64: &str, purpose: &str) -> Result<Certificate, String> {
    let der = decoded(base64)?;
    let (rest, certificate) =
        X509Certificate::from_der(&der).map_err(|_| "it is not an X.509 certificate".to_owned())?;
    if !rest.is_empty() {
        return Err(format!("there are {} bytes more behind it", rest.len()));
    }
    let subject = certificate.subject().to_string();
    Ok(Certificate {
        purpose: purpose.to_owned(),
        subject: if subject.is_empty() { "(no subject)".to_owned() } else { text::visible(&subject, SHOWN) },
        fingerprint: fingerprint(&der),
        not_before: millis(certificate.validity().not_before),
        not_after: millis(certificate.validity().not_after),
    })
}

fn decoded(base64: &str) -> Result<Vec<u8>, String> {
    let compact: String = base64.split_whitespace().collect();
    if compact.is_empty() {
        return Err("it is empty".to_owned());
    }
    if compact.contains("-----BEGIN") {
        return Err("it has the lines BEGIN and END of a PEM file, which do not belong into metadata".to_owned());
    }
    if compact.len() > MAX_CERTIFICATE_BYTES / 3 * 4 + 4 {
        return Err(format!("it is larger than {} KiB", MAX_CERTIFICATE_BYTES / 1024));
    }
    STANDARD.decode(compact).map_err(|_| "it is not valid base64, as if a part of it were missing".to_owned())
}

fn millis(time: ASN1Time) -> i64 {
    time.timestamp().saturating_mul(1000)
}

fn fingerprint(der: &[u8]) -> String {
    Sha256::digest(der).iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":")
}

/// Adds a certificate, or what a known one is for.
pub(super) fn merge(known: &mut Vec<Certificate>, new: Certificate) {
    match known.iter_mut().find(|certificate| certificate.fingerprint == new.fingerprint) {
        Some(same) if same.purpose != new.purpose => same.purpose = BOTH.to_owned(),
        Some(_) => {}
        None => known.push(new),
    }
}
