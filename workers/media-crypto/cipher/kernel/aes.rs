//! AES-128 encryption, bitsliced: eight blocks at once in eight vectors, of which each holds one bit of every byte.
//!
//! @see FIPS 197; Käsper and Schwabe, "Faster and Timing-Attack Resistant AES-GCM" (2009), for the layout

use core::arch::wasm32::*;

use crate::eight::eight;

/// Blocks that are encrypted together.
pub const BATCH: usize = 8;
const ROUNDS: usize = 10;
/// What SubBytes adds to each byte at its end. It passes through ShiftRows and MixColumns as it is, so round keys hold it.
const AFFINE: u8 = 0x63;
const ROUND_CONSTANTS: [u8; ROUNDS] = [0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0x1b, 0x36];

/// Eight blocks: vector `n` holds bit `n` of each byte; within a byte of it, bit `b` is of block `b`.
type State = [v128; 8];

/// The first round key as it is, the others bitsliced.
#[repr(C)]
pub struct RoundKeys {
    first: v128,
    others: [State; ROUNDS],
}

/// All eight blocks alike.
#[inline(always)]
fn spread(block: v128) -> State {
    eight!(bit => u8x16_eq(v128_and(block, u8x16_splat(1 << bit)), u8x16_splat(1 << bit)))
}

/// The one block that all eight are.
#[inline(always)]
fn gather(state: State) -> v128 {
    let [a, b, c, d, e, f, g, h] = eight!(bit => v128_and(state[bit], u8x16_splat(1 << bit)));
    v128_or(v128_or(v128_or(a, b), v128_or(c, d)), v128_or(v128_or(e, f), v128_or(g, h)))
}

/// Makes the round keys of a key.
#[inline(always)]
pub fn expand(into: &mut RoundKeys, key: v128) {
    into.first = key;
    let mut round_key = key;
    for (round, constant) in into.others.iter_mut().zip(&ROUND_CONSTANTS) {
        let bytes = v128_xor(gather(sub_bytes(spread(round_key))), u8x16_splat(AFFINE));
        // RotWord of the last column, in every column.
        let word = i8x16_shuffle::<13, 14, 15, 12, 13, 14, 15, 12, 13, 14, 15, 12, 13, 14, 15, 12>(bytes, bytes);
        let word = v128_xor(word, u32x4_splat(u32::from(*constant)));
        let zero = u64x2_splat(0);
        // Each column is the sum of those up to it.
        let sums = v128_xor(round_key, u32x4_shuffle::<4, 0, 1, 2>(round_key, zero));
        let sums = v128_xor(sums, u32x4_shuffle::<4, 4, 0, 1>(sums, zero));
        round_key = v128_xor(sums, word);
        *round = spread(v128_xor(round_key, u8x16_splat(AFFINE)));
    }
}

/// Eight blocks of key stream: the first 12 bytes of `iv`, then in turn `counter`, a multiple of 8, to `counter + 7`.
#[inline(always)]
pub fn keystream(keys: &RoundKeys, iv: v128, counter: u32) -> [v128; BATCH] {
    let shared = v128_xor(i32x4_replace_lane::<3>(iv, counter.swap_bytes() as i32), keys.first);
    let [a, b, c, d, e, f, g, h] = spread(shared);
    // The blocks differ in the lowest three bits of the last byte.
    let last = |bits| u8x16_replace_lane::<15>(u64x2_splat(0), bits);
    let mut state = [v128_xor(a, last(0xaa)), v128_xor(b, last(0xcc)), v128_xor(c, last(0xf0)), d, e, f, g, h];
    for key in &keys.others[..ROUNDS - 1] {
        state = add(mix_columns(shift_rows(sub_bytes(state))), key);
    }
    blocks(add(shift_rows(sub_bytes(state)), &keys.others[ROUNDS - 1]))
}

/// A block of zeros, encrypted.
#[inline(always)]
pub fn encrypt_zero(keys: &RoundKeys) -> v128 {
    let mut state = spread(keys.first);
    for key in &keys.others[..ROUNDS - 1] {
        state = add(mix_columns(shift_rows(sub_bytes(state))), key);
    }
    gather(add(shift_rows(sub_bytes(state)), &keys.others[ROUNDS - 1]))
}

