//! Arrays of eight, written out: in a loop they would lie in memory, which is slower and keeps what they held.

/// The array of `value` for each `index`.
macro_rules! eight {
    ($index:ident => $value:expr) => {
        [
            crate::eight::with!($index = 0 => $value),
            crate::eight::with!($index = 1 => $value),
            crate::eight::with!($index = 2 => $value),
            crate::eight::with!($index = 3 => $value),
            crate::eight::with!($index = 4 => $value),
            crate::eight::with!($index = 5 => $value),
            crate::eight::with!($index = 6 => $value),
            crate::eight::with!($index = 7 => $value),
        ]
    };
}

macro_rules! with {
    ($index:ident = $number:literal => $value:expr) => {{
        let $index: usize = $number;
        $value
    }};
}

pub(crate) use {eight, with};
