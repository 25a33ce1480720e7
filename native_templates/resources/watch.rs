/// What the crate does when processes end, on a thread that no scheduler waits for.
mod watch {
    use std::collections::VecDeque;
    use std::sync::{Mutex, MutexGuard, PoisonError};

    type Job = Box<dyn FnOnce() + Send>;

    /// What is to be done, in the order in which the processes ended, and whether a thread does it.
    static QUEUE: Mutex<(VecDeque<Job>, bool)> = Mutex::new((VecDeque::new(), false));

    fn queue() -> MutexGuard<'static, (VecDeque<Job>, bool)> {
        QUEUE.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something soon. The thread ends when there is nothing left to do.
    pub(super) fn later(job: impl FnOnce() + Send + 'static) {
        let mut queue = queue();
        queue.0.push_back(Box::new(job));
        if !queue.1 {
            match std::thread::Builder::new().spawn(work) {
                Ok(_) => queue.1 = true,
                Err(error) => {
                    eprintln!("cannot start a thread for monitor callbacks, which wait until the next one: {error}");
                }
            }
        }
    }

    fn work() {
        while let Some(job) = next() {
            super::contained(job);
        }
    }

    fn next() -> Option<Job> {
        let mut queue = queue();
        let job = queue.0.pop_front();
        queue.1 = job.is_some();
        job
    }
}
