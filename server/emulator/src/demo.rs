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

/// The role that can be assumed in every account: `arn:aws:iam::<account>:role/belvedere`.
pub const ROLE: &str = "belvedere";

/// A key of the first account; the others are reached by assuming [`ROLE`] there.
pub const ACCESS_KEY: &str = "AKIABELVEDEREDEMO001";

/// Goes with [`ACCESS_KEY`]. The emulator verifies no signatures, so any secret works.
pub const SECRET_KEY: &str = "belvedere-demo-secret-key-that-opens-nothing";
