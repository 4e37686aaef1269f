use std::sync::Mutex;
use std::time::Duration;

use crate::error::unavailable::Unavailable;
use crate::error::{Error, Result};
use crate::state::hashing_slots::{HashingSlots, MOST, ROOM};

const LONG: Duration = Duration::from_mins(1);

fn is_busy<T>(answer: &Result<T>) -> bool {
    matches!(answer, Err(Error::Unavailable(Unavailable::Busy)))
}

/// Waits until a number of callers stand in the queue.
fn until_waiting(gate: &HashingSlots, many: usize) {
    while gate.queue().waiting.len() < many {
        std::thread::yield_now();
    }
}

#[test]
fn two_are_inside_and_the_others_are_let_in_by_turn() {
    let gate = HashingSlots::default();
    let order = Mutex::new(Vec::new());
    let inside = [gate.enter().unwrap(), gate.enter().unwrap()];
    std::thread::scope(|scope| {
        for number in 0..20 {
            let (gate, order) = (&gate, &order);
            scope.spawn(move || {
                let turn = gate.enter_within(LONG).unwrap();
                assert!(gate.queue().inside <= ROOM);
                order.lock().unwrap().push(number);
                drop(turn);
            });
            until_waiting(gate, number + 1);
        }
        // One slot is freed at a time, so that the order is the order of entering.
        let [first, second] = inside;
        drop(first);
        while order.lock().unwrap().len() < 20 {
            std::thread::yield_now();
        }
        drop(second);
    });
    assert_eq!(*order.lock().unwrap(), (0..20).collect::<Vec<_>>());
    assert_eq!(gate.queue().inside, 0);
}

#[test]
fn whose_time_is_over_leaves_and_keeps_nobody_up() {
    let gate = HashingSlots::default();
    let first = gate.enter().unwrap();
    let second = gate.enter().unwrap();
    assert!(is_busy(&gate.enter_within(Duration::from_millis(20))));
    assert!(gate.queue().waiting.is_empty());
    std::thread::scope(|scope| {
        let short = scope.spawn(|| gate.enter_within(Duration::from_millis(50)).map(drop));
        until_waiting(&gate, 1);
        let behind = scope.spawn(|| gate.enter_within(LONG).map(drop));
        assert!(is_busy(&short.join().unwrap()));
        drop(first);
        behind.join().unwrap().unwrap();
    });
    drop(second);
    assert_eq!(gate.queue().inside, 0);
}

#[test]
fn there_is_an_end_to_the_queue() {
    let gate = HashingSlots::default();
    let inside = [gate.enter().unwrap(), gate.enter().unwrap()];
    std::thread::scope(|scope| {
        for _ in 0..MOST {
            scope.spawn(|| gate.enter_within(LONG).map(drop).unwrap());
        }
        until_waiting(&gate, MOST);
        assert!(is_busy(&gate.enter_within(LONG)), "told at once");
        drop(inside);
    });
    assert!(gate.enter().is_ok());
}