#[inline(always)]
fn add(state: State, key: &State) -> State {
    eight!(bit => v128_xor(state[bit], key[bit]))
}

#[inline(always)]
fn shift_rows(state: State) -> State {
    eight!(bit => i8x16_shuffle::<0, 5, 10, 15, 4, 9, 14, 3, 8, 13, 2, 7, 12, 1, 6, 11>(state[bit], state[bit]))
}

/// Each byte becomes `2a + 3b + c + d` of itself and the three below it in its column, that is `2(a + b) + b + (c + d)`.
#[inline(always)]
fn mix_columns(state: State) -> State {
    let below = eight!(bit =>
        i8x16_shuffle::<1, 2, 3, 0, 5, 6, 7, 4, 9, 10, 11, 8, 13, 14, 15, 12>(state[bit], state[bit]));
    let pairs = eight!(bit => v128_xor(state[bit], below[bit]));
    let far = eight!(bit =>
        i8x16_shuffle::<2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13>(pairs[bit], pairs[bit]));
    // Doubling shifts the bits up; what falls out comes back as x^4 + x^3 + x + 1.
    let [a, b, c, d, e, f, g, h] = pairs;
    let doubled = [h, v128_xor(a, h), b, v128_xor(c, h), v128_xor(d, h), e, f, g];
    eight!(bit => v128_xor(v128_xor(below[bit], far[bit]), doubled[bit]))
}

/// Turns the state into its eight blocks: transposes the bits of every byte across the vectors.
#[inline(always)]
fn blocks([a, b, c, d, e, f, g, h]: State) -> [v128; BATCH] {
    let ((a, b), (c, d)) = (swap::<1>(a, b, 0x55), swap::<1>(c, d, 0x55));
    let ((e, f), (g, h)) = (swap::<1>(e, f, 0x55), swap::<1>(g, h, 0x55));
    let ((a, c), (b, d)) = (swap::<2>(a, c, 0x33), swap::<2>(b, d, 0x33));
    let ((e, g), (f, h)) = (swap::<2>(e, g, 0x33), swap::<2>(f, h, 0x33));
    let ((a, e), (b, f)) = (swap::<4>(a, e, 0x0f), swap::<4>(b, f, 0x0f));
    let ((c, g), (d, h)) = (swap::<4>(c, g, 0x0f), swap::<4>(d, h, 0x0f));
    [a, b, c, d, e, f, g, h]
}

/// Exchanges the bits of `low` that lie `BY` above `mask` with those of `high` under it.
#[inline(always)]
fn swap<const BY: u32>(low: v128, high: v128, mask: u8) -> (v128, v128) {
    let moved = v128_and(v128_xor(u64x2_shr(low, BY), high), u8x16_splat(mask));
    (v128_xor(low, u64x2_shl(moved, BY)), v128_xor(high, moved))
}

