//! The server function of what needs somebody.

use crate::{
    Failure,
    wire::{Json, Wire},
};
use leptos::prelude::*;
use model::attention::Attention;

/// Everything that needs somebody in the fleet. `fleet.read`, reads.
#[server(client = Wire, prefix = "/api", endpoint = "attention/feed", input = Json, output = Json)]
pub async fn attention_feed() -> Result<Attention, Failure> {
    let caller = crate::context::authorize(model::Permission::FleetRead)?;
    caller.answer(caller.doors.attention.feed(caller.who()).await)
}
