//! The composition root: builds every part, binds the socket, and owns the tasks until the end.

use crate::background::{self, Background};
use crate::config::{BuiltIn, Config, ConfigError, DirectoryAccess};
use crate::directory::{self, Directory};
use crate::fleet::Reader;
use crate::http::{AssetsError, Shared, load_assets, router};
use crate::identity::AccessToken;
use crate::judge::Judge;
use crate::origin::{self, OriginError};
use crate::{access, attention, audit, changes, fleet, tokens};
use app::context::Doors;
use axum::Router;
use axum::serve::ListenerExt;
use emulator::Emulator;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use store::{PlanStore, Store, StoreError};
use tokio::net::TcpListener;

/// Why the server cannot start; one line.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Assets(#[from] AssetsError),
    #[error("database: {0}")]
    Store(#[from] StoreError),
    #[error(transparent)]
    Origin(#[from] OriginError),
    #[error("webhook: {0}")]
    Webhook(std::io::Error),
    #[error("AWS: {0}")]
    Aws(model::Error),
    #[error("{0}: {1}")]
    Listen(SocketAddr, std::io::Error),
}

/// How long the database may take to be closed at the end.
const CLOSING: Duration = Duration::from_secs(5);

/// A server that is bound and ready to run.
pub struct Application {
    listener: TcpListener,
    bound: SocketAddr,
    router: Router,
    token: Option<String>,
    emulator: Option<Emulator>,
    changes: Arc<changes::Service>,
    reader: Reader,
    /// Reads the directory, where there is one.
    naming: Option<directory::Reader>,
    /// Tells the webhook, where there is one.
    telling: Option<attention::Teller>,
    background: Background,
    store: Store,
}

impl std::fmt::Debug for Application {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Application").field("bound", &self.bound).finish_non_exhaustive()
    }
}

impl Application {
    /// Opens the store, starts the emulator if asked for, and begins to read the fleet.
    ///
    /// # Errors
    /// One line for whatever is missing, occupied or wrong.
    pub async fn build(config: Config) -> Result<Self, StartError> {
        if let Some(source) = config.clock.clone() {
            crate::clock::install(source);
        }
        let assets = load_assets(&config.site)?;
        origin::note_former(&config.store);
        let store = Store::open(&config.store).await?;
        let listener = bind(config.listen).await?;
        let bound = listener.local_addr().map_err(|e| StartError::Listen(config.listen, e))?;
        let emulator = match &config.emulator {
            Some(built_in) => Some(start_emulator(built_in).await?),
            None => None,
        };
        let budget = Arc::new(fleet::Budget::new(config.budgets, config.rates.clone()));
        let aws = connect(&config, emulator.as_ref(), budget).await?;
        let started = origin::started(&config, &aws);
        origin::check(&store, &config, started).await?;
        let (estate, scopes) = fleet::estate(&config, &aws).await.map_err(StartError::Aws)?;
        origin::claim(&store, &config, started).await?;
        background::prune_by_record(&store).await?;
        let fleet = Arc::new(fleet::Service::new(aws.clone(), estate, scopes, config.read_interval));
        let (directory, names, naming) = begin_naming(&config, &aws, &fleet);
        let kept: Arc<dyn PlanStore> = Arc::new(store.clone());
        let denials = Arc::new(audit::Denials::new(kept.clone()));
        let changes = changes::Service::new(changes::Parts {
            store: kept,
            aws: aws.clone(),
            fleet: fleet.clone(),
            refresh: fleet.clone(),
            directory: directory.clone(),
            denials: denials.clone(),
            delivery: config.delivery.clone(),
            search: config.mint_search,
            decide: changes::next_action,
        });
        let changes = Arc::new(changes.await?);
        let background = Background::start(store.clone(), changes.clone());
        let reader = fleet.clone().start();
        let tokens = Arc::new(tokens::Service::new(store.clone(), fleet.clone(), config.delivery.clone()));
        let attention =
            Arc::new(attention::Service::new(store.clone(), fleet.clone(), tokens.clone(), config.webhook.is_some()));
        let telling = config.webhook.clone().map(|webhook| attention.clone().start(webhook)).transpose();
        let telling = telling.map_err(StartError::Webhook)?;
        let doors = Doors {
            access: Arc::new(access::Service::new(fleet.clone(), directory, names)),
            fleet,
            changes: changes.clone(),
            mint: changes.clone(),
            audit: Arc::new(audit::Service::new(store.clone(), denials)),
            tokens,
            attention,
            documents: Arc::new(Judge),
            emulator: emulator.as_ref().map(Emulator::url),
        };
        let (token, printed) = match &emulator {
            Some(_) => (None, None),
            None => {
                let (token, printed) = AccessToken::mint();
                (Some(Arc::new(token)), Some(printed))
            }
        };
        let shared = Shared { doors, assets, roles: config.roles.into(), token };
        let router = router(shared, &config.site, store.sessions(crate::clock::now));
        let token = printed;
        Ok(Self { listener, bound, router, token, emulator, changes, reader, naming, telling, background, store })
    }