/// SubBytes of every byte, less the constant: 32 AND and 77 XOR.
///
/// @see Boyar and Peralta, "A depth-16 circuit for the AES S-box" (2011), whose names these are, for the circuit of 2010
#[inline(always)]
fn sub_bytes([x7, x6, x5, x4, x3, x2, x1, x0]: State) -> State {
    let xor = |a, b| v128_xor(a, b);
    let and = |a, b| v128_and(a, b);

    // Into the tower of fields.
    let y14 = xor(x3, x5);
    let y13 = xor(x0, x6);
    let y9 = xor(x0, x3);
    let y8 = xor(x0, x5);
    let t0 = xor(x1, x2);
    let y1 = xor(t0, x7);
    let y4 = xor(y1, x3);
    let y12 = xor(y13, y14);
    let y2 = xor(y1, x0);
    let y5 = xor(y1, x6);
    let y3 = xor(y5, y8);
    let t1 = xor(x4, y12);
    let y15 = xor(t1, x5);
    let y20 = xor(t1, x1);
    let y6 = xor(y15, x7);
    let y10 = xor(y15, t0);
    let y11 = xor(y20, y9);
    let y7 = xor(x7, y11);
    let y17 = xor(y10, y11);
    let y19 = xor(y10, y8);
    let y16 = xor(t0, y11);
    let y21 = xor(y13, y16);
    let y18 = xor(x0, y16);

    // The inverse.
    let t2 = and(y12, y15);
    let t3 = and(y3, y6);
    let t4 = xor(t3, t2);
    let t5 = and(y4, x7);
    let t6 = xor(t5, t2);
    let t7 = and(y13, y16);
    let t8 = and(y5, y1);
    let t9 = xor(t8, t7);
    let t10 = and(y2, y7);
    let t11 = xor(t10, t7);
    let t12 = and(y9, y11);
    let t13 = and(y14, y17);
    let t14 = xor(t13, t12);
    let t15 = and(y8, y10);
    let t16 = xor(t15, t12);
    let t17 = xor(t4, t14);
    let t18 = xor(t6, t16);
    let t19 = xor(t9, t14);
    let t20 = xor(t11, t16);
    let t21 = xor(t17, y20);
    let t22 = xor(t18, y19);
    let t23 = xor(t19, y21);
    let t24 = xor(t20, y18);
    let t25 = xor(t21, t22);
    let t26 = and(t21, t23);
    let t27 = xor(t24, t26);
    let t28 = and(t25, t27);
    let t29 = xor(t28, t22);
    let t30 = xor(t23, t24);
    let t31 = xor(t22, t26);
    let t32 = and(t31, t30);
    let t33 = xor(t32, t24);
    let t34 = xor(t23, t33);
    let t35 = xor(t27, t33);
    let t36 = and(t24, t35);
    let t37 = xor(t36, t34);
    let t38 = xor(t27, t36);
    let t39 = and(t29, t38);
    let t40 = xor(t25, t39);
    let t41 = xor(t40, t37);
    let t42 = xor(t29, t33);
    let t43 = xor(t29, t40);
    let t44 = xor(t33, t37);
    let t45 = xor(t42, t41);
    let z0 = and(t44, y15);
    let z1 = and(t37, y6);
    let z2 = and(t33, x7);
    let z3 = and(t43, y16);
    let z4 = and(t40, y1);
    let z5 = and(t29, y7);
    let z6 = and(t42, y11);
    let z7 = and(t45, y17);
    let z8 = and(t41, y10);
    let z9 = and(t44, y12);
    let z10 = and(t37, y3);
    let z11 = and(t33, y4);
    let z12 = and(t43, y13);
    let z13 = and(t40, y5);
    let z14 = and(t29, y2);
    let z15 = and(t42, y9);
    let z16 = and(t45, y14);
    let z17 = and(t41, y8);

    // Back, with the matrix of the affine map.
    let t46 = xor(z15, z16);
    let t47 = xor(z10, z11);
    let t48 = xor(z5, z13);
    let t49 = xor(z9, z10);
    let t50 = xor(z2, z12);
    let t51 = xor(z2, z5);
    let t52 = xor(z7, z8);
    let t53 = xor(z0, z3);
    let t54 = xor(z6, z7);
    let t55 = xor(z16, z17);
    let t56 = xor(z12, t48);
    let t57 = xor(t50, t53);
    let t58 = xor(z4, t46);
    let t59 = xor(z3, t54);
    let t60 = xor(t46, t57);
    let t61 = xor(z14, t57);
    let t62 = xor(t52, t58);
    let t63 = xor(t49, t58);
    let t64 = xor(z4, t59);
    let t65 = xor(t61, t62);
    let t66 = xor(z1, t63);
    let s0 = xor(t59, t63);
    let s6 = xor(t56, t62);
    let s7 = xor(t48, t60);
    let t67 = xor(t64, t65);
    let s3 = xor(t53, t66);
    let s4 = xor(t51, t66);
    let s5 = xor(t47, t65);
    let s1 = xor(t64, s3);
    let s2 = xor(t55, t67);
    [s7, s6, s5, s4, s3, s2, s1, s0]
}
