//! Changing who holds which role: the batch, from what a person enters to its plan.

mod api;
