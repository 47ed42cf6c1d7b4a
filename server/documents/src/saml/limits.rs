//! How much of a document is read at all. What is larger is refused with a sentence that names the limit; AWS
//! publishes none of its own for metadata.

use model::Millis;

/// Bytes of a document.
pub const MAX_BYTES: usize = 512 * 1024;

/// Deepest nesting of elements.
pub const MAX_DEPTH: usize = 32;

/// Elements of a document.
pub const MAX_ELEMENTS: usize = 10_000;

/// Attributes of one element, declarations of namespaces included.
pub const MAX_ATTRIBUTES: usize = 64;

/// Bytes of an attribute's value, or of a name, as written.
pub const MAX_ATTRIBUTE_BYTES: usize = 8 * 1024;

/// Certificates of one identity provider.
pub const MAX_CERTIFICATES: usize = 16;

/// Bytes of one certificate, decoded.
pub const MAX_CERTIFICATE_BYTES: usize = 16 * 1024;

/// Sign-on endpoints of one identity provider.
pub const MAX_ENDPOINTS: usize = 32;

/// Identity providers of one document.
pub const MAX_PROVIDERS: usize = 1000;

/// Attributes of an assertion, and values of them all together.
pub const MAX_VALUES: usize = 2000;

/// A certificate that ends within this time is worth a warning.
pub const ENDS_SOON: Millis = 30 * 24 * 60 * 60 * 1000;

/// Longest text taken over from a document, in characters; more is cut with an ellipsis.
pub(super) const SHOWN: usize = 2048;
