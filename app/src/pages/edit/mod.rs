//! Changing what is there: one form for each facet of a resource. A form ends in a plan, never in a call to AWS.

mod api;
