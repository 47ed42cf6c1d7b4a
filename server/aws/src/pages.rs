//! Reading a list to its end.

use crate::error::Failure;
use std::collections::HashSet;

/// Asks `page` for one page after the other. A token that was seen before ends with an error: it would never end.
pub(crate) async fn all<T, F>(page: impl FnMut(Option<String>) -> F) -> Result<Vec<T>, Failure>
where
    F: Future<Output = Result<(Vec<T>, Option<String>), Failure>>,
{
    Ok(up_to(usize::MAX, page).await?.0)
}

/// The same, but it stops at `most` items; the flag says whether there were more.
pub(crate) async fn up_to<T, F>(
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
        match next {
            None => return Ok((items, false)),
            Some(next) if !seen.insert(next.clone()) => return Err(Failure::endless_list()),
            next => token = next,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::ready;

    #[tokio::test]
    async fn pages_follow_each_other_until_there_is_no_token() {
        let page = |token: Option<String>| {
            ready(Ok(match token.as_deref() {
                None => (vec![1, 2], Some("second".to_owned())),
                Some("second") => (vec![3], Some(String::new())),
                Some(_) => (vec![4], None),
            }))
        };
        assert_eq!(all(page).await, Ok(vec![1, 2, 3]));
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
            let (items, cut) = up_to(most, page).await.unwrap_or_default();
            assert_eq!((items.len(), cut, asked.get()), expected, "{most}");
        }
    }
}
