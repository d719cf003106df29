type Scalar = (a: number, b: number) => number;
type Long = (a: bigint, b: bigint) => bigint;
type Vector = (a: Uint8Array, b: Uint8Array) => Uint8Array;

const unsigned = (a: bigint) => BigInt.asUintN(64, a);

/** Operators on two numbers of 32 bits, by their number; those of one look at the first alone. */
export const scalarOf: Readonly<Record<number, Scalar>> = {
  0x45: (a) => Number(a === 0),
  0x46: (a, b) => Number(a === b),
  0x47: (a, b) => Number(a !== b),
  0x48: (a, b) => Number(a < b),
  0x49: (a, b) => Number(a >>> 0 < b >>> 0),
  0x4a: (a, b) => Number(a > b),
  0x4b: (a, b) => Number(a >>> 0 > b >>> 0),
  0x4c: (a, b) => Number(a <= b),
  0x4d: (a, b) => Number(a >>> 0 <= b >>> 0),
  0x4e: (a, b) => Number(a >= b),
  0x4f: (a, b) => Number(a >>> 0 >= b >>> 0),
  0x67: (a) => Math.clz32(a),
  0x68: (a) => (a === 0 ? 32 : 31 - Math.clz32(a & -a)),
  0x6a: (a, b) => (a + b) | 0,
  0x6b: (a, b) => (a - b) | 0,
  0x6c: (a, b) => Math.imul(a, b),
  0x71: (a, b) => a & b,
  0x72: (a, b) => a | b,
  0x73: (a, b) => a ^ b,
  0x74: (a, b) => a << b,
  0x75: (a, b) => a >> b,
  0x76: (a, b) => (a >>> b) | 0,
  0x77: (a, b) => (a << b) | (a >>> (32 - (b & 31))),
  0x78: (a, b) => (a >>> b) | (a << (32 - (b & 31))),
};

/** Those that take one operand. */
export const unary: ReadonlySet<number> = new Set([0x45, 0x67, 0x68, 0x50, 0xa7, 0xac, 0xad]);

/** Operators on two numbers of 64 bits; of these, comparisons are told apart by {@link isLongComparison}. */
export const longOf: Readonly<Record<number, Long>> = {
  0x50: (a) => BigInt(a === 0n),
  0x51: (a, b) => BigInt(a === b),
  0x52: (a, b) => BigInt(a !== b),
  0x54: (a, b) => BigInt(unsigned(a) < unsigned(b)),
  0x56: (a, b) => BigInt(unsigned(a) > unsigned(b)),
  0x7c: (a, b) => a + b,
  0x7d: (a, b) => a - b,
  0x7e: (a, b) => a * b,
  0x83: (a, b) => a & b,
  0x84: (a, b) => a | b,
  0x85: (a, b) => a ^ b,
  0x86: (a, b) => a << (b & 63n),
  0x87: (a, b) => a >> (b & 63n),
  0x88: (a, b) => unsigned(a) >> (b & 63n),
  0x89: (a, b) => (unsigned(a) << (b & 63n)) | (unsigned(a) >> (-b & 63n)),
  0x8a: (a, b) => (unsigned(a) >> (b & 63n)) | (unsigned(a) << (-b & 63n)),
};

/** Whether an operator on 64 bits answers in 32. */
export function isLongComparison(op: number): boolean {
  return op >= 0x50 && op <= 0x5a;
}

const lanes16 = (v: Uint8Array) => new Uint16Array(v.buffer);
const lanes32 = (v: Uint8Array) => new Uint32Array(v.buffer);
const lanes64 = (v: Uint8Array) => new BigUint64Array(v.buffer);
const bytes = (lanes: ArrayLike<number>) => Uint8Array.from(lanes);
const ofLanes = ({ buffer }: Uint16Array | Uint32Array | BigUint64Array) => new Uint8Array(buffer as ArrayBuffer);

/** Operators on two vectors. */
export const vectorOf: Readonly<Record<number, Vector>> = {
  0xfd0e: (a, b) => bytes(b.map((index) => a[index] ?? 0)),
  0xfd23: (a, b) => a.map((lane, at) => (lane === b[at] ? 255 : 0)),
  0xfd24: (a, b) => a.map((lane, at) => (lane !== b[at] ? 255 : 0)),
  0xfd26: (a, b) => a.map((lane, at) => (lane < (b[at] ?? 0) ? 255 : 0)),
  0xfd28: (a, b) => a.map((lane, at) => (lane > (b[at] ?? 0) ? 255 : 0)),
  0xfd4e: (a, b) => a.map((lane, at) => lane & (b[at] ?? 0)),
  0xfd4f: (a, b) => a.map((lane, at) => lane & ~(b[at] ?? 0)),
  0xfd50: (a, b) => a.map((lane, at) => lane | (b[at] ?? 0)),
  0xfd51: (a, b) => a.map((lane, at) => lane ^ (b[at] ?? 0)),
  0xfdd6: (a, b) => ofLanes(lanes64(a).map((lane, at) => (lane === lanes64(b)[at] ? 0xffff_ffff_ffff_ffffn : 0n))),
  0xfd6e: (a, b) => a.map((lane, at) => lane + (b[at] ?? 0)),
};

