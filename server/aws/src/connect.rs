//! From settings to handles. Clients are made when they are first asked for and kept per scope, or per directory.

use crate::client::client;
use crate::credential::{Caller, Credential, Pass, Role, Sts};
use crate::endpoint;
use crate::error::Failure;
use crate::gate::{Gate, NOBODY, Service, Urgency};
use crate::line::Line;
use crate::lock::locked;
use crate::settings::{AccountAccess, DeliveryAccess, DirectoryAccess, DirectoryAt, Keys, Settings};
use crate::wire::client_over;
use crate::{CodeArtifact, Directory, Grafana, Prometheus, Secrets};
use aws_config::identity::IdentityCache;
use aws_config::meta::region::RegionProviderChain;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{AppName, BehaviorVersion, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use model::{AccountId, Error, Region, Scope};
use secrecy::ExposeSecret;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How long opening a connection may take; less when an attempt has less.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// STS answers in every region; this one is asked where none is configured.
const STS_REGION: &str = "us-east-1";

/// The way to AWS: every client of every scope, each made when it is first asked for. Cheap to clone; all clones
/// share clients and credentials.
#[derive(Clone)]
pub struct Aws {
    inner: Arc<Inner>,
}

struct Inner {
    /// Without credentials: only a [`Pass`] signs.
    config: SdkConfig,
    gate: Arc<dyn Gate>,
    access: HashMap<AccountId, AccountAccess>,
    directory: Option<DirectoryAccess>,
    delivery: Option<DeliveryAccess>,
    region: Option<Region>,
    sts: Arc<Sts>,
    base: Arc<Credential>,
    /// One for each role, so that all regions and a directory that share it share one session.
    credentials: Mutex<HashMap<AccountAccess, Arc<Credential>>>,
    clients: Mutex<HashMap<Scope, Clients>>,
    directories: Mutex<HashMap<DirectoryAt, Directory>>,
}

#[derive(Clone)]
struct Clients {
    grafana: Grafana,
    prometheus: Prometheus,
    codeartifact: CodeArtifact,
    secrets: Secrets,
}

impl std::fmt::Debug for Aws {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Aws").field("accounts", &self.inner.access.keys()).finish_non_exhaustive()
    }
}

