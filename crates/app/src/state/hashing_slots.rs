//! Limits Argon2id to two computations at a time.
//!
//! Up to 160 callers wait, first in, first out, for 25 s at most.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::error::Result;
use crate::error::unavailable::Unavailable;

/// The number of computations at a time; each takes 64 MiB.
const ROOM: u32 = 2;
/// The most callers that wait; each holds a thread, and the rest are for pages.
const MOST: usize = 160;
/// The longest wait; a request may take 30 s in all.
const PATIENCE: Duration = Duration::from_secs(25);

/// The queue of password computations.
#[derive(Default)]
pub(crate) struct HashingSlots {
    queue: Mutex<Waiters>,
    moved: Condvar,
}

#[derive(Default)]
struct Waiters {
    inside: u32,
    next: u64,
    waiting: VecDeque<u64>,
}

/// A slot for one computation, freed on drop.
pub(crate) struct HashingPermit<'a>(&'a HashingSlots);

impl Waiters {
    fn lets_in(&self, ticket: u64) -> bool {
        self.inside < ROOM && self.waiting.front() == Some(&ticket)
    }
}

impl HashingSlots {
    /// Waits for a slot.
    ///
    /// # Errors
    ///
    /// [`Unavailable::Busy`] at once if 160 callers wait, or after 25 s.
    pub(crate) fn enter(&self) -> Result<HashingPermit<'_>> {
        self.enter_within(PATIENCE)
    }

    fn enter_within(&self, patience: Duration) -> Result<HashingPermit<'_>> {
        let mut queue = self.queue();
        if queue.waiting.len() >= MOST {
            return Err(Unavailable::Busy.into());
        }
        let ticket = queue.next;
        queue.next = ticket.wrapping_add(1);
        queue.waiting.push_back(ticket);
        let (mut queue, _late) = self
            .moved
            .wait_timeout_while(queue, patience, |queue| !queue.lets_in(ticket))
            .unwrap_or_else(PoisonError::into_inner);
        let mine = queue.lets_in(ticket);
        queue.waiting.retain(|waiting| *waiting != ticket);
        if mine {
            queue.inside = queue.inside.saturating_add(1);
        }
        // The next caller may be first now, and a slot may be free.
        self.moved.notify_all();
        if mine { Ok(HashingPermit(self)) } else { Err(Unavailable::Busy.into()) }
    }

    fn queue(&self) -> MutexGuard<'_, Waiters> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for HashingPermit<'_> {
    fn drop(&mut self) {
        let mut queue = self.0.queue();
        queue.inside = queue.inside.saturating_sub(1);
        self.0.moved.notify_all();
    }
}

#[cfg(test)]
mod tests;
