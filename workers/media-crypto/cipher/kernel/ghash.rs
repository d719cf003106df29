//! GHASH by shuffles: a product with a power of the hash key is looked up by halves of a byte, sixteen bytes at a time, in
//! tables that fit one vector each. The look-up (`i8x16.swizzle`) takes the same time whatever it looks up.
//!
//! Bits are numbered as the standard does: the highest of byte 0 is the coefficient of x^0, so that shifting right is
//! multiplying by x.
//!
//! @see NIST SP 800-38D, 6.3 and 6.4

use core::arch::wasm32::*;

use crate::eight::eight;

const BLOCK: usize = 16;
/// Blocks that are multiplied before one reduction.
const TOGETHER: usize = 8;
/// Bytes of a product of half a byte and 128 bits.
const PRODUCT: usize = 17;

/// For each byte of such a product its values by the lower half, then by the upper half, of the other factor.
type Table = [[v128; 2]; PRODUCT];

/// The hash key and its powers up to the eighth.
#[repr(C)]
pub struct Powers([Table; TOGETHER]);

/// Makes the tables of the hash key `h`.
#[inline(always)]
pub fn prepare(into: &mut Powers, h: v128) {
    let zero = u64x2_splat(0);
    let mut power = h;
    for index in 0..TOGETHER {
        fill(&mut into.0[index], power);
        power = products(into, [zero, zero, zero, zero, zero, zero, zero, power]);
    }
}

#[inline(always)]
fn fill(table: &mut Table, h: v128) {
    let bytes = core::ptr::from_mut(table).cast::<u8>();
    let h = reverse(h);
    let (upper, lower) = (u64x2_extract_lane::<1>(h), u64x2_extract_lane::<0>(h));
    for half in 0..2 {
        for value in 0..BLOCK {
            let (mut a, mut b, mut c) = (0, 0, 0);
            for bit in 0..4 {
                if value & (8 >> bit) == 0 {
                    continue;
                }
                // The upper half of a byte comes first.
                let by = bit + 4 * (1 - half);
                a ^= upper >> by;
                b ^= lower >> by;
                if by > 0 {
                    b ^= upper << (64 - by);
                    c ^= lower << (64 - by);
                }
            }
            let at = |byte: usize| unsafe { bytes.add((byte * 2 + half) * BLOCK + value) };
            for byte in 0..8 {
                // SAFETY: `byte` and `value` stay within the table.
                unsafe {
                    *at(byte) = (a >> (56 - 8 * byte)) as u8;
                    *at(byte + 8) = (b >> (56 - 8 * byte)) as u8;
                }
            }
            unsafe { *at(16) = (c >> 56) as u8 };
        }
    }
}

/// What is hashed: a header and a text behind it, each with zeros up to a whole block, then the lengths of both in bits.
struct Input {
    from: *const u8,
    header: usize,
    text: usize,
}

impl Input {
    fn header_blocks(&self) -> usize {
        self.header.div_ceil(BLOCK)
    }

    fn blocks(&self) -> usize {
        self.header_blocks() + self.text.div_ceil(BLOCK) + 1
    }

    /// # Safety
    /// Whole blocks may be read at `from`, and `index` is below `blocks`.
    #[inline(always)]
    unsafe fn block(&self, index: usize) -> v128 {
        let (at, end) = if index < self.header_blocks() {
            (index * BLOCK, self.header)
        } else if index + 1 < self.blocks() {
            (self.header + (index - self.header_blocks()) * BLOCK, self.header + self.text)
        } else {
            return reverse(u64x2(self.text as u64 * 8, self.header as u64 * 8));
        };
        let block = unsafe { v128_load(self.from.add(at).cast()) };
        let place = u8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
        v128_and(block, u8x16_lt(place, u8x16_splat((end - at).min(BLOCK) as u8)))
    }
}

/// The hash of `header` bytes at `from` and the `text` bytes behind them.
///
/// # Safety
/// As many bytes may be read there, and a block more.
#[inline(always)]
pub unsafe fn hash(powers: &Powers, from: *const u8, header: usize, text: usize) -> v128 {
    let zero = u64x2_splat(0);
    let input = Input { from, header, text };
    let blocks = input.blocks();
    // Zeros in front change nothing, and make the number of blocks even.
    let zeros = blocks.next_multiple_of(TOGETHER) - blocks;
    let mut sum = zero;
    let mut done = 0;
    while done < blocks + zeros {
        let [a, b, c, d, e, f, g, h] = eight!(offset => {
            let index = done + offset;
            if index < zeros { zero } else { unsafe { input.block(index - zeros) } }
        });
        sum = products(powers, [v128_xor(a, sum), b, c, d, e, f, g, h]);
        done += TOGETHER;
    }
    sum
}

/// The sum of the products of `blocks` with falling powers of the hash key, of which the last is the first.
#[inline(always)]
fn products(powers: &Powers, blocks: [v128; TOGETHER]) -> v128 {
    let zero = u64x2_splat(0);
    let lower = eight!(index => v128_and(blocks[index], u8x16_splat(0x0f)));
    let upper = eight!(index => v128_and(u16x8_shr(blocks[index], 4), u8x16_splat(0x0f)));
    // Bytes 0 to 15 and 16 to 31 of the sum, from the last byte of the tables to the first.
    let (mut low, mut high) = (zero, zero);
    for byte in (0..PRODUCT).rev() {
        high = i8x16_shuffle::<15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30>(low, high);
        low = i8x16_shuffle::<15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30>(zero, low);
        let [a, b, c, d, e, f, g, h] = eight!(index => {
            let [by_lower, by_upper] = powers.0[TOGETHER - 1 - index][byte];
            v128_xor(i8x16_swizzle(by_lower, lower[index]), i8x16_swizzle(by_upper, upper[index]))
        });
        let sum = v128_xor(v128_xor(v128_xor(a, b), v128_xor(c, d)), v128_xor(v128_xor(e, f), v128_xor(g, h)));
        low = v128_xor(low, sum);
    }
    reduce(low, high)
}

/// `low + x^128 high`, where x^128 is 1 + x + x^2 + x^7.
#[inline(always)]
fn reduce(low: v128, high: v128) -> v128 {
    let high = reverse(high);
    let zero = u64x2_splat(0);
    // What a shift by 1, 2 and 7 takes out of the lower half of 64 bits is again at x^128, and so on top.
    let out = fallen(high);
    let high = v128_xor(high, u64x2_shuffle::<2, 0>(out, zero));
    let carried = u64x2_shuffle::<1, 2>(fallen(high), zero);
    let shifted = v128_xor(v128_xor(u64x2_shr(high, 1), u64x2_shr(high, 2)), u64x2_shr(high, 7));
    v128_xor(low, reverse(v128_xor(v128_xor(high, shifted), carried)))
}

#[inline(always)]
fn fallen(v: v128) -> v128 {
    v128_xor(v128_xor(u64x2_shl(v, 63), u64x2_shl(v, 62)), u64x2_shl(v, 57))
}

#[inline(always)]
fn reverse(v: v128) -> v128 {
    i8x16_shuffle::<15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0>(v, v)
}
