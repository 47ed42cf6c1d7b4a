//! Numbers as people write them.

/// "1 workspace", "2 workspaces", "1,200 workspaces"
pub fn counted(count: impl TryInto<i64>, one: &str) -> String {
    let count = count.try_into().unwrap_or(i64::MAX);
    let many = if count == 1 { "" } else { "s" };
    [&grouped(count), " ", one, many].concat()
}

/// With a comma before every three digits.
pub fn grouped(count: i64) -> String {
    let digits = count.unsigned_abs().to_string();
    let comma = |(at, digit): (usize, char)| {
        let left = digits.len() - at;
        (at > 0 && left.is_multiple_of(3)).then_some(',').into_iter().chain([digit])
    };
    (count < 0).then_some('-').into_iter().chain(digits.chars().enumerate().flat_map(comma)).collect()
}

#[cfg(test)]
mod tests {
    use super::{counted, grouped};

    #[test]
    fn numbers_are_grouped_by_three_digits() {
        for (count, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (-1_234_567, "-1,234,567")] {
            assert_eq!(grouped(count), text);
        }
        assert_eq!((counted(1, "tag"), counted(1_200, "tag")), ("1 tag".to_owned(), "1,200 tags".to_owned()));
    }
}
