//! Which section is which.

use super::Tags;
use super::codeartifact::DomainPolicy;
use super::grafana::{Authentication, Configuration, Settings};
use super::prometheus::{Alias, WorkspaceConfiguration};
use crate::changes::core::section::EditSection;
use model::door::Facet;

/// How a section is read, shown, planned and written.
pub fn section_for(section: Facet) -> &'static dyn EditSection {
    match section {
        Facet::Settings => &Settings,
        Facet::SignIn => &Authentication,
        Facet::Configuration => &Configuration,
        Facet::Tags => &Tags,
        Facet::Alias => &Alias,
        Facet::Policy => &DomainPolicy,
        Facet::WorkspaceConfiguration => &WorkspaceConfiguration,
    }
}
