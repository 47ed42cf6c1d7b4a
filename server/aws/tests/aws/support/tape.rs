//! A recorder, and a log that is recorded by it.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;

/// Everything that passed over a socket or into the log.
#[derive(Clone, Default)]
pub struct Tape(Arc<Mutex<Vec<u8>>>);

impl Tape {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

impl Write for Tape {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Tape {
    type Writer = Tape;
    fn make_writer(&'a self) -> Tape {
        self.clone()
    }
}

/// Everything at every level, as far as it may be logged at all.
pub fn recorded(log: &Tape) -> impl tracing::Subscriber + use<> {
    let lines = tracing_subscriber::fmt::layer().with_writer(log.clone());
    tracing_subscriber::registry().with(filter_fn(aws::may_log)).with(lines)
}
