//! Who can reach a Grafana workspace over the network, as it was last described.

use super::Service;
use aws::grafana::Network;
use model::{Kind, ResourceKey};

/// The three things an access list can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inbound {
    /// There is none: everybody.
    Open,
    /// Whoever comes through what it names.
    Restricted,
    /// It names nothing: nobody.
    LockedOut,
}

impl Inbound {
    pub(super) fn of(network: Option<&Network>) -> Self {
        match network {
            None => Self::Open,
            Some(network) if network.prefix_list_ids.is_empty() && network.vpce_ids.is_empty() => Self::LockedOut,
            Some(_) => Self::Restricted,
        }
    }
}

impl Service {
    /// The Grafana workspaces that were described, and who can reach them. What is missing was not read yet.
    pub fn networks(&self) -> Vec<(ResourceKey, Inbound)> {
        self.look(|snapshot| {
            let keys = snapshot.rows(Kind::Grafana).into_iter().map(|row| row.key);
            keys.filter_map(|key| snapshot.entry(&key)?.inbound.map(|inbound| (key, inbound))).collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Inbound;
    use aws::grafana::Network;

    #[test]
    fn without_a_list_it_is_open_and_with_an_empty_one_nobody_comes_in() {
        let some = Network { prefix_list_ids: Vec::new(), vpce_ids: vec!["vpce-1".into()] };
        let all = [None, Some(&Network::default()), Some(&some)].map(Inbound::of);
        assert_eq!(all, [Inbound::Open, Inbound::LockedOut, Inbound::Restricted]);
    }
}
