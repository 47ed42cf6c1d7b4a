//! The rules forms are checked by. Each pushes at most one sentence for a field, and the sentence says what to do.

use super::Tag;
use crate::FieldError;

pub(crate) type Errors = Vec<FieldError>;

/// `min..=max` characters on one line.
pub(crate) fn length(errors: &mut Errors, field: &str, text: &str, min: usize, max: usize) {
    let known = errors.len();
    lines(errors, field, text, min, max);
    if errors.len() == known && text.contains(['\n', '\u{2028}', '\u{2029}']) {
        errors.push(FieldError::new(field, "Write it on one line."));
    }
}

/// `length` of what people and AWS call something: whoever removes it has to be able to read and type it.
pub(super) fn name(errors: &mut Errors, field: &str, text: &str, min: usize, max: usize) {
    let known = errors.len();
    length(errors, field, text, min, max);
    if errors.len() == known && text.trim() != text {
        errors.push(FieldError::new(field, "Remove the blanks before and after it."));
    } else if errors.len() == known && !crate::is_typeable(text) {
        errors.push(FieldError::new(field, "Remove the characters that do not show."));
    }
}

/// `min..=max` characters on as many lines as there are.
pub(super) fn lines(errors: &mut Errors, field: &str, text: &str, min: usize, max: usize) {
    let n = text.chars().count();
    if n < min {
        let what =
            if min == 1 { "Enter a value.".to_owned() } else { format!("Use at least {min} characters; this is {n}.") };
        errors.push(FieldError::new(field, what));
    } else if n > max {
        errors.push(FieldError::new(field, format!("Use at most {max} characters; this is {n}.")));
    } else if text.chars().any(|c| c.is_control() && c != '\n') {
        errors.push(FieldError::new(field, "Remove the control characters."));
    }
}

/// `name` and then `mark` name something that AWS is asked for by a path, and stay one part of it.
pub(super) fn path_part(errors: &mut Errors, field: &str, name: &str, mark: &str) {
    if !errors.iter().any(|error| error.field == field) && !crate::is_path_part(&[name, mark].concat()) {
        let message = format!("AWS would read the name \"{name}\" as the path to something else.");
        errors.push(FieldError::new(field, message));
    }
}

/// `length`, for a field that may stay empty.
pub(super) fn optional_length(errors: &mut Errors, field: &str, text: &str, min: usize, max: usize) {
    if !text.is_empty() {
        length(errors, field, text, min, max);
    }
}

/// `lines`, for a field that may stay empty.
pub(super) fn optional_lines(errors: &mut Errors, field: &str, text: &str, min: usize, max: usize) {
    if !text.is_empty() {
        lines(errors, field, text, min, max);
    }
}

pub(super) fn one_of(errors: &mut Errors, field: &str, value: &str, allowed: &[super::Choice]) {
    if !allowed.iter().any(|choice| choice.value == value) {
        errors.push(FieldError::new(field, "Choose one of the listed values."));
    }
}

pub(super) fn all_of(errors: &mut Errors, field: &str, values: &[String], allowed: &[super::Choice]) {
    if let Some(odd) = values.iter().find(|v| !allowed.iter().any(|choice| choice.value == **v)) {
        errors.push(FieldError::new(field, format!("\"{odd}\" is not one of the listed values.")));
    }
}

/// A list of ids: `min..=max` of them, each 1 to `longest` characters, none twice.
pub(super) fn ids(errors: &mut Errors, field: &str, ids: &[String], (min, max): (usize, usize), longest: usize) {
    let n = ids.len();
    let mut seen = ids.to_vec();
    seen.sort();
    seen.dedup();
    if n < min || n > max {
        let range = if min == 0 { format!("at most {max}") } else { format!("{min} to {max}") };
        errors.push(FieldError::new(field, format!("List {range}; there are {n}.")));
    } else if let Some(id) = ids.iter().find(|id| id.is_empty() || id.chars().count() > longest) {
        errors.push(FieldError::new(field, format!("\"{id}\" is not an id of 1 to {longest} characters.")));
    } else if seen.len() != n {
        errors.push(FieldError::new(field, "Each id is listed once; one of them is listed twice."));
    }
}

/// AWS's tag limits; `valid` tells the characters the service takes.
pub(super) fn tags(errors: &mut Errors, tags: &[Tag], most: usize, valid: fn(char) -> bool) {
    let mut keys: Vec<&str> = tags.iter().map(|(key, _)| key.as_str()).collect();
    keys.sort_unstable();
    let twice = keys.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0]);
    let sentence = if tags.len() > most {
        Some(format!("Use at most {most} tags; there are {}.", tags.len()))
    } else if let Some(key) = twice {
        Some(format!("The key \"{key}\" is there twice. Keep one of them."))
    } else {
        tags.iter().find_map(|(key, value)| tag_trouble(key, value, valid))
    };
    errors.extend(sentence.map(|sentence| FieldError::new("tags", sentence)));
}

fn tag_trouble(key: &str, value: &str, valid: fn(char) -> bool) -> Option<String> {
    let (k, v) = (key.chars().count(), value.chars().count());
    if k == 0 {
        Some(format!("The value \"{value}\" has no key. Enter one or remove the row."))
    } else if k > 128 || v > 256 {
        Some(format!("The tag \"{key}\" is too long: keys have at most 128 characters, values 256."))
    } else if key.to_ascii_lowercase().starts_with("aws:") {
        Some(format!("The key \"{key}\" begins with aws:, which is reserved for AWS."))
    } else if !key.chars().chain(value.chars()).all(valid) {
        Some(format!(
            "The tag \"{key}\" has characters AWS does not take. Use letters, digits, spaces and _ . : / = + - @."
        ))
    } else {
        None
    }
}

/// Letters, digits and blanks of any script, and `_ . : / = + - @`.
pub(super) fn word_character(c: char) -> bool {
    c.is_alphanumeric() || (c.is_whitespace() && !c.is_control()) || "_.:/=+-@".contains(c)
}

/// Anything a person can see.
pub(super) fn visible_character(c: char) -> bool {
    !c.is_control()
}
