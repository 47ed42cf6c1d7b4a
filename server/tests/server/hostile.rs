//! Text that was written to do harm, in every text field there is: it comes back as text, or as an error at its field.

use crate::edit::open;
use crate::support::{ACCOUNT, REGION, TestServer, workspace};
use http::StatusCode;
use serde_json::{Value, json};

const EVIL: [&str; 4] = [
    "</title></textarea><script>alert(1)</script>",
    "a\u{202e}gnp.exe\u{2066}",
    "nul\u{0}bell\u{7}escape\u{1b}[31m",
    "\"><svg onload=alert(1)>{{7*7}}${7*7}'--",
];

/// Forms with one text changed each: (name of the field, the values).
fn spoilt(values: &Value, evil: &str) -> Vec<(String, Value)> {
    let fields = values.as_object().unwrap();
    let texts = fields.iter().filter(|(name, value)| value.is_string() && *name != "place");
    let one = |(name, _): (&String, &Value)| {
        let mut all = values.clone();
        all[name] = json!(evil);
        (name.clone(), all)
    };
    let mut all: Vec<(String, Value)> = texts.map(one).collect();
    if fields.contains_key("tags") {
        let mut tags = values.clone();
        tags["tags"] = json!([[evil, evil]]);
        all.push(("tags".to_owned(), tags));
    }
    all
}

/// Either it is refused at a field, or the page of its plan shows it as text.
async fn expect_tamed(server: &TestServer, path: &str, field: &str, body: &Value) {
    let (status, answer) = server.call(path, body).await;
    match status {
        StatusCode::OK => {
            let (status, page) = server.page(&format!("/changes/{}", answer.as_str().unwrap())).await;
            assert_eq!(status, StatusCode::OK, "{path} {field}");
            for tag in ["<script>alert", "<svg onload"] {
                let at = page.find(tag).map(|at| page[at.saturating_sub(200)..at + tag.len()].to_owned());
                assert_eq!(at, None, "{path} {field}");
            }
        }
        StatusCode::UNPROCESSABLE_ENTITY => {
            assert!(!answer["fields"].as_array().unwrap().is_empty(), "{path} {field}: {answer}");
        }
        other => panic!("{path} {field}: {other} {answer}"),
    }
}

#[tokio::test]
async fn forms_that_create_take_it_as_text_or_refuse_it() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let place = format!("{ACCOUNT}/{REGION}");
    let forms = [
        ("plan/create-workspace", workspace("edge")),
        ("plan/create-prometheus", json!({ "place": place, "alias": "edge", "kms_key_arn": "", "tags": [] })),
        ("plan/create-domain", json!({ "place": place, "name": "packages", "encryption_key": "", "tags": [] })),
        ("plan/create-service-account", json!({ "workspace": key, "name": "ci", "grafana_role": "VIEWER" })),
    ];
    for (path, values) in forms {
        for evil in EVIL {
            for (field, values) in spoilt(&values, evil) {
                let body = json!({ "form": server.form().await, "values": values });
                expect_tamed(&server, path, &field, &body).await;
            }
        }
    }
}

#[tokio::test]
async fn forms_that_edit_take_it_as_text_or_refuse_it() {
    let server = TestServer::start().await;
    let grafana = server.workspace("payments-prod").await;
    let made = async |path: &str, values: Value| {
        let plan = server.ask(path, &json!({ "form": server.form().await, "values": values })).await;
        let view = server.apply(plan.as_str().unwrap(), "").await;
        let id = view["result_path"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        json!({ "scope": { "account": ACCOUNT, "region": REGION }, "id": id })
    };
    let place = format!("{ACCOUNT}/{REGION}");
    let mut prometheus =
        made("plan/create-prometheus", json!({ "place": place, "alias": "edge", "kms_key_arn": "", "tags": [] })).await;
    prometheus["kind"] = json!("prometheus");
    let mut domain =
        made("plan/create-domain", json!({ "place": place, "name": "packages", "encryption_key": "", "tags": [] }))
            .await;
    domain["kind"] = json!("codeartifact");
    crate::support::eventually("the Prometheus workspace is active", async || {
        let opening = json!({ "key": prometheus, "opening": { "form": null, "from": null } });
        server.call("form/edit-alias", &opening).await.1["refused"].is_null().then_some(())
    })
    .await;
    for (facet, key) in [
        ("settings", &grafana),
        ("tags", &grafana),
        ("configuration", &grafana),
        ("alias", &prometheus),
        ("tags", &prometheus),
        ("policy", &domain),
        ("tags", &domain),
    ] {
        for evil in EVIL {
            let opened = open(&server, facet, key).await;
            for (field, values) in spoilt(&opened["values"], evil) {
                let edit = json!({ "key": key, "base": opened["base"], "values": values, "merge": false });
                let body = json!({ "form": server.form().await, "edit": edit });
                expect_tamed(&server, &format!("plan/edit-{facet}"), &field, &body).await;
            }
        }
    }
}