impl Aws {
    /// Reads the environment and the profile files; asks nobody but, where none of them names a region, the metadata
    /// service of the machine.
    ///
    /// # Errors
    /// `Invalid` when the endpoint URL is not one.
    pub async fn connect(settings: Settings, gate: Arc<dyn Gate>) -> Result<Self, Error> {
        settings.endpoint_url.as_deref().map_or(Ok(()), endpoint::check)?;
        let region = match settings.region.clone() {
            Some(region) => Some(region),
            None => found_region().await,
        };
        let sts_region = region.clone().map_or_else(|| Region::parse(STS_REGION), Ok)?;
        let (config, provider) = unsigned(load(&settings, &sts_region).await)?;
        let host = endpoint::host(&config, Service::Sts, &sts_region).into();
        let recheck_after = settings.recheck_after;
        let sts = Sts { gate: gate.clone(), config: config.clone(), region: sts_region, host, recheck_after };
        let sts = Arc::new(sts);
        let base = Credential::base(provider, sts.clone());
        let access = settings.accounts.into_iter().map(|access| (access.id.clone(), access)).collect();
        let inner = Inner {
            config,
            gate,
            access,
            directory: settings.directory,
            delivery: settings.delivery,
            region,
            sts,
            base,
            credentials: Mutex::default(),
            clients: Mutex::default(),
            directories: Mutex::default(),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Whether something else than AWS answers for any service: an address from the settings, the SDK's own variables or
    /// its profile.
    pub fn is_elsewhere(&self) -> bool {
        endpoint::is_elsewhere(&self.inner.config)
    }

    /// Who the base credentials are: STS GetCallerIdentity, where they were not asked about before.
    pub async fn caller(&self) -> Result<Caller, Failure> {
        let nobody = AccountId::parse(NOBODY).map_err(|_| Failure::hollow("the caller's account"))?;
        self.inner.base.caller(&nobody, Urgency::Read).await
    }

    /// The settings' region, else the SDK's chain: environment, profile, and the metadata service of the machine.
    pub fn default_region(&self) -> Option<Region> {
        self.inner.region.clone()
    }

    /// Managed Grafana in a scope.
    pub fn grafana(&self, scope: &Scope) -> Grafana {
        self.inner.clients(scope).grafana
    }

    /// Managed Service for Prometheus in a scope.
    pub fn prometheus(&self, scope: &Scope) -> Prometheus {
        self.inner.clients(scope).prometheus
    }

    /// CodeArtifact in a scope.
    pub fn codeartifact(&self, scope: &Scope) -> CodeArtifact {
        self.inner.clients(scope).codeartifact
    }

    /// Secrets Manager in a scope, opened by the role of the delivery if that is to there and has one, else as the
    /// account is.
    pub fn secrets(&self, scope: &Scope) -> Secrets {
        self.inner.clients(scope).secrets
    }

    /// The directory of an Identity Center, opened by its own role if the settings have one for it, else as its account
    /// is.
    pub fn directory(&self, at: &DirectoryAt) -> Directory {
        self.inner.directory(at)
    }
}

impl Inner {
    fn clients(&self, scope: &Scope) -> Clients {
        let make = || {
            let pass = self.pass(&scope.account, self.access.get(&scope.account));
            let config = self.config(&scope.region, pass.clone());
            let line = |service| self.line(scope, service, pass.clone());
            Clients {
                grafana: Grafana::new(client!(aws_sdk_grafana, &config), line(Service::Grafana)),
                prometheus: Prometheus::new(client!(aws_sdk_amp, &config), line(Service::Prometheus)),
                codeartifact: CodeArtifact::new(client!(aws_sdk_codeartifact, &config), line(Service::CodeArtifact)),
                secrets: self.secrets(scope),
            }
        };
        locked(&self.clients).entry(scope.clone()).or_insert_with(make).clone()
    }

    fn secrets(&self, scope: &Scope) -> Secrets {
        let own = self.delivery.as_ref().filter(|own| own.scope == *scope && own.role_arn.is_some());
        let own = own.map(|own| AccountAccess {
            id: scope.account.clone(),
            role_arn: own.role_arn.clone(),
            external_id: own.external_id.clone(),
        });
        let pass = self.pass(&scope.account, own.as_ref().or_else(|| self.access.get(&scope.account)));
        let client = client!(aws_sdk_secretsmanager, &self.config(&scope.region, pass.clone()));
        Secrets::new(client, self.line(scope, Service::SecretsManager, pass))
    }

    fn directory(&self, at: &DirectoryAt) -> Directory {
        let own = self.directory.as_ref().filter(|own| own.at == *at && own.role_arn.is_some());
        let own = own.map(|own| AccountAccess {
            id: at.account.clone(),
            role_arn: own.role_arn.clone(),
            external_id: own.external_id.clone(),
        });
        let make = || {
            let scope = Scope { account: at.account.clone(), region: at.region.clone() };
            let pass = self.pass(&at.account, own.as_ref().or_else(|| self.access.get(&at.account)));
            let client = client!(aws_sdk_identitystore, &self.config(&at.region, pass.clone()));
            Directory::new(client, self.line(&scope, Service::IdentityStore, pass), at.store_id.clone())
        };
        locked(&self.directories).entry(at.clone()).or_insert_with(make).clone()
    }

    fn pass(&self, account: &AccountId, access: Option<&AccountAccess>) -> Pass {
        Pass::new(&self.credential(access), account)
    }

    fn credential(&self, access: Option<&AccountAccess>) -> Arc<Credential> {
        let Some(access) = access else { return self.base.clone() };
        let Some(arn) = access.role_arn.clone() else { return self.base.clone() };
        let make = || {
            let role = Role { arn, external_id: access.external_id.clone(), base: self.base.clone() };
            Credential::role(role, self.sts.clone())
        };
        locked(&self.credentials).entry(access.clone()).or_insert_with(make).clone()
    }

    fn config(&self, region: &Region, pass: Pass) -> SdkConfig {
        let region = aws_config::Region::new(region.as_str().to_owned());
        let provider = SharedCredentialsProvider::new(pass);
        self.config.to_builder().region(region).credentials_provider(provider).build()
    }

    fn line(&self, scope: &Scope, service: Service, pass: Pass) -> Line {
        let host = endpoint::host(&self.config, service, &scope.region).into();
        Line { scope: scope.clone(), service, host, gate: self.gate.clone(), pass }
    }
}

/// Environment, profile, and the metadata service of the machine.
async fn found_region() -> Option<Region> {
    let environment = aws_config::environment::region::EnvironmentVariableRegionProvider::new();
    let profile = aws_config::profile::region::ProfileFileRegionProvider::new();
    let machine = aws_config::imds::region::ImdsRegionProvider::builder().build();
    let found = RegionProviderChain::first_try(environment).or_else(profile).or_else(machine).region().await?;
    Region::parse(found.as_ref()).ok()
}

/// The configuration without its credentials, and the credentials.
fn unsigned(config: SdkConfig) -> Result<(SdkConfig, SharedCredentialsProvider), Error> {
    let provider = config.credentials_provider().ok_or_else(Error::internal)?;
    let mut builder = config.into_builder();
    builder.set_credentials_provider(None);
    Ok((builder.build(), provider))
}

async fn load(settings: &Settings, region: &Region) -> SdkConfig {
    let attempt = settings.attempt_timeout;
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(CONNECT_TIMEOUT.min(attempt))
        .read_timeout(attempt)
        .operation_attempt_timeout(attempt)
        .build();
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .region(aws_config::Region::new(region.as_str().to_owned()))
        .timeout_config(timeouts)
        // Each attempt passes the gate, so the SDK must make one only; see `attempts`.
        .retry_config(RetryConfig::disabled())
        // `Credential` keeps them.
        .identity_cache(IdentityCache::no_cache());
    if let Ok(name) = AppName::new("belvedere") {
        loader = loader.app_name(name);
    }
    if let Some(wire) = &settings.wire {
        loader = loader.http_client(client_over(wire.clone()));
    }
    if let Some(url) = &settings.endpoint_url {
        loader = loader.endpoint_url(url);
    }
    if let Some(keys) = &settings.keys {
        loader = loader.credentials_provider(fixed(keys));
        // Without TLS: no root certificates are needed, and none are loaded. Proxies do not stand before it either.
        if settings.wire.is_none() && settings.endpoint_url.as_deref().is_some_and(|url| url.starts_with("http://")) {
            loader = loader.http_client(aws_smithy_http_client::Builder::new().build_http());
        }
    }
    loader.load().await
}

fn fixed(keys: &Keys) -> Credentials {
    Credentials::new(&keys.access_key, keys.secret_key.expose_secret(), None, None, "belvedere-settings")
}
