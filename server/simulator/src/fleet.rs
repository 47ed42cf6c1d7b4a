//! What is there when a schedule begins: the emulator's demo, one account and region of it.

use crate::carrier::Carrier;
use crate::far::Far;
use crate::world::World;
use aws::{Aws, Gate, Urgency};
use emulator::{Local, Seed, Settings};
use futures::future::BoxFuture;
use http::Request;
use model::{AccountId, Error, Kind, Region, ResourceKey, Scope};
use serde_json::{Value, json};
use server::clock;
use std::sync::Arc;
use std::time::Duration;

const REGION: &str = "eu-west-1";

/// What schedules begin with. It is read once, and every schedule gets a copy of AWS.
pub struct Fleet {
    pub scope: Scope,
    pub grafana: Vec<ResourceKey>,
    /// Those of a version that has API keys, and one that can be updated.
    pub old: Vec<ResourceKey>,
    pub prometheus: Vec<ResourceKey>,
    pub domains: Vec<ResourceKey>,
    /// A domain that holds nothing.
    pub empty: ResourceKey,
    /// Service accounts that are no admin: workspace, id, ids of their tokens.
    pub accounts: Vec<(ResourceKey, String, Vec<String>)>,
    /// Who holds a role: workspace, kind, id.
    pub holders: Vec<(ResourceKey, String, String)>,
    pub aws: Aws,
    pub carrier: Carrier,
    template: Local,
}

impl std::fmt::Debug for Fleet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fleet").field("scope", &self.scope).finish_non_exhaustive()
    }
}

/// Lets everything through.
#[derive(Debug)]
struct Open;

impl Gate for Open {
    fn enter<'a>(&'a self, _: &'a aws::Call, _: Urgency) -> BoxFuture<'a, ()> {
        Box::pin(async {})
    }

    fn throttled(&self, _: &aws::Call, _: Duration) {}
}

fn wrong(what: impl std::fmt::Display) -> Error {
    Error::invalid(format!("{what}"))
}

impl Fleet {
    /// # Errors
    /// When the demo is not as it should be.
    pub async fn read(life_cycle: Duration) -> Result<Self, Error> {
        let template = Local::new(settings(life_cycle)).map_err(wrong)?;
        let carrier = Carrier::default();
        let world = World::new(0, Far::Here(template.clone()), None);
        world.lock().is_calm = true;
        clock::install(Arc::new(world.clone()));
        world.enter().await;
        carrier.serve(world);
        let aws = connect(&carrier).await?;
        let scope = Scope {
            account: AccountId::parse(emulator::demo::ACCOUNTS[0].id).map_err(wrong)?,
            region: Region::parse(REGION).map_err(wrong)?,
        };
        prepare(&Far::Here(template.clone())).await;
        let key = |kind, id: &str| ResourceKey { kind, scope: scope.clone(), id: id.to_owned() };
        let grafana = aws.grafana(&scope).list_workspaces(Urgency::Read).await.map_err(|failure| failure.error)?;
        let at = |name: &str| {
            grafana.iter().find(|one| one.name.as_deref() == Some(name)).map(|one| key(Kind::Grafana, &one.id))
        };
        let named = |names: &[&str]| names.iter().filter_map(|name| at(name)).collect::<Vec<_>>();
        let prometheus =
            aws.prometheus(&scope).list_workspaces(Urgency::Read).await.map_err(|failure| failure.error)?;
        let mut fleet = Self {
            grafana: named(&[
                "payments-prod",
                "checkout-prod",
                "orders-prod",
                "sre-command-centre",
                "search-relevance",
            ]),
            old: named(&["customer-support"]),
            prometheus: prometheus.iter().map(|one| key(Kind::Prometheus, &one.id)).collect(),
            domains: vec![key(Kind::CodeArtifact, "platform-packages"), key(Kind::CodeArtifact, "ml-artifacts")],
            empty: key(Kind::CodeArtifact, "empty-domain"),
            accounts: Vec::new(),
            holders: Vec::new(),
            scope: scope.clone(),
            aws: aws.clone(),
            carrier,
            template,
        };
        fleet.read_accounts().await?;
        Ok(fleet)
    }

    async fn read_accounts(&mut self) -> Result<(), Error> {
        let grafana = self.aws.grafana(&self.scope);
        for key in &self.grafana {
            for account in
                grafana.list_service_accounts(&key.id, Urgency::Read).await.map_err(|failure| failure.error)?
            {
                let tokens = grafana.list_service_account_tokens(&key.id, &account.id, Urgency::Read).await;
                let tokens = tokens.map_err(|failure| failure.error)?.into_iter().map(|token| token.id).collect();
                if account.grafana_role != "ADMIN" {
                    self.accounts.push((key.clone(), account.id, tokens));
                }
            }
            for holder in grafana.list_permissions(&key.id, Urgency::Read).await.map_err(|failure| failure.error)? {
                let value = json!(holder);
                let (kind, id) = (value["kind"].as_str(), value["id"].as_str());
                if let (Some(kind), Some(id)) = (kind, id) {
                    self.holders.push((key.clone(), kind.to_owned(), id.to_owned()));
                }
            }
        }
        Ok(())
    }

    /// An AWS for one schedule, of which the world tells the time.
    pub fn fork(&self, world: &World) -> Local {
        let world = world.downgrade();
        self.template.fork(move || world.seconds())
    }

    /// One that is there before a world is.
    pub fn template(&self) -> Local {
        self.template.clone()
    }
}

async fn connect(carrier: &Carrier) -> Result<Aws, Error> {
    let settings = aws::Settings {
        endpoint_url: Some("http://aws.simulated".to_owned()),
        keys: Some(aws::Keys {
            access_key: emulator::demo::ACCESS_KEY.to_owned(),
            secret_key: emulator::demo::SECRET_KEY.into(),
        }),
        accounts: Vec::new(),
        directory: None,
        delivery: None,
        region: Some(Region::parse(REGION).map_err(wrong)?),
        attempt_timeout: Duration::from_secs(20),
        recheck_after: Duration::from_secs(60),
        wire: Some(Arc::new(carrier.clone())),
    };
    Aws::connect(settings, Arc::new(Open)).await
}

/// The emulator's demo, whose states pass after `life_cycle`.
pub fn settings(life_cycle: Duration) -> Settings {
    Settings { seed: Seed::Demo, life_cycle, quotas: false, ..Settings::default() }
}

/// What the demo lacks: a domain that holds nothing.
pub async fn prepare(aws: &Far) {
    outside(aws, "codeartifact", "POST", "/v1/domain?domain=empty-domain", &json!({})).await;
}

/// A call of somebody beside the application; whether it worked.
pub async fn outside(aws: &Far, service: &str, method: &str, path: &str, body: &Value) -> bool {
    outside_answer(aws, service, method, path, body).await != Value::Null
}

/// The same with its answer; null where it did not work.
pub async fn outside_answer(aws: &Far, service: &str, method: &str, path: &str, body: &Value) -> Value {
    let account = emulator::demo::ACCOUNTS[0].id;
    let credential = format!(
        "AWS4-HMAC-SHA256 Credential={account}/20261120/{REGION}/{service}/aws4_request, SignedHeaders=host, \
         Signature={}",
        "0".repeat(64)
    );
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("authorization", credential)
        .header("content-type", "application/json")
        .body(body.to_string().into_bytes());
    let Ok(request) = request else { return Value::Null };
    let answer = aws.answer(request).await.filter(|answer| answer.status().is_success());
    answer.map(|answer| serde_json::from_slice(answer.body()).unwrap_or_else(|_| json!({}))).unwrap_or_default()
}