    /// Where it listens.
    pub fn bound(&self) -> SocketAddr {
        self.bound
    }

    /// The address for a person; against real AWS it carries the one-time token.
    pub fn address(&self) -> String {
        let token = self.token.as_ref().map(|token| format!("?token={token}")).unwrap_or_default();
        format!("http://{}/{token}", self.bound)
    }

    /// The built-in emulator's address, when there is one.
    pub fn emulator(&self) -> Option<&Emulator> {
        self.emulator.as_ref()
    }

    /// Serves until `shutdown` ends, then lets requests and writes under way come to their end, 30 seconds at most.
    ///
    /// # Errors
    /// The socket's own.
    pub async fn run_until(self, shutdown: impl Future<Output = ()> + Send + 'static) -> std::io::Result<()> {
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let mut drained = stopped.clone();
        // Without it the end of an answer waits for the receiver's word about its beginning, 40 ms on some systems.
        let listener = self.listener.tap_io(|stream| drop(stream.set_nodelay(true)));
        let serving = axum::serve(listener, self.router).with_graceful_shutdown(async move {
            shutdown.await;
            // The receiver lives in this very function.
            let _ = stop.send(true);
        });
        let deadline = async move {
            let _ = drained.changed().await;
            tokio::time::sleep(Duration::from_secs(30)).await;
        };
        let ended = tokio::select! {
            ended = serving => ended,
            () = deadline => Ok(()),
        };
        self.changes.finish(Duration::from_secs(30)).await;
        self.reader.stop();
        self.background.stop().await;
        drop(self.telling);
        drop(self.naming);
        if let Some(emulator) = self.emulator {
            emulator.stop().await;
        }
        // All of the database is in its one file then, which can be copied.
        if tokio::time::timeout(CLOSING, self.store.close()).await.is_err() {
            tracing::warn!("the database was not closed in time");
        }
        ended
    }
}

/// The directory in memory, where it is read from, and the tasks that read it. Members are read of the groups that hold a role.
fn begin_naming(
    config: &Config,
    aws: &aws::Aws,
    fleet: &Arc<fleet::Service>,
) -> (Arc<Directory>, Option<aws::Directory>, Option<directory::Reader>) {
    let Some(access) = &config.directory else { return (Arc::default(), None, None) };
    let source = aws.directory(&directory_access(access).at);
    let directory = Arc::new(Directory::unread().asking(source.clone()));
    let holding = fleet.clone();
    let tick = config.read_interval.min(Duration::from_secs(5));
    let reader = directory::Reader::start(directory.clone(), source.clone(), move || holding.holding_groups(), tick);
    (directory, Some(source), Some(reader))
}

fn directory_access(directory: &DirectoryAccess) -> aws::DirectoryAccess {
    let DirectoryAccess { identity_store_id, account, region, role_arn, external_id } = directory.clone();
    let at = aws::DirectoryAt { store_id: identity_store_id, account, region };
    aws::DirectoryAccess { at, role_arn, external_id }
}

fn delivery_access(delivery: &changes::Delivery) -> aws::DeliveryAccess {
    let changes::Delivery { scope, role_arn, external_id, .. } = delivery.clone();
    aws::DeliveryAccess { scope, role_arn, external_id }
}

async fn bind(address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address).await.map_err(|e| StartError::Listen(address, e))
}

async fn start_emulator(built_in: &BuiltIn) -> Result<Emulator, StartError> {
    let listener = bind(built_in.listen).await?;
    let settings = emulator::Settings {
        seed: built_in.seed,
        life_cycle: built_in.life_cycle,
        quotas: built_in.quotas,
        ..emulator::Settings::default()
    };
    Emulator::start(listener, settings).await.map_err(|e| StartError::Listen(built_in.listen, e))
}

async fn connect(
    config: &Config,
    emulator: Option<&Emulator>,
    gate: Arc<fleet::Budget>,
) -> Result<aws::Aws, StartError> {
    let keys = emulator.map(|_| aws::Keys {
        access_key: emulator::demo::ACCESS_KEY.to_owned(),
        secret_key: emulator::demo::SECRET_KEY.into(),
    });
    let access = |account: &crate::config::Account| aws::AccountAccess {
        id: account.id.clone(),
        role_arn: account.role_arn.clone(),
        external_id: account.external_id.clone(),
    };
    let settings = aws::Settings {
        endpoint_url: emulator.map(Emulator::url).or_else(|| config.endpoint_url.clone()),
        keys,
        accounts: config.accounts.iter().map(access).collect(),
        directory: config.directory.as_ref().map(directory_access),
        delivery: config.delivery.as_ref().map(delivery_access),
        region: config.regions.first().cloned(),
        attempt_timeout: Duration::from_secs(20),
        recheck_after: Duration::from_secs(60),
        wire: None,
    };
    aws::Aws::connect(settings, gate).await.map_err(StartError::Aws)
}
