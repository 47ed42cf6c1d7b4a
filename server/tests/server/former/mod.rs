//! What the version of schema 4 left behind (`tests/fixtures/store-4`) goes on to work: its store is taken over on both
//! databases, its plans are shown, undone, tried again, taken up or dropped, and its configuration files are read.

mod config;
mod going_on;
mod load;
mod showing;

use crate::support::TestServer;
use serde_json::{Value, json};

/// A test for each database.
macro_rules! on_both {
    ($($(#[doc = $doc:literal])* async fn $name:ident($former:ident) $body:block)*) => {$(
        $(#[doc = $doc])*
        mod $name {
            use super::*;

            async fn behaviour($former: &Former) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                behaviour(&Former::sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                behaviour(&Former::postgres().await).await;
            }
        }
    )*};
}
use on_both;

/// The id of a plan by the name that its making gave it.
fn id(name: &str) -> &'static str {
    let plans = include_str!("../../fixtures/store-4/plans.txt").lines();
    let found = plans.filter_map(|line| line.split_once(' ')).find(|(_, own)| *own == name);
    found.unwrap_or_else(|| panic!("there is no plan {name}")).0
}

async fn view(server: &TestServer, plan: &str) -> Value {
    server.ask("changes/view", &json!({ "id": plan })).await["value"].take()
}

/// The id of every plan, the newest first, as the list of changes has them.
async fn every(server: &TestServer) -> Vec<String> {
    let (mut all, mut before) = (Vec::new(), Value::Null);
    loop {
        let page = server.ask("changes/list", &json!({ "before": before })).await["value"].take();
        let page = page.as_array().unwrap();
        let Some(last) = page.last() else { return all };
        before = last["created_at"].clone();
        all.extend(page.iter().map(|plan| plan["id"].as_str().unwrap().to_owned()));
    }
}
