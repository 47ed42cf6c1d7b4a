//! What a request brings into the pages: the principal, the doors, the preferences. Server only.

use crate::Failure;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use model::detail::Preferences;
use model::door::{Access, Attention, Audit, Changes, Documents, Fleet, Mint, Minted, Receipts, Sessions, Tokens};
use model::{Code, Error, Permission, PlanView, Principal, Secret};
use std::sync::Arc;

/// The doors to the services, one set for the whole server.
#[derive(Clone)]
pub struct Doors {
    pub fleet: Arc<dyn Fleet>,
    pub changes: Arc<dyn Changes>,
    pub mint: Arc<dyn Mint>,
    pub audit: Arc<dyn Audit>,
    pub documents: Arc<dyn Documents>,
    pub access: Arc<dyn Access>,
    pub tokens: Arc<dyn Tokens>,
    pub attention: Arc<dyn Attention>,
    /// The address of the built-in emulator, when that is the AWS behind this server.
    pub emulator: Option<String>,
}

impl std::fmt::Debug for Doors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Doors").finish_non_exhaustive()
    }
}

/// What differs from one request to the next; the server provides it as context.
#[derive(Clone)]
pub struct Visit {
    pub principal: Principal,
    pub preferences: Preferences,
    pub sessions: Arc<dyn Sessions>,
}

impl std::fmt::Debug for Visit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Visit").field("principal", &self.principal.subject).finish_non_exhaustive()
    }
}

/// An authorised caller of a server function, with everything taken out of the context before the first await.
#[derive(Clone, Debug)]
pub struct Caller {
    pub visit: Visit,
    pub doors: Doors,
    response: Option<ResponseOptions>,
    receipts: Receipts,
}

impl Caller {
    pub fn who(&self) -> &Principal {
        &self.visit.principal
    }

    /// Takes a minted secret into the answer being made: from here on it is lost unless that answer leaves the server.
    pub fn reveal(&self, minted: Minted) -> (Secret, PlanView) {
        self.receipts.keep(minted.receipt);
        (minted.secret, minted.view)
    }

    /// Maps a door's answer to the wire and sets the HTTP status of an error. That AWS failed, or answered with what
    /// cannot be used, is also said in the log.
    ///
    /// # Errors
    /// The door's own.
    pub fn answer<T>(&self, answer: Result<T, Error>) -> Result<T, Failure> {
        answer.map_err(|error| {
            if error.code == Code::Upstream {
                let request = error.request_id.as_deref().unwrap_or_default();
                tracing::warn!(who = %self.visit.principal.subject, request, "{error}");
            }
            if let Some(response) = &self.response {
                respond(response, &error);
            }
            Failure(error)
        })
    }
}

/// The first line of every server function: who calls, and whether they may.
///
/// # Errors
/// `Denied` without the permission, `Internal` outside of a request.
pub fn authorize(permission: Permission) -> Result<Caller, Failure> {
    let (visit, doors) = use_context::<Visit>().zip(use_context::<Doors>()).ok_or_else(|| failed(Error::internal()))?;
    if let Err(error) = visit.principal.require(permission) {
        doors.audit.denied(&visit.principal, permission, "");
        return Err(failed(error));
    }
    let receipts = use_context().unwrap_or_default();
    Ok(Caller { visit, doors, response: use_context(), receipts })
}

fn failed(error: Error) -> Failure {
    set_status(&error);
    Failure(error)
}

/// Gives the response being made the status of `error`.
pub fn set_status(error: &Error) {
    if let Some(response) = use_context::<ResponseOptions>() {
        respond(&response, error);
    }
}

/// Gives the page being rendered the status 404.
pub fn set_not_found() {
    set_status(&Error::new(Code::NotFound, ""));
}

fn respond(response: &ResponseOptions, error: &Error) {
    let status =
        http::StatusCode::from_u16(error.code.http_status()).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
    response.set_status(status);
    if let Some(seconds) = error.retry_after {
        response.insert_header(http::header::RETRY_AFTER, http::HeaderValue::from(seconds));
    }
}
