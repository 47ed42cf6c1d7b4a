//! How a client of the SDK is made; `scripts/check-bans` knows no other way.

/// The client of one service's crate, whose requests pass what every request passes.
macro_rules! client {
    ($sdk:ident, $config:expr) => {{
        let builder = $sdk::config::Builder::from($config);
        let builder = builder.interceptor($crate::paths::StraightPaths).interceptor($crate::answer::Guard);
        $sdk::Client::from_conf(builder.build())
    }};
}

pub(crate) use client;
