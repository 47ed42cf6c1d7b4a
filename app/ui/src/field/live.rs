//! Keeps a control and its signal the same, without losing what was entered before hydration.

use leptos::html::{ElementType, Input, Select, Textarea};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

/// A control whose content is text.
pub(super) trait Control: ElementType<Output: JsCast + Clone + 'static> + 'static {
    fn read(control: &Self::Output) -> String;
    fn write(control: &Self::Output, value: &str);
}

macro_rules! controls {
    ($($element:ty),+) => { $(
        impl Control for $element {
            fn read(control: &Self::Output) -> String {
                control.value()
            }

            fn write(control: &Self::Output, value: &str) {
                control.set_value(value);
            }
        }
    )+ };
}

controls!(Input, Textarea, Select);

/// Follows the signal into the control. Set as a property, never as content, so that no text can end the element.
/// On its first run it goes the other way when the reader was quicker than hydration and changed the control.
pub(super) fn keep_in_step<E: Control>(node: NodeRef<E>, value: RwSignal<String>, rendered: String) {
    Effect::new(move |before: Option<bool>| {
        let wanted = value.get();
        let Some(control) = node.get() else { return false };
        let there = E::read(&control);
        if before != Some(true) && there != rendered && wanted == rendered {
            value.set(there);
        } else if there != wanted {
            E::write(&control, &wanted);
        }
        true
    });
}
