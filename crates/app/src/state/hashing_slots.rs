//! The turnstile: at most two passwords are stretched at a time, and whoever waits is let in by turn.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::error::Result;
use crate::error::unavailable::Unavailable;

/// How many passwords are stretched at a time: each takes 64 MiB.
const ROOM: u32 = 2;
/// How many wait: each holds a thread, and the others are for the pages.
const MOST: usize = 160;
/// How long one waits; an answer may take thirty seconds in all.
const PATIENCE: Duration = Duration::from_secs(25);

/// Where passwords wait for their turn.
#[derive(Default)]
pub(crate) struct Turnstile {
    queue: Mutex<Queue>,
    moved: Condvar,
}

#[derive(Default)]
struct Queue {
    inside: u32,
    next: u64,
    waiting: VecDeque<u64>,
}

/// Held while a password is stretched.
pub(crate) struct Turn<'a>(&'a Turnstile);

impl Queue {
    fn lets_in(&self, ticket: u64) -> bool {
        self.inside < ROOM && self.waiting.front() == Some(&ticket)
    }
}

impl Turnstile {
    /// Waits for one's turn; who would wait for too long is told at once, or when the time is over.
    pub(crate) fn enter(&self) -> Result<Turn<'_>> {
        self.enter_within(PATIENCE)
    }

    fn enter_within(&self, patience: Duration) -> Result<Turn<'_>> {
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
        // Whoever comes next may be first now, and there may be room for them.
        self.moved.notify_all();
        if mine { Ok(Turn(self)) } else { Err(Unavailable::Busy.into()) }
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut queue = self.0.queue();
        queue.inside = queue.inside.saturating_sub(1);
        self.0.moved.notify_all();
    }
}

#[cfg(test)]
mod tests;
