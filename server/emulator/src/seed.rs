//! What an emulator holds at its start: nothing but an empty directory, the demo fleet of the text files in `seed/`, or a
//! large one for measurements.
//! Ids are derived from names, so that they are the same in every run; times are counted back from the start.

mod automation;
mod codeartifact;
mod directory;
mod grafana;
mod large;
mod people;
mod prometheus;

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::demo::ACCOUNTS;
use crate::settings::Seed;
use crate::world::World;

/// Seconds of a day.
const DAY: f64 = 86_400.0;

/// A world as the seed says. `wall` is now, in seconds since 1970.
pub(crate) fn plant(seed: Seed, wall: f64) -> Result<World, String> {
    let mut world = World::default();
    directory::plant(&mut world, seed, wall)?;
    if seed == Seed::Demo {
        each(include_str!("../seed/grafana.txt"), |words| grafana::plant(&mut world, words, wall))?;
        each(include_str!("../seed/prometheus.txt"), |words| prometheus::plant(&mut world, words, wall))?;
        each(include_str!("../seed/codeartifact.txt"), |words| codeartifact::plant(&mut world, words, wall))?;
    }
    if seed == Seed::Large {
        large::plant(&mut world, wall).ok_or("the large fleet cannot be made")?;
    }
    world.seeded();
    Ok(world)
}

/// Every line that says something, in words; one that cannot be understood is named in the error.
fn each<'a>(text: &'a str, mut line: impl FnMut(&[&'a str]) -> Option<()>) -> Result<(), String> {
    for (number, content) in (1..).zip(text.lines()) {
        let words: Vec<&str> = content.split_whitespace().collect();
        if !words.is_empty() && !content.starts_with('#') {
            line(&words).ok_or_else(|| format!("line {number} of a seed cannot be understood: {content}"))?;
        }
    }
    Ok(())
}

fn account(name: &str) -> Option<&'static str> {
    ACCOUNTS.iter().find(|account| account.name == name).map(|account| account.id)
}

/// `key=value,key=value`, or `-`.
fn tags(text: &str) -> Option<Map<String, Value>> {
    if text == "-" {
        return Some(Map::new());
    }
    text.split(',').map(|pair| pair.split_once('=').map(|(key, value)| (key.to_owned(), value.into()))).collect()
}

/// Hexadecimal digits that depend on the parts alone.
fn derived(parts: &[&str]) -> String {
    hex::encode(Sha256::digest(parts.join("/")))
}

/// A UUID that depends on the parts alone.
fn derived_uuid(parts: &[&str]) -> Option<String> {
    let digits = derived(parts);
    let part = |from: usize, to: usize| digits.get(from..to);
    Some(format!("{}-{}-4{}-a{}-{}", part(0, 8)?, part(8, 12)?, part(13, 16)?, part(17, 20)?, part(20, 32)?))
}

/// A number that depends on the parts alone.
fn derived_number(parts: &[&str]) -> Option<usize> {
    usize::from_str_radix(derived(parts).get(..8)?, 16).ok()
}
