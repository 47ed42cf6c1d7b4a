//! What may become one part of a path.

/// Text that is still encoded after so many rounds hides something.
const ROUNDS: usize = 4;

/// Whether text stays one part of the path it is put into, however often it is decoded on its way, and leads nowhere
/// else: neither it nor anything between slashes in it is empty, `.` or `..`. Slashes inside are fine: an ARN has some.
pub fn is_path_part(text: &str) -> bool {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=ROUNDS {
        let plain = percent_decoded(&bytes);
        if plain == bytes {
            return bytes.split(|b| matches!(b, b'/' | b'\\')).all(|piece| !matches!(piece, b"" | b"." | b".."));
        }
        bytes = plain;
    }
    false
}

/// One round of percent-decoding; what is not a percent sign and two hexadecimal digits stays.
pub fn percent_decoded(text: &[u8]) -> Vec<u8> {
    let digit = |b: u8| char::from(b).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let (mut plain, mut rest) = (Vec::with_capacity(text.len()), text);
    while let [first, tail @ ..] = rest {
        rest = tail;
        let pair = match (first, tail) {
            (b'%', [high, low, ..]) => digit(*high).zip(digit(*low)),
            _ => None,
        };
        match pair {
            Some((high, low)) => {
                plain.push(high * 16 + low);
                rest = tail.get(2..).unwrap_or_default();
            }
            None => plain.push(*first),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::{is_path_part, percent_decoded};

    #[test]
    fn what_leads_elsewhere_is_no_part_of_a_path_plain_encoded_or_encoded_again() {
        let astray = [
            "",
            ".",
            "..",
            "%2e",
            "%2E%2e",
            ".%2e",
            "%2e.",
            "%252e%252e",
            "%25252e.",
            "..%2f",
            "%2f..",
            "a/../b",
            "a%2f%2e%2e%2fb",
            "/",
            "a/",
            "/a",
            "a//b",
            "a%2F%2Fb",
            "..\\a",
            "a%5c..",
        ];
        for text in astray {
            assert!(!is_path_part(text), "{text}");
        }
    }

    #[test]
    fn names_ids_and_arns_are_parts_of_a_path_though_they_look_odd() {
        let fine = [
            "g-0123456789",
            "...",
            "..a",
            "a..",
            "a.b",
            "50%",
            "100%25",
            "%zz",
            "a/b",
            "größe",
            "%",
            "%2",
            "arn:aws:grafana:eu-west-1:441122338890:/workspaces/g-0123456789",
            "arn:aws-cn:aps:cn-north-1:441122338890:workspace/ws-1",
        ];
        for text in fine {
            assert!(is_path_part(text), "{text}");
        }
    }

    #[test]
    fn what_is_encoded_again_and_again_is_refused_and_not_followed() {
        assert!(!is_path_part(&format!("%{}41", "25".repeat(1_000_000))));
        assert_eq!(percent_decoded(b"%2541%"), b"%41%");
    }
}
