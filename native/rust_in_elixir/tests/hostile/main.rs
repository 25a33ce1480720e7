//! What the core does with hostile input: random, and all that was ever found wrong.

mod input;
mod promises;
#[path = "../../src/properties.rs"]
mod properties;

use proptest::prelude::*;

use promises::{ALL, DIRTY_SCHEDULER, hold};

/// Without optimisation frames are several times as large.
const STACK: usize = 8 * DIRTY_SCHEDULER;

proptest! {
    #![proptest_config(properties::config(64))]

    #[test]
    fn any_bytes_keep_every_promise(bytes in proptest::collection::vec(any::<u8>(), 0..512)) {
        for (_name, promise) in ALL {
            hold(*promise, &bytes, STACK);
        }
    }
}
