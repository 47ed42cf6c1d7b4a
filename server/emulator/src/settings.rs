//! What an emulator is started with.

use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// How an emulator behaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// What it holds at the start and after a reset.
    pub seed: Seed,
    /// How long a resource stays in a passing state (CREATING, UPDATING, DELETING, …).
    pub life_cycle: Duration,
    /// Whether published quotas hold: rates (429) and numbers of resources (402).
    pub quotas: bool,
    /// Answers to what AWS leaves undocumented.
    pub switches: Switches,
    /// What every minted token and API key holds, to be searched for: letters and digits. Empty: they are random.
    pub known_secrets: String,
}

impl Default for Settings {
    fn default() -> Self {
        let (life_cycle, switches) = (Duration::from_secs(4), Switches::default());
        Self { seed: Seed::Demo, life_cycle, quotas: true, switches, known_secrets: String::new() }
    }
}

/// What an emulator holds at the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Seed {
    /// The demo fleet.
    Demo,
    /// Nothing but a directory with nobody in it.
    Empty,
    /// So many workspaces and holders that it shows what they cost: for measurements.
    Large,
}

impl FromStr for Seed {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "demo" => Ok(Self::Demo),
            "empty" => Ok(Self::Empty),
            "large" => Ok(Self::Large),
            other => Err(format!("'{other}' is no seed: demo, empty or large")),
        }
    }
}

/// What AWS does not document, one switch each; the default is the answer assumed to be true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Switches {
    /// UpdatePermissions: ADD of a role replaces the one held (true) or adds to it (false).
    pub role_add_replaces: bool,
    /// UpdatePermissions: the instructions of one call work in their order (true) or in the reverse one (false).
    pub batch_ordered: bool,
    /// UpdateWorkspaceAuthentication: SAML configuration left out is dropped (true) or kept (false).
    pub authentication_replaces: bool,
    /// CreateWorkspace of Managed Grafana: the same parameters under another client token are refused with 409.
    pub duplicates_refused: bool,
    /// CreateWorkspaceApiKey works on Grafana 10 and later.
    pub api_keys_on_new_versions: bool,
    /// Lists come with the list that AWS's model does not require (true) or without it (false): those of CodeArtifact,
    /// ListVersions, and limits per label set where there are none.
    pub optional_lists: bool,
    /// UpdateWorkspaceConfiguration of Prometheus: `limitsPerLabelSet` is the whole list (true) or is laid over the one
    /// that is held (false).
    pub label_sets_replaced: bool,
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            role_add_replaces: true,
            batch_ordered: true,
            authentication_replaces: true,
            duplicates_refused: false,
            api_keys_on_new_versions: true,
            optional_lists: true,
            label_sets_replaced: true,
        }
    }
}
