//! The part of an address after the question mark.

/// The decoded `(name, value)` pairs of a search, in their order. Bytes that are not UTF-8 become U+FFFD.
pub fn pairs(search: &str) -> Vec<(String, String)> {
    let search = search.strip_prefix('?').unwrap_or(search);
    search
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}

/// The first value of a name.
pub(super) fn value_of(pairs: &[(String, String)], name: &str) -> Option<String> {
    pairs.iter().find(|pair| pair.0 == name).map(|pair| pair.1.clone())
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        let escaped = (byte == b'%').then(|| tail.get(..2)).flatten().and_then(hex);
        match (byte, escaped) {
            (_, Some(value)) => {
                bytes.push(value);
                rest = &tail[2..];
            }
            (b'+', _) => bytes.push(b' '),
            _ => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex(digits: &[u8]) -> Option<u8> {
    digits.iter().try_fold(0, |value, digit| {
        let digit = char::from(*digit).to_digit(16)?;
        u8::try_from(u32::from(value) * 16 + digit).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::{pairs, value_of};

    #[test]
    fn pairs_are_decoded_once() {
        let expected = [("q", "a b%41+ü"), ("account", "x"), ("flag", "")].map(|(n, v)| (n.to_owned(), v.to_owned()));
        assert_eq!(pairs("?q=a+b%2541%2B%C3%BC&&account=x&flag"), expected);
    }

    #[test]
    fn broken_escapes_stay_as_they_are() {
        assert_eq!(
            pairs("q=100%&q=%4&q=%zz&q=%ff").into_iter().map(|p| p.1).collect::<Vec<_>>(),
            ["100%", "%4", "%zz", "\u{fffd}"]
        );
    }

    #[test]
    fn the_first_value_of_a_name_counts() {
        assert_eq!(value_of(&pairs("a=1&b=2&a=3"), "a").as_deref(), Some("1"));
        assert_eq!(value_of(&pairs("a=1"), "b"), None);
    }
}
