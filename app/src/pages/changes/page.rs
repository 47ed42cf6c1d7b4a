//! The page of one plan: finds it, or says that there is none.

use super::api::view_plan;
use super::review::Review;
use crate::pages::without::{List, missing, unread};
use crate::{Failure, paths};
use leptos::prelude::*;
use model::{Code, PlanId};
use ui::Skeleton;

const LIST: List = List { name: "Changes", href: paths::CHANGES };
const WHY: &str = "It belongs to somebody else, or the address is mistyped.";

#[component]
pub fn ChangePage(id: PlanId) -> impl IntoView {
    let seen = Resource::new(|| (), move |()| view_plan(id.clone()));
    let retry = Callback::new(move |()| seen.refetch());
    view! {
        <Suspense fallback=|| view! { <Skeleton rows=8 label="Reading the plan" /> }>
            {move || Suspend::new(async move {
                match seen.await {
                    Ok(seen) => view! { <Review seen /> }.into_any(),
                    Err(Failure(error)) if error.code == Code::NotFound => {
                        missing(LIST, "No such change", error, WHY, "Go to changes")
                    }
                    Err(Failure(error)) => unread(LIST, "Change", error, retry),
                }
            })}
        </Suspense>
    }
}
