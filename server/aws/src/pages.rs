//! Reading a list to its end, as far as that is within limits.

use crate::answer::{MOST_OF_A_LISTING, counted, size_so_far};
use crate::error::Failure;
use crate::gate::Call;
use std::collections::HashSet;

/// The most pages of one list.
const MOST_PAGES: usize = 10_000;

/// Asks `page` for one page after the other. `call` is what reads each, for messages.
///
/// # Errors
/// `Upstream` for a token that was seen before (it would never end), after 10,000 pages and after 256 MiB of answers:
/// what was read is not handed out as the whole.
pub(crate) async fn all<T, F>(call: &Call, page: impl FnMut(Option<String>) -> F) -> Result<Vec<T>, Failure>
where
    F: Future<Output = Result<(Vec<T>, Option<String>), Failure>>,
{
    Ok(up_to(call, usize::MAX, page).await?.0)
}

/// The same, but it stops at `most` items; the flag says whether there were more.
pub(crate) async fn up_to<T, F>(
    call: &Call,
    most: usize,
    page: impl FnMut(Option<String>) -> F,
) -> Result<(Vec<T>, bool), Failure>
where
    F: Future<Output = Result<(Vec<T>, Option<String>), Failure>>,
{
    // On the heap: what wraps futures in futures is more than compilers like.
    counted(Box::pin(read(call, most, page))).await
}

async fn read<T, F>(
    call: &Call,
    most: usize,
    mut page: impl FnMut(Option<String>) -> F,
) -> Result<(Vec<T>, bool), Failure>
where
    F: Future<Output = Result<(Vec<T>, Option<String>), Failure>>,
{
    let (mut items, mut token, mut seen) = (Vec::new(), None, HashSet::new());
    loop {
        let (more, next) = page(token.take()).await?;
        items.extend(more);
        let next = next.filter(|next| !next.is_empty());
        if items.len() > most || (items.len() == most && next.is_some()) {
            items.truncate(most);
            return Ok((items, true));
        }
        if size_so_far() > MOST_OF_A_LISTING {
            return Err(Failure::endless_list(call, "takes more than 256 MiB"));
        }
        match next {
            None => return Ok((items, false)),
            Some(next) if !seen.insert(next.clone()) => {
                return Err(Failure::endless_list(call, "repeats a page, so that it would never end"));
            }
            Some(_) if seen.len() == MOST_PAGES => {
                return Err(Failure::endless_list(call, "takes more than 10,000 pages"));
            }
            next => token = next,
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;
    use crate::answer::count;
    use crate::gate::Service;
    use model::{AccountId, Region, Scope};
    use std::future::ready;

    fn call() -> Call {
        let account = AccountId::parse("441122338890").unwrap();
        let scope = Scope { account, region: Region::parse("eu-west-1").unwrap() };
        Call { scope, service: Service::Grafana, operation: "ListWorkspaces" }
    }

    /// Why a list of so many pages, of so many bytes each, was not read.
    async fn refused(pages: usize, bytes: usize) -> Option<String> {
        let asked = std::cell::Cell::new(0);
        let page = |_: Option<String>| {
            count(bytes);
            asked.set(asked.get() + 1);
            ready(Ok((vec![0], (asked.get() < pages).then(|| asked.get().to_string()))))
        };
        all(&call(), page).await.err().map(|failure| failure.error.message)
    }

    #[tokio::test]
    async fn a_list_may_have_ten_thousand_pages_and_no_more() {
        assert_eq!(refused(10_000, 1).await, None);
        let told = refused(10_001, 1).await.unwrap_or_default();
        for part in ["10,000 pages", "grafana:ListWorkspaces", "441122338890", "eu-west-1"] {
            assert!(told.contains(part), "{told}");
        }
    }

    #[tokio::test]
    async fn a_list_may_take_256_mebibytes_and_no_more() {
        assert_eq!(refused(32, 8 << 20).await, None);
        assert!(refused(33, 8 << 20).await.is_some_and(|told| told.contains("256 MiB")));
    }

    #[tokio::test]
    async fn pages_follow_each_other_until_there_is_no_token() {
        let page = |token: Option<String>| {
            ready(Ok(match token.as_deref() {
                None => (vec![1, 2], Some("second".to_owned())),
                Some("second") => (vec![3], Some(String::new())),
                Some(_) => (vec![4], None),
            }))
        };
        assert_eq!(all(&call(), page).await, Ok(vec![1, 2, 3]));
    }

    #[tokio::test]
    async fn a_list_that_is_too_long_stops_and_says_so() {
        let asked = std::cell::Cell::new(0);
        let page = |_: Option<String>| {
            asked.set(asked.get() + 1);
            ready(Ok((vec![0, 0], (asked.get() < 3).then(|| format!("after {}", asked.get())))))
        };
        for (most, expected) in [(1, (1, true, 1)), (4, (4, true, 2)), (5, (5, true, 3)), (6, (6, false, 3))] {
            asked.set(0);
            let (items, cut) = up_to(&call(), most, page).await.unwrap_or_default();
            assert_eq!((items.len(), cut, asked.get()), expected, "{most}");
        }
    }
}
