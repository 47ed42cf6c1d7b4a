//! The batch as the server renders it.

use super::api::OpenedGrants;
use super::form;
use crate::route::Here;
use leptos::prelude::*;
use model::access::{GrafanaRole, Holder, HolderKind};
use model::form::{GrantBatch, GrantWish};
use model::{Kind, PlanId, ResourceKey};

fn rendered(wishes: usize) -> String {
    let workspace = ResourceKey::parse(Kind::Grafana, "441122338890", "eu-west-1", "g-0a1b2c3d4e").unwrap();
    let wish = |number: usize| GrantWish {
        workspace: workspace.clone(),
        holder: Holder::new(HolderKind::User, format!("0c2f0d1e-1111-4a4a-8b8b-{number:012}")),
        role: Some(GrafanaRole::Viewer),
    };
    let opened = OpenedGrants {
        id: PlanId::parse("1b4e28ba-2fa1-41d2-883f-0016d3cca427").unwrap(),
        batch: GrantBatch { origin: model::PlanOrigin::Person, wishes: (0..wishes).map(wish).collect() },
        names: Vec::new(),
        errors: Vec::new(),
        sent: None,
        offered: Vec::new(),
        chosen: Vec::new(),
        named: false,
    };
    Owner::new().with(|| {
        Here::begin("/access/edit", crate::pages::show::load);
        form(opened).to_html().replace("<!>", "")
    })
}

#[test]
fn leaving_rows_out_of_the_batch_is_not_called_removing_roles() {
    let html = rendered(2);
    assert!(html.contains(">Leave all 2 out of the batch<"), "{html}");
    assert!(!html.contains(">Remove all"), "{html}");
    assert!(!html.contains("aria-label=\"Remove ") && html.contains(" out of the batch\""), "{html}");
}

#[test]
fn an_empty_batch_says_that_it_removes_no_role() {
    let html = rendered(0);
    assert!(html.contains("An empty batch changes nothing: every user and group keeps their roles."), "{html}");
    assert!(html.contains("To remove roles, add users or groups with"), "{html}");
}
