//! AES-128-GCM of RustCrypto for the media-crypto worker: one frame at a time, in place, in one buffer.
//!
//! The buffer holds a frame, `| header in clear | body | tag (16) | vector (12) |`, and what the caller puts behind it.
//! The caller runs on one thread and owns the buffer between two calls.

use aes_gcm::{
    Aes128Gcm, KeyInit,
    aead::{AeadInOut, Nonce, Tag},
};
use core::ptr::{addr_of_mut, write_volatile};

const IV_BYTES: usize = 12;
const KEY_BYTES: usize = 16;
const TAG_BYTES: usize = 16;
/// Longest frame with its tag and vector, in bytes.
const FRAME_BYTES: usize = 256 * 1024;
/// More than any call needs of the stack, in words of 8 bytes.
const STACK_WORDS: usize = 1024;

#[repr(align(16))]
struct Buffer([u8; FRAME_BYTES]);
static mut BUFFER: Buffer = Buffer([0; FRAME_BYTES]);

fn bytes() -> &'static mut [u8; FRAME_BYTES] {
    // SAFETY: one thread, and no call lets the reference outlive it.
    unsafe { &mut (*addr_of_mut!(BUFFER)).0 }
}

/// Where the frame lies in memory.
#[unsafe(no_mangle)]
pub extern "C" fn frame() -> *mut u8 {
    bytes().as_mut_ptr()
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
    let part = bytes().get(from..end.saturating_sub(1)).unwrap_or_default();
    part.windows(2).position(|pair| pair == [0, 0]).map_or(-1, |place| (from + place) as isize)
}

/// Takes the 16 bytes of a key from the frame, which it clears. Ends with `forget`.
#[unsafe(no_mangle)]
pub extern "C" fn remember() -> *mut Aes128Gcm {
    let raw = &mut bytes()[..KEY_BYTES];
    let cipher = Aes128Gcm::new_from_slice(raw).map(Box::new);
    for byte in raw {
        // SAFETY: an exclusive reference; volatile, so that it is not left out.
        unsafe { write_volatile(byte, 0) };
    }
    let key = cipher.map_or(core::ptr::null_mut(), Box::into_raw);
    clear_stack();
    key
}

/// Overwrites what earlier calls left below this one: copies of round keys on their way to where they stay.
#[inline(never)]
fn clear_stack() {
    let mut below = [0u64; STACK_WORDS];
    for word in &mut below {
        // SAFETY: an exclusive reference; volatile, so that it is not left out.
        unsafe { write_volatile(word, 0) };
    }
    core::hint::black_box(&below);
}

/// Clears a key, and whatever the last frame left, and gives the key's memory back.
///
/// # Safety
/// `key` came from `remember` and is not used again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn forget(key: *mut Aes128Gcm) {
    drop(unsafe { Box::from_raw(key) });
    bytes().fill(0);
    clear_stack();
}

/// Encrypts `body` bytes behind `header` bytes and writes the tag behind them. @returns whether it could
///
/// # Safety
/// `key` came from `remember` and was not forgotten.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seal(key: *const Aes128Gcm, header: usize, body: usize) -> bool {
    let Some((iv, header, body, tag)) = parts(header, body) else { return false };
    match unsafe { &*key }.encrypt_inout_detached(iv, header, body.into()) {
        Ok(sealed) => {
            tag.copy_from_slice(&sealed);
            true
        }
        Err(_) => false,
    }
}

/// Decrypts what `seal` made. @returns whether the tag was right; if not, what lies there is of no use
///
/// # Safety
/// `key` came from `remember` and was not forgotten.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn open(key: *const Aes128Gcm, header: usize, body: usize) -> bool {
    let Some((iv, header, body, tag)) = parts(header, body) else { return false };
    let tag: &Tag<Aes128Gcm> = (&*tag).into();
    unsafe { &*key }.decrypt_inout_detached(iv, header, body.into(), tag).is_ok()
}

type Parts = (&'static Nonce<Aes128Gcm>, &'static [u8], &'static mut [u8], &'static mut [u8; TAG_BYTES]);

fn parts(header: usize, body: usize) -> Option<Parts> {
    if header > FRAME_BYTES || body > FRAME_BYTES || header + body + TAG_BYTES + IV_BYTES > FRAME_BYTES {
        return None;
    }
    let (header, rest) = bytes().split_at_mut(header);
    let (body, rest) = rest.split_at_mut(body);
    let (tag, rest) = rest.split_first_chunk_mut::<TAG_BYTES>()?;
    let iv: &[u8; IV_BYTES] = rest.first_chunk()?;
    Some((iv.into(), header, body, tag))
}
