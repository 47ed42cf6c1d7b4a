//! The outcome of a plan as CSV: one line a row of a call that carries several, one line a call otherwise.

use super::table::write_rows;
use super::{Asked, MOMENT, Shared, download, refusal, told};
use app::context::Visit;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use axum::{Extension, Router};
use http::Uri;
use model::door::Export;
use model::{Error, OutcomeWord, Permission, PlanId, PlanView, StepView, Target};

const COLUMNS: [&str; 10] =
    ["step", "operation", "target", "account", "region", "what", "outcome", "message", "request_id", "time"];

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/changes/{id}/outcome.csv", get(table))
}

async fn table(shared: State<Shared>, visit: Extension<Visit>, Path(id): Path<String>, uri: Uri) -> Response {
    match lines(&Asked::new(shared, visit, &uri), &id).await {
        Ok(table) => download(Body::from(table), "outcome", "csv", "text/csv; charset=utf-8"),
        Err(error) => refusal(&error),
    }
}

async fn lines(asked: &Asked, id: &str) -> Result<Vec<u8>, Error> {
    // A refusal goes on record once a minute for all plans, whatever somebody writes in an id's place.
    asked.require_at("/changes/{id}/outcome.csv", Permission::ChangesRead)?;
    let id = PlanId::parse(id).map_err(|_| Error::not_found("There is no such plan."))?;
    let plan = asked.shared.doors.changes.view(&asked.who, &id).await?;
    let rows: Vec<_> = (1..).zip(&plan.steps).flat_map(|(number, step)| of_step(&plan, number, step)).collect();
    let export = Export { plan: Some(id), ..asked.as_export(Some(rows.len())) };
    let table = write_rows(std::iter::once(COLUMNS.map(str::to_owned)).chain(rows))?;
    asked.shared.doors.audit.exported(&asked.who, export).await?;
    Ok(table)
}

/// A call that was refused as a whole has one word for all of its rows.
fn of_step(plan: &PlanView, number: usize, step: &StepView) -> Vec<[String; 10]> {
    let whole = step.outcome.as_ref();
    let own = |at: usize| whole.and_then(|outcome| outcome.rows.get(at)).map(|row| (row.word, row.message.as_str()));
    let all = whole.map(|outcome| (outcome.word, outcome.message.as_str()));
    let rows: Vec<&str> = match step.rows.is_empty() {
        true => vec![""],
        false => step.rows.iter().map(|row| row.text.as_str()).collect(),
    };
    rows.into_iter().enumerate().map(|(at, what)| line(plan, number, step, what, own(at).or(all))).collect()
}

fn line(
    plan: &PlanView,
    number: usize,
    step: &StepView,
    what: &str,
    ended: Option<(OutcomeWord, &str)>,
) -> [String; 10] {
    let target = plan.targets.get(step.target as usize);
    let of_target = |part: fn(&Target) -> &String| target.map(part).cloned().unwrap_or_default();
    let (word, message) = ended.map_or(("not sent", ""), |(word, message)| (slug(word), message));
    let outcome = step.outcome.as_ref();
    [
        number.to_string(),
        step.operation.clone(),
        of_target(|target| &target.label),
        of_target(|target| &target.account),
        of_target(|target| &target.region),
        what.to_owned(),
        word.to_owned(),
        message.to_owned(),
        outcome.and_then(|outcome| outcome.request_id.clone()).unwrap_or_default(),
        outcome.map(|outcome| told(outcome.at, MOMENT)).unwrap_or_default(),
    ]
}

const fn slug(word: OutcomeWord) -> &'static str {
    match word {
        OutcomeWord::Applied => "applied",
        OutcomeWord::Verified => "verified",
        OutcomeWord::Refused => "not tried",
        OutcomeWord::Failed => "failed",
        OutcomeWord::Unknown => "unknown",
    }
}
