//! XML as a small tree, read under hard limits. No DOCTYPE, no entities but the five that XML knows by itself, no
//! reference followed. Namespaces are resolved, so that prefixes do not matter.

use super::limits::{MAX_ATTRIBUTE_BYTES, MAX_ATTRIBUTES, MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS};
use crate::{Trouble, text};
use quick_xml::NsReader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::{QName, ResolveResult};
use quick_xml::{Error, XmlVersion};
use std::borrow::Cow;

/// The namespaces that matter here. Not the URI itself: it could be long, and stands on every element.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Namespace {
    Metadata,
    Protocol,
    Assertion,
    Signature,
    #[default]
    None,
    Other,
}

impl Namespace {
    fn of(resolved: &ResolveResult<'_>, prefix: &str) -> Result<Self, String> {
        Ok(match resolved {
            ResolveResult::Unbound => Self::None,
            ResolveResult::Unknown(_) => {
                return Err(format!("the prefix {} is not declared.", text::quoted(prefix)));
            }
            ResolveResult::Bound(namespace) => match namespace.into_inner() {
                "urn:oasis:names:tc:SAML:2.0:metadata" => Self::Metadata,
                "urn:oasis:names:tc:SAML:2.0:protocol" => Self::Protocol,
                "urn:oasis:names:tc:SAML:2.0:assertion" => Self::Assertion,
                "http://www.w3.org/2000/09/xmldsig#" => Self::Signature,
                _ => Self::Other,
            },
        })
    }
}

#[derive(Debug, Default)]
pub(super) struct Element {
    pub namespace: Namespace,
    /// Without prefix.
    pub name: String,
    /// Attributes without prefix; those of SAML have none.
    attributes: Vec<(String, String)>,
    pub children: Vec<Element>,
    /// All text directly inside, entities resolved.
    text: String,
}

impl Element {
    pub fn is(&self, namespace: Namespace, name: &str) -> bool {
        self.namespace == namespace && self.name == name
    }

    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub fn all<'a>(&'a self, namespace: Namespace, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.is(namespace, name))
    }

    /// This element and everything inside, in the order of the document. Depth is bounded, so this may recurse.
    pub fn descendants<'a>(&'a self, found: &mut Vec<&'a Element>) {
        found.push(self);
        self.children.iter().for_each(|child| child.descendants(found));
    }

    /// The text inside, that of the elements inside included.
    pub fn whole_text(&self) -> String {
        let mut all = Vec::new();
        self.descendants(&mut all);
        all.iter().map(|element| element.text.as_str()).collect()
    }
}

pub(super) struct Document {
    pub root: Element,
    /// A character that XML forbids. Readers disagree on what to do with it.
    pub forbidden: Option<char>,
    /// What the declaration says the text is written in.
    pub encoding: Option<String>,
}

/// Reads one XML document.
pub(super) fn parse(document: &str) -> Result<Document, Trouble> {
    if document.len() > MAX_BYTES {
        return Err(Trouble::new(format!("This text is too long: at most {} KiB are read.", MAX_BYTES / 1024)));
    }
    let mut reader = NsReader::from_str(document);
    reader.config_mut().check_comments = true;
    let mut tree = Tree::default();
    loop {
        let at = offset(reader.buffer_position());
        let event = reader
            .read_event()
            .map_err(|error| Trouble::at(document, offset(reader.error_position()), &say(&error)))?;
        if matches!(event, Event::Eof) {
            return tree.finish().map_err(|what| Trouble::at(document, document.len(), &what));
        }
        tree.take(&reader, event, at).map_err(|what| Trouble::at(document, at, &what))?;
    }
}

