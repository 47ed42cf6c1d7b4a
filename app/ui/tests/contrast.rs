//! The token file against the contrast that WCAG 2.2 asks for: 4.5 for text, 3 for controls and marks, in both themes.

use std::collections::HashMap;

const TOKENS: &str = include_str!("../../../style/tokens.css");
const GROUNDS: [&str; 3] = ["canvas", "surface", "sunken"];
const TINTS: [&str; 5] = ["ok-soft", "accent-soft", "warn-soft", "bad-soft", "idle-soft"];
const TEXT: f64 = 4.5;
const CONTROL: f64 = 3.0;

/// Linear sRGB of every token, light and dark.
fn tokens() -> HashMap<&'static str, [[f64; 3]; 2]> {
    TOKENS.lines().filter_map(|line| line.trim().strip_prefix("--")).filter_map(token).collect()
}

fn token(line: &'static str) -> Option<(&'static str, [[f64; 3]; 2])> {
    let (name, value) = line.split_once(": light-dark(")?;
    let colours: Vec<[f64; 3]> = value.split("oklch(").skip(1).map(|rest| linear(oklch(rest))).collect();
    let both = <[[f64; 3]; 2]>::try_from(colours).unwrap_or_else(|_| panic!("{name} needs a light and a dark colour"));
    Some((name, both))
}

fn oklch(text: &str) -> [f64; 3] {
    let inside = text.split(')').next().unwrap_or_default();
    let numbers: Result<Vec<f64>, _> = inside.split_whitespace().map(str::parse).collect();
    let three = numbers.ok().and_then(|numbers| numbers.try_into().ok());
    three.unwrap_or_else(|| panic!("{inside} is not lightness, chroma and hue"))
}

/// OKLab to linear sRGB by the published matrices, cut to what a screen can show.
fn linear([lightness, chroma, hue]: [f64; 3]) -> [f64; 3] {
    let (a, b) = (chroma * hue.to_radians().cos(), chroma * hue.to_radians().sin());
    let long = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
    let middle = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
    let short = (lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
    [
        4.076_741_662_1 * long - 3.307_711_591_3 * middle + 0.230_969_929_2 * short,
        -1.268_438_004_6 * long + 2.609_757_401_1 * middle - 0.341_319_396_5 * short,
        -0.004_196_086_3 * long - 0.703_418_614_7 * middle + 1.707_614_701_0 * short,
    ]
    .map(|channel| channel.clamp(0.0, 1.0))
}

fn luminance([red, green, blue]: [f64; 3]) -> f64 {
    0.212_6 * red + 0.715_2 * green + 0.072_2 * blue
}

fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
    one.max(other) / one.min(other)
}

/// Every pair of these that falls short, as "what on ground: contrast".
fn short_of(least: f64, pairs: impl IntoIterator<Item = (&'static str, &'static str)>) -> Vec<String> {
    let tokens = tokens();
    let find = |name| tokens.get(name).unwrap_or_else(|| panic!("no token {name}"));
    let mut found = Vec::new();
    for (front, ground) in pairs {
        for (theme, index) in [("light", 0), ("dark", 1)] {
            let reached = contrast(find(front)[index], find(ground)[index]);
            if reached < least {
                found.push(format!("{theme}: {front} on {ground}: {reached:.2} < {least}"));
            }
        }
    }
    found
}

fn each_on_each(fronts: &[&'static str], grounds: &[&'static str]) -> Vec<(&'static str, &'static str)> {
    fronts.iter().flat_map(|&front| grounds.iter().map(move |&ground| (front, ground))).collect()
}

#[test]
fn the_measure_itself_is_right_for_black_on_white_and_for_a_known_grey() {
    assert!((contrast(linear([0.0; 3]), linear([1.0, 0.0, 0.0])) - 21.0).abs() < 0.01);
    // #777777 on white is 4.48: the best known colour that just fails.
    assert!((contrast(linear([0.568_3, 0.0, 0.0]), linear([1.0, 0.0, 0.0])) - 4.48).abs() < 0.03);
}

#[test]
fn every_themed_token_of_the_file_is_measured() {
    assert_eq!(tokens().len(), TOKENS.matches(": light-dark(").count());
    assert!(tokens().len() >= 30, "only {} tokens were found", tokens().len());
}

#[test]
fn text_is_readable_on_every_ground() {
    let text = ["ink", "ink-2", "ink-3", "accent", "ok", "warn", "bad", "idle"];
    assert_eq!(short_of(TEXT, each_on_each(&text, &GROUNDS)), Vec::<String>::new());
}

#[test]
fn ink_is_readable_on_every_tint() {
    assert_eq!(short_of(TEXT, each_on_each(&["ink", "ink-2"], &TINTS)), Vec::<String>::new());
}

#[test]
fn the_text_of_a_state_is_readable_on_its_own_tint() {
    let own = [
        ("ok", "ok-soft"),
        ("accent", "accent-soft"),
        ("warn", "warn-soft"),
        ("bad", "bad-soft"),
        ("idle", "idle-soft"),
    ];
    assert_eq!(short_of(TEXT, own), Vec::<String>::new());
}

#[test]
fn the_labels_of_filled_buttons_are_readable_in_rest_and_under_the_pointer() {
    let filled = [("btn-ink", "btn"), ("btn-ink", "btn-over"), ("danger-ink", "danger"), ("danger-ink", "danger-over")];
    assert_eq!(short_of(TEXT, filled), Vec::<String>::new());
}

#[test]
fn edges_of_controls_and_the_focus_ring_stand_out_from_every_ground() {
    assert_eq!(short_of(CONTROL, each_on_each(&["edge", "focus", "btn"], &GROUNDS)), Vec::<String>::new());
}

#[test]
fn marks_and_rails_stand_out_from_every_ground() {
    let solid = ["ok-solid", "busy-solid", "warn-solid", "bad-solid", "idle-solid"];
    assert_eq!(short_of(CONTROL, each_on_each(&solid, &GROUNDS)), Vec::<String>::new());
}
