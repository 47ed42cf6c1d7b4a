//! Reading a list to its end.

use crate::error::Failure;
use std::collections::HashSet;

/// Asks `page` for one page after the other. A token that was seen before ends with an error: it would never end.
pub(crate) async fn all<T, F>(mut page: impl FnMut(Option<String>) -> F) -> Result<Vec<T>, Failure>
where
    F: Future<Output = Result<(Vec<T>, Option<String>), Failure>>,
{
    let (mut items, mut token, mut seen) = (Vec::new(), None, HashSet::new());
    loop {
        let (more, next) = page(token.take()).await?;
        items.extend(more);
        match next.filter(|next| !next.is_empty()) {
            None => return Ok(items),
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
}
