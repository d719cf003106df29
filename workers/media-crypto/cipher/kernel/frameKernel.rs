//! AES-128-GCM of our own for the media-crypto worker: one frame at a time, in place, in one buffer.
//!
//! The buffer holds a frame, `| header in clear | body | tag (16) | vector (12) |`, and what the caller puts behind it. The
//! caller runs on one thread, owns the buffer between two calls, and says where in memory each key lies.
//!
//! Time does not depend on secrets: no secret is part of an address, and none decides a branch. `kernelTime.test.ts` shows it
//! of the compiled code. `docs/adr/0006-frame-kernel.md` says why it is here.
//!
//! Everything is inlined into the exports: vectors that a function takes or gives would pass through memory and stay there.
#![no_std]

use core::arch::wasm32::*;
use core::ptr::{addr_of_mut, write_bytes};

mod aes;
mod eight;
mod ghash;

use aes::{BATCH, RoundKeys};
use eight::eight;
use ghash::Powers;

const BLOCK: usize = 16;
/// Longest frame with its tag and vector, in bytes.
const FRAME_BYTES: usize = 256 * 1024;
/// Whole batches are read and written, so up to one batch beyond a frame.
const SLACK: usize = BATCH * BLOCK;
/// Blocks of the key stream before the body's: counter 0, which is not used, and 1, which covers the tag.
const BEFORE_BODY: usize = 2;

#[repr(C, align(16))]
struct Buffer([u8; FRAME_BYTES + SLACK]);
static mut BUFFER: Buffer = Buffer([0; FRAME_BYTES + SLACK]);

/// A key, ready for use.
#[repr(C)]
pub struct Key {
    rounds: RoundKeys,
    powers: Powers,
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    unreachable()
}

/// Where the frame lies in memory.
#[unsafe(no_mangle)]
pub extern "C" fn frame() -> *mut u8 {
    addr_of_mut!(BUFFER).cast()
}

/// Longest frame, in bytes.
#[unsafe(no_mangle)]
pub extern "C" fn capacity() -> usize {
    FRAME_BYTES
}

/// Where in the frame two zero bytes are next that have a byte behind them, from `from` on and before `end`; else -1.
#[unsafe(no_mangle)]
pub extern "C" fn zeros(from: usize, end: usize) -> isize {
    let end = end.min(FRAME_BYTES);
    let mut at = from;
    while at + 2 < end {
        // SAFETY: at most a block and a byte beyond the frame, where there is slack.
        let (these, next) = unsafe { (v128_load(frame().add(at).cast()), v128_load(frame().add(at + 1).cast())) };
        let found = u8x16_bitmask(u8x16_eq(v128_or(these, next), u64x2_splat(0)));
        if found != 0 {
            let place = at + found.trailing_zeros() as usize;
            return if place + 2 < end { place as isize } else { -1 };
        }
        at += BLOCK;
    }
    -1
}

/// Bytes that a key needs, a multiple of 16.
#[unsafe(no_mangle)]
pub extern "C" fn key_bytes() -> usize {
    size_of::<Key>()
}

/// Makes a key of the 16 bytes in the frame, which it clears.
///
/// # Safety
/// `key` is the address of `key_bytes` bytes at a multiple of 16 that nothing else uses.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn remember(key: *mut Key) {
    unsafe {
        let raw = v128_load(frame().cast());
        v128_store(frame().cast(), u64x2_splat(0));
        aes::expand(&mut (*key).rounds, raw);
        ghash::prepare(&mut (*key).powers, aes::encrypt_zero(&(*key).rounds));
    }
}

/// Overwrites a key, and whatever the last frame left.
///
/// # Safety
/// `key` was given to `remember`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn forget(key: *mut Key) {
    unsafe {
        write_bytes(key, 0, 1);
        write_bytes(addr_of_mut!(BUFFER), 0, 1);
    }
}

/// Encrypts `body` bytes behind `header` bytes and writes the tag behind them. @returns whether they fit
///
/// # Safety
/// `key` was given to `remember`, and not to `forget` since.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seal(key: *const Key, header: usize, body: usize) -> bool {
    unsafe { run(&*key, header, body, Direction::Seal) }
}

/// Decrypts what `seal` made. @returns whether the tag was right; if not, the body is zeros
///
/// # Safety
/// `key` was given to `remember`, and not to `forget` since.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn open(key: *const Key, header: usize, body: usize) -> bool {
    unsafe { run(&*key, header, body, Direction::Open) }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Seal,
    Open,
}

#[inline(always)]
unsafe fn run(key: &Key, header: usize, body: usize, direction: Direction) -> bool {
    if header > FRAME_BYTES || body > FRAME_BYTES || header + body + 2 * BLOCK > FRAME_BYTES {
        return false;
    }
    unsafe {
        let text = frame().add(header);
        let tag = text.add(body).cast::<v128>();
        // Both are written over by the last batch.
        let (given, trailer) = (v128_load(tag), v128_load(tag.add(1)));
        let mut sum = u64x2_splat(0);
        if direction == Direction::Open {
            sum = ghash::hash(&key.powers, frame(), header, body);
        }
        let mut difference = 0;
        let mut kept = u64x2_splat(u64::MAX);
        let mut cover = u64x2_splat(0);
        let mut counter = 0;
        while counter < BEFORE_BODY + body.div_ceil(BLOCK) {
            let stream = aes::keystream(&key.rounds, trailer, counter as u32);
            if counter == 0 {
                cover = stream[1];
                if direction == Direction::Open {
                    let unlike = v128_xor(v128_xor(sum, cover), given);
                    let unlike = v128_or(unlike, u64x2_shuffle::<1, 0>(unlike, unlike));
                    difference = u64x2_extract_lane::<0>(unlike);
                    // All bits or none. No branch hangs on it: the text stays or becomes zeros.
                    kept = u64x2_eq(unlike, u64x2_splat(0));
                }
            }
            eight!(index => {
                if counter + index >= BEFORE_BODY {
                    let at = text.add((counter + index - BEFORE_BODY) * BLOCK).cast::<v128>();
                    v128_store(at, v128_and(v128_xor(v128_load(at), stream[index]), kept));
                }
            });
            counter += BATCH;
        }
        v128_store(tag.add(1), trailer);
        if direction == Direction::Seal {
            v128_store(tag, v128_xor(ghash::hash(&key.powers, frame(), header, body), cover));
        }
        difference == 0
    }
}