/** Operators on one vector. */
export const vectorUnary: Readonly<Record<number, (a: Uint8Array) => Uint8Array>> = {
  0xfd4d: (a) => a.map((lane) => ~lane),
  0xfd61: (a) => a.map((lane) => -lane),
  0xfdc9: (a) => ofLanes(new BigUint64Array([0, 1].map((at) => BigInt(lanes32(a)[at] ?? 0)))),
};

/** The bits of `a` where `mask` has them, else of `b`. */
export function choose(a: Uint8Array, b: Uint8Array, mask: Uint8Array): Uint8Array {
  return mask.map((bits, at) => ((a[at] ?? 0) & bits) | ((b[at] ?? 0) & ~bits));
}

/** Shifts of every lane by one number. */
export const shiftOf: Readonly<Record<number, (a: Uint8Array, by: number) => Uint8Array>> = {
  0xfd6b: (a, by) => a.map((lane) => lane << (by & 7)),
  0xfd6c: (a, by) => a.map((lane) => ((lane << 24) >> 24) >> (by & 7)),
  0xfd6d: (a, by) => a.map((lane) => lane >> (by & 7)),
  0xfd8b: (a, by) => ofLanes(lanes16(a).map((lane) => lane << (by & 15))),
  0xfd8d: (a, by) => ofLanes(lanes16(a).map((lane) => lane >> (by & 15))),
  0xfdab: (a, by) => ofLanes(lanes32(a).map((lane) => lane << (by & 31))),
  0xfdad: (a, by) => ofLanes(lanes32(a).map((lane) => lane >>> (by & 31))),
  0xfdcb: (a, by) => ofLanes(lanes64(a).map((lane) => lane << BigInt(by & 63))),
  0xfdcd: (a, by) => ofLanes(lanes64(a).map((lane) => lane >> BigInt(by & 63))),
};

/** A vector of the same lane over and over. */
export const splatOf: Readonly<Record<number, (lane: number | bigint) => Uint8Array>> = {
  0xfd0f: (lane) => new Uint8Array(16).fill(Number(lane)),
  0xfd11: (lane) => ofLanes(new Uint32Array(4).fill(Number(lane) >>> 0)),
  0xfd12: (lane) => ofLanes(new BigUint64Array(2).fill(BigInt.asUintN(64, BigInt(lane)))),
};

/** Size of a lane that is put in, in bytes. */
export const replacedBytes: Readonly<Record<number, number>> = { 0xfd17: 1, 0xfd1a: 2, 0xfd1c: 4, 0xfd1e: 8 };

/** How much a load takes, in bytes, and whether it counts the highest bit as a sign. 64 bits are in `isLong`. */
export const loadOf: Readonly<
  Record<number, { readonly bytes: number; readonly isSigned: boolean; readonly isLong: boolean }>
> = {
  0x28: { bytes: 4, isSigned: true, isLong: false },
  0x29: { bytes: 8, isSigned: true, isLong: true },
  0x2c: { bytes: 1, isSigned: true, isLong: false },
  0x2d: { bytes: 1, isSigned: false, isLong: false },
  0x2e: { bytes: 2, isSigned: true, isLong: false },
  0x2f: { bytes: 2, isSigned: false, isLong: false },
  0x30: { bytes: 1, isSigned: true, isLong: true },
  0x31: { bytes: 1, isSigned: false, isLong: true },
  0x32: { bytes: 2, isSigned: true, isLong: true },
  0x33: { bytes: 2, isSigned: false, isLong: true },
  0x34: { bytes: 4, isSigned: true, isLong: true },
  0x35: { bytes: 4, isSigned: false, isLong: true },
};

/** How much a store writes, in bytes. */
export const storedBytes: Readonly<Record<number, number>> = {
  0x36: 4,
  0x37: 8,
  0x3a: 1,
  0x3b: 2,
  0x3c: 1,
  0x3d: 2,
  0x3e: 4,
  0xfd0b: 16,
};
