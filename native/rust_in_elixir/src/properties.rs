//! How the property tests run.

use proptest::test_runner::{Config, RngSeed};

/// The same cases in every run, so that a change is what makes one fail. With `PROPTEST_CASES` set
/// there are as many as it says, and fresh ones unless `PROPTEST_RNG_SEED` is set too.
pub fn config(cases: u32) -> Config {
    let asked = Config {
        failure_persistence: None,
        ..Config::default()
    };
    match std::env::var_os("PROPTEST_CASES") {
        Some(_) => asked,
        None => Config {
            cases,
            rng_seed: RngSeed::Fixed(0),
            ..asked
        },
    }
}
