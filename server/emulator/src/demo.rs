//! The demo fleet's fixed points: who to call as, and where to look. The fleet itself is in `seed`.

/// One AWS account of the demo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account {
    /// Twelve digits.
    pub id: &'static str,
    pub name: &'static str,
}

/// All accounts that hold something. Any other account exists too, and is empty.
pub const ACCOUNTS: [Account; 4] = [
    Account { id: "441122338890", name: "prod-observability" },
    Account { id: "903211874410", name: "retail-staging" },
    Account { id: "221099870031", name: "edge" },
    Account { id: "778812004532", name: "legacy" },
];

/// All regions that hold something.
pub const REGIONS: [&str; 5] = ["eu-west-1", "us-east-1", "us-west-2", "ap-southeast-2", "eu-central-1"];

/// The directory of the Identity Center whose people and groups hold the demo's roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Directory {
    /// The identity store's id.
    pub id: &'static str,
    /// The account that owns it; no other account may read it.
    pub account: &'static str,
    /// The one region it answers in.
    pub region: &'static str,
}

/// prod-observability, the account that all others are reached from, stands for the organization's management account.
/// The empty seed has this directory too, with nobody in it.
pub const DIRECTORY: Directory = Directory { id: "d-9967123abc", account: ACCOUNTS[0].id, region: REGIONS[0] };

/// The role that can be assumed in every account: `arn:aws:iam::<account>:role/belvedere`.
pub const ROLE: &str = "belvedere";

/// A key of the first account; the others are reached by assuming [`ROLE`] there.
pub const ACCESS_KEY: &str = "AKIABELVEDEREDEMO001";

/// Goes with [`ACCESS_KEY`]. The emulator verifies no signatures, so any secret works.
pub const SECRET_KEY: &str = "belvedere-demo-secret-key-that-opens-nothing";
