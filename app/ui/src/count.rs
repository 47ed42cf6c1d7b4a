//! Numbers of things, in words.

/// "1 token", "3 tokens": a count with its noun, kept on one line. What does not fit is said as the largest that does.
pub fn counted(count: impl TryInto<u32>, one: &str) -> String {
    let count = count.try_into().unwrap_or(u32::MAX);
    [count.to_string().as_str(), "\u{a0}", one, if count == 1 { "" } else { "s" }].concat()
}

/// "51 to 100 of 120": what the page of a list shows, pages counted from 1.
pub fn portion(page: u32, size: u32, total: u32) -> String {
    let first = page.saturating_sub(1).saturating_mul(size).saturating_add(1).min(total);
    let last = page.saturating_mul(size).min(total);
    [&first.to_string(), " to ", &last.to_string(), " of ", &total.to_string()].concat()
}

#[cfg(test)]
mod tests {
    use super::{counted, portion};

    #[test]
    fn the_last_portion_ends_with_the_list() {
        let said = [portion(1, 50, 120), portion(3, 50, 120), portion(1, 50, 0), portion(9, 50, 20)];
        assert_eq!(said, ["1 to 50 of 120", "101 to 120 of 120", "0 to 0 of 0", "20 to 20 of 20"]);
    }

    #[test]
    fn one_is_one_and_all_else_is_many() {
        let said = [0_usize, 1, 2, usize::MAX].map(|count| counted(count, "token"));
        assert_eq!(said, ["0\u{a0}tokens", "1\u{a0}token", "2\u{a0}tokens", "4294967295\u{a0}tokens"]);
    }
}
