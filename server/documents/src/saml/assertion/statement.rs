//! Attributes out of XML: of a whole response, of an assertion, or of an attribute statement alone.

use super::add;
use crate::Trouble;
use crate::saml::xml::{self, Element, Namespace};
use model::document::Attribute;

/// All attributes of all statements, in the order of the document.
pub(super) fn read(xml: &str) -> Result<Vec<Attribute>, Trouble> {
    use Namespace::{Assertion, Metadata, None as Bare};
    let root = xml::parse(xml)?.root;
    if root.namespace == Metadata {
        return Err(Trouble::new("This is metadata, not an assertion: it says how to sign in, not who did."));
    }
    let mut elements = Vec::new();
    root.descendants(&mut elements);
    let mut attributes = Vec::new();
    // A statement that was cut out of its document by hand may have lost the declaration of its namespace.
    for element in elements.iter().filter(|element| element.is(Assertion, "Attribute") || element.is(Bare, "Attribute"))
    {
        let name =
            element.attribute("Name").ok_or_else(|| Trouble::new("An Attribute of this assertion has no Name."))?;
        let values = element.children.iter().filter(|child| child.name == "AttributeValue").map(Element::whole_text);
        add(&mut attributes, name, element.attribute("FriendlyName"), values);
    }
    if attributes.is_empty() {
        return Err(Trouble::new(why_none(&elements)));
    }
    Ok(attributes)
}

fn why_none(elements: &[&Element]) -> &'static str {
    let has = |namespace, name: &str| elements.iter().any(|element| element.is(namespace, name));
    let status = |element: &&&Element| element.is(Namespace::Protocol, "StatusCode");
    let refused = elements.iter().find(status).and_then(|status| status.attribute("Value"));
    if has(Namespace::Assertion, "EncryptedAssertion") || has(Namespace::Assertion, "EncryptedAttribute") {
        "This assertion is encrypted, and Belvedere has no key for it. Enter its attributes as lines, such as role=admin."
    } else if has(Namespace::Protocol, "AuthnRequest") {
        "This is the request for a sign-in, not its response. The response is what the identity provider sends back."
    } else if refused.is_some_and(|code| !code.ends_with(":status:Success")) {
        "The identity provider refused this sign-in: its response has another status than Success, and no attributes."
    } else {
        "There is no attribute in this XML. If it is a response, the identity provider sends none: add them there."
    }
}