fn offset(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

fn say(error: &Error) -> String {
    match error {
        Error::Namespace(quick_xml::name::NamespaceError::TooManyBindings(limit)) => {
            format!("more than {limit} namespaces are declared.")
        }
        Error::Syntax(_) => format!("this is not well-formed XML: {error}. Is the end missing?"),
        _ => format!("this is not well-formed XML: {}.", text::visible(&error.to_string(), 200)),
    }
}

#[derive(Default)]
struct Tree {
    /// The elements that are open, from the root inwards.
    open: Vec<Element>,
    root: Option<Element>,
    elements: usize,
    forbidden: Option<char>,
    encoding: Option<String>,
}

impl Tree {
    fn take(&mut self, reader: &NsReader<&[u8]>, event: Event<'_>, at: usize) -> Result<(), String> {
        match event {
            Event::Start(tag) => self.start(reader, &tag)?,
            Event::Empty(tag) => {
                self.start(reader, &tag)?;
                self.end();
            }
            Event::End(_) => self.end(),
            Event::Text(text) => self.text(&text.xml10_content())?,
            Event::CData(text) => self.text(&text.xml10_content())?,
            Event::GeneralRef(reference) => {
                let resolved = resolve(&reference)?;
                self.text(resolved.encode_utf8(&mut [0; 4]))?;
            }
            Event::DocType(_) => {
                return Err("a DOCTYPE is not read. SAML has none: remove it, with everything inside of it.".to_owned());
            }
            Event::Decl(_) if at > 3 => return Err("<?xml … ?> stands at the very beginning or not at all.".to_owned()),
            Event::Decl(declaration) => {
                self.encoding = declaration.encoding().and_then(Result::ok).map(Cow::into_owned);
            }
            Event::Comment(_) | Event::PI(_) | Event::Eof => {}
        }
        Ok(())
    }

    fn start(&mut self, reader: &NsReader<&[u8]>, tag: &BytesStart<'_>) -> Result<(), String> {
        self.elements += 1;
        if self.elements > MAX_ELEMENTS {
            return Err(format!("there are more than {MAX_ELEMENTS} elements. That is more than is read."));
        }
        if self.open.len() >= MAX_DEPTH {
            return Err(format!("elements are nested deeper than {MAX_DEPTH} levels. That is more than is read."));
        }
        if self.open.is_empty() && self.root.is_some() {
            return Err("a second document begins here. Paste one.".to_owned());
        }
        let element = element(reader, tag)?;
        element.attributes.iter().for_each(|(_, value)| self.watch(value));
        self.open.push(element);
        Ok(())
    }

    fn end(&mut self) {
        // The reader has checked that names match; an end without a beginning does not arrive here.
        let Some(element) = self.open.pop() else { return };
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element),
            None => self.root = Some(element),
        }
    }

    fn text(&mut self, text: &str) -> Result<(), String> {
        self.watch(text);
        match self.open.last_mut() {
            Some(element) => element.text.push_str(text),
            None if text.trim_matches(['\u{FEFF}', ' ', '\t', '\r', '\n']).is_empty() => {}
            None => return Err("there is text outside of the document.".to_owned()),
        }
        Ok(())
    }

    fn watch(&mut self, text: &str) {
        self.forbidden = self.forbidden.or_else(|| text.chars().find(|c| is_forbidden(*c)));
    }

    fn finish(mut self) -> Result<Document, String> {
        if let Some(open) = self.open.pop() {
            return Err(format!("the text ends before </{}>. Is it cut off?", text::visible(&open.name, 80)));
        }
        let root = self.root.ok_or("there is no element in this text.")?;
        Ok(Document { root, forbidden: self.forbidden, encoding: self.encoding })
    }
}

fn element(reader: &NsReader<&[u8]>, tag: &BytesStart<'_>) -> Result<Element, String> {
    let (resolved, local) = reader.resolver().resolve_element(tag.name());
    let namespace = Namespace::of(&resolved, prefix(tag.name()))?;
    let name = checked(local.into_inner(), tag.name())?;
    let mut attributes = Vec::new();
    for (n, attribute) in tag.attributes().enumerate() {
        if n >= MAX_ATTRIBUTES {
            return Err(format!("an element has more than {MAX_ATTRIBUTES} attributes. That is more than is read."));
        }
        let attribute = attribute.map_err(|error| format!("an attribute is not well-formed: {error}."))?;
        let local = checked(attribute.key.local_name().into_inner(), attribute.key)?;
        if attribute.value.len() > MAX_ATTRIBUTE_BYTES {
            return Err(format!("an attribute is longer than {MAX_ATTRIBUTE_BYTES} bytes. That is more than is read."));
        }
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| say(&error))?;
        if attribute.value.contains('<') {
            return Err(format!("the value of {} has a < in it, which has to be written &lt;.", text::quoted(&local)));
        }
        if attribute.key.as_namespace_binding().is_some() {
            continue;
        }
        let (resolved, _) = reader.resolver().resolve_attribute(attribute.key);
        if Namespace::of(&resolved, prefix(attribute.key))? == Namespace::None {
            attributes.push((local, value.into_owned()));
        }
    }
    Ok(Element { namespace, name, attributes, ..Element::default() })
}

fn prefix(name: QName<'_>) -> &str {
    name.prefix().map_or("", |prefix| prefix.into_inner())
}

/// A name of letters, digits and `.-_`, which is what names are here. The reader itself takes anything.
fn checked(local: &str, whole: QName<'_>) -> Result<String, String> {
    let whole = whole.into_inner();
    let ordinary = |name: &str| {
        name.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && name.chars().all(|c| c.is_alphanumeric() || ".-_".contains(c))
    };
    let prefix_is_ordinary = whole.split_once(':').is_none_or(|(prefix, _)| ordinary(prefix));
    if whole.len() > MAX_ATTRIBUTE_BYTES || !ordinary(local) || !prefix_is_ordinary {
        return Err(format!("{} is not a name.", text::quoted(whole)));
    }
    Ok(local.to_owned())
}

/// One of the five entities, or a character by its number.
fn resolve(reference: &BytesRef<'_>) -> Result<char, String> {
    if let Some(c) = reference.resolve_char_ref().map_err(|error| say(&error))? {
        return Ok(c);
    }
    match reference.as_ref() {
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "amp" => Ok('&'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        other => Err(format!(
            "the entity &{}; is not read. Write the character itself, or &amp; for a bare &.",
            text::visible(other, 40)
        )),
    }
}

fn is_forbidden(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}')
}

#[cfg(test)]
#[expect(clippy::expect_used, reason = "a test ends where what it expects does not happen")]
mod tests;
