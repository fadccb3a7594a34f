//! Lists that a thread keeps between texts: the next text's lie where the processor still has the last one's at hand,
//! while what the allocator hands out next is seldom what was freed last. Nothing that stood in a list is ever seen again.

use std::cell::Cell;
use std::mem;
use std::thread::LocalKey;

/// How many places a list may have that is kept. Larger ones are given back, so that a long text leaves no memory taken.
const MOST: usize = 1 << 14;

/// Where a thread keeps a list.
pub type Spare<T> = LocalKey<Cell<Vec<T>>>;

/// An empty list with room for so many: the one that was kept, if there is one.
pub fn take<T>(spare: &'static Spare<T>, room: usize) -> Vec<T> {
    let mut list = spare.take();
    list.clear();
    list.reserve(room);
    list
}

/// Keeps the memory of a list, which is empty afterwards.
pub fn keep<T>(spare: &'static Spare<T>, list: &mut Vec<T>) {
    let list = mem::take(list);
    if list.capacity() <= MOST {
        // A thread that ends keeps nothing any more.
        let _ = spare.try_with(|spare| spare.set(list));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    thread_local! {
        static SPARE: Cell<Vec<u8>> = Cell::default();
    }

    #[test]
    fn what_is_kept_comes_back_empty_and_what_is_large_does_not() {
        let mut list = take(&SPARE, 100);
        list.push(1);
        let place = list.as_ptr();
        keep(&SPARE, &mut list);
        let mut again = take(&SPARE, 50);
        assert!(again.is_empty() && again.as_ptr() == place);
        again.reserve(MOST + 1);
        keep(&SPARE, &mut again);
        assert_eq!(take(&SPARE, 0).capacity(), 0);
    }
}
