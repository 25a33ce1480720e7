//! Runs a crate's callbacks for ended processes, on a thread that no scheduler waits for.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::panic::contained;

type Job = Box<dyn FnOnce() + Send>;

/// The jobs, in the order in which the processes ended, and whether a thread is working on them.
static QUEUE: Mutex<(VecDeque<Job>, bool)> = Mutex::new((VecDeque::new(), false));

fn queue() -> MutexGuard<'static, (VecDeque<Job>, bool)> {
    QUEUE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Queues a job. The thread ends when the queue is empty.
pub fn later(job: impl FnOnce() + Send + 'static) {
    let mut queue = queue();
    queue.0.push_back(Box::new(job));
    if !queue.1 {
        match std::thread::Builder::new().spawn(work) {
            Ok(_) => queue.1 = true,
            Err(error) => {
                eprintln!(
                    "cannot start a thread for monitor callbacks, which wait until the next one: {error}"
                );
            }
        }
    }
}

fn work() {
    while let Some(job) = next() {
        contained(job);
    }
}

fn next() -> Option<Job> {
    let mut queue = queue();
    let job = queue.0.pop_front();
    queue.1 = job.is_some();
    job
}
