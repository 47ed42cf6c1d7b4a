//! The metadata of an identity provider: what it says, and what people get wrong about it.

mod certificate;
mod judge;
mod provider;

use super::limits::{MAX_BYTES, MAX_PROVIDERS, SHOWN};
use super::pasted::require_xml;
use super::xml::{self, Element, Namespace};
use crate::{Trouble, text};
use model::Millis;
use model::document::MetadataReport;

/// Reads metadata as it would be handed to AWS. What reads but will not work is in the report's findings.
///
/// # Errors
/// What is not SAML metadata at all, is not well-formed, has a DOCTYPE, or exceeds one of the [limits](super::limits).
pub fn read(xml: &str, now: Millis) -> Result<MetadataReport, Trouble> {
    if xml.len() <= MAX_BYTES {
        require_xml(xml, "the identity provider's metadata")?;
    }
    let document = xml::parse(xml)?;
    let entities = entities(&document.root)?;
    let providers: Vec<&Entity<'_>> = entities.iter().filter(|entity| entity.provider.is_some()).collect();
    if providers.len() > MAX_PROVIDERS {
        return Err(Trouble::new(format!(
            "There are {} identity providers in this document. At most {MAX_PROVIDERS} are read; give Managed Grafana the one you use.",
            providers.len()
        )));
    }
    let mut report = match (providers.first(), entities.first()) {
        (Some(first), _) => provider::read(first, now)?,
        (None, Some(first)) => without_provider(first),
        (None, None) => {
            return Err(Trouble::new("This EntitiesDescriptor is empty. Paste the identity provider's own metadata."));
        }
    };
    if providers.len() > 1 {
        report.providers = providers.iter().map(|entity| entity.shown_id()).collect();
        report.findings.push(judge::several(&report.providers));
    }
    report.findings.extend(judge::text(xml, &document));
    report.findings.sort_by_key(|finding| finding.severity);
    Ok(report)
}

/// One EntityDescriptor.
struct Entity<'a> {
    element: &'a Element,
    /// Its role as an identity provider, of SAML 2.0 if there are several.
    provider: Option<&'a Element>,
    /// The earliest `validUntil` of what it stands in.
    valid_until: Option<Millis>,
}

impl Entity<'_> {
    fn id(&self) -> Option<&str> {
        self.element.attribute("entityID").map(str::trim).filter(|id| !id.is_empty())
    }

    fn shown_id(&self) -> String {
        self.id().map_or_else(|| "(without an entity id)".to_owned(), |id| text::visible(id, SHOWN))
    }
}

/// Every EntityDescriptor of the document, groups inside of groups included.
fn entities(root: &Element) -> Result<Vec<Entity<'_>>, Trouble> {
    use Namespace::Metadata;
    if !root.is(Metadata, "EntityDescriptor") && !root.is(Metadata, "EntitiesDescriptor") {
        return Err(Trouble::new(judge::not_metadata(root)));
    }
    let mut found = Vec::new();
    collect(root, None, &mut found);
    Ok(found)
}

fn collect<'a>(element: &'a Element, valid_until: Option<Millis>, found: &mut Vec<Entity<'a>>) {
    use Namespace::Metadata;
    let valid_until = earliest(valid_until, provider::valid_until(element));
    if element.is(Metadata, "EntitiesDescriptor") {
        element.children.iter().for_each(|child| collect(child, valid_until, found));
    } else if element.is(Metadata, "EntityDescriptor") {
        let mut roles = element.all(Metadata, "IDPSSODescriptor");
        let first = roles.next();
        let provider =
            first.filter(|role| provider::speaks_saml2(role)).or(roles.find(|role| provider::speaks_saml2(role)));
        found.push(Entity { element, provider: provider.or(first), valid_until });
    }
}

fn earliest(a: Option<Millis>, b: Option<Millis>) -> Option<Millis> {
    a.into_iter().chain(b).min()
}

fn without_provider(entity: &Entity<'_>) -> MetadataReport {
    let findings = vec![judge::no_provider(entity.element)];
    MetadataReport { entity_id: entity.id().map(|id| text::visible(id, SHOWN)), findings, ..MetadataReport::default() }
}
