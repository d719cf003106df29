/** One instruction: prefixed ones are numbered from 0xfc00 (bulk memory) and 0xfd00 (vectors) on. */
export interface Instruction {
  readonly op: number;
  /** Index, offset, lane, depth; several for a table of branches. */
  readonly args: readonly number[];
  /** A constant. */
  readonly constant: number | bigint | Uint8Array | null;
}

/** A function with its code. */
export interface WasmFunction {
  readonly paramCount: number;
  readonly resultCount: number;
  /** Zero of each type. */
  readonly locals: readonly (number | bigint | Uint8Array)[];
  readonly code: readonly Instruction[];
  /** Of each block's beginning, where its `else` (or -1) and its `end` are. */
  readonly blocks: ReadonlyMap<
    number,
    { readonly otherwise: number; readonly end: number; readonly resultCount: number }
  >;
}

/** What a module without imports is made of. */
export interface WasmModule {
  readonly functions: readonly WasmFunction[];
  readonly functionByName: ReadonlyMap<string, WasmFunction>;
  readonly globals: readonly (number | bigint | Uint8Array)[];
  readonly globalByName: ReadonlyMap<string, number>;
  readonly memoryBytes: number;
  readonly data: readonly { readonly at: number; readonly bytes: Uint8Array }[];
}

const PAGE_BYTES = 65_536;
const I32 = 0x7f;
const I64 = 0x7e;

interface Type {
  readonly paramCount: number;
  readonly resultCount: number;
}

function zeroOf(type: number): number | bigint | Uint8Array {
  return type === I32 ? 0 : type === I64 ? 0n : new Uint8Array(16);
}

/** Reads numbers off bytes, one after the other. */
class Cursor {
  readonly bytes: Uint8Array;
  at = 0;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
  byte(): number {
    return this.bytes[this.at++] ?? 0;
  }
  take(count: number): Uint8Array {
    this.at += count;
    return this.bytes.slice(this.at - count, this.at);
  }
  /** LEB128 of up to 64 bits. */
  signed(): bigint {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(Number(shift) + 7, value);
    }
  }
  unsigned(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  }
  text(): string {
    return new TextDecoder().decode(this.take(this.unsigned()));
  }
  list<Item>(read: () => Item): Item[] {
    return Array.from({ length: this.unsigned() }, read);
  }
}

/** Takes a module apart. @see WebAssembly Core Specification, 5 "Binary Format" */
export function readModule(wasm: Uint8Array): WasmModule {
  const cursor = new Cursor(wasm);
  cursor.at = 8;
  let types: Type[] = [];
  let typeOf: number[] = [];
  let globals: WasmModule["globals"] = [];
  let memoryBytes = 0;
  let exported: { name: string; kind: number; index: number }[] = [];
  let functions: WasmFunction[] = [];
  let data: WasmModule["data"] = [];
  const constantOf = () => {
    const value = readInstruction(cursor).constant ?? 0;
    cursor.byte();
    return value;
  };
  while (cursor.at < wasm.length) {
    const section = cursor.byte();
    const end = cursor.unsigned() + cursor.at;
    if (section === 1)
      types = cursor.list(() => {
        cursor.byte();
        const [params, results] = [cursor.list(() => cursor.byte()), cursor.list(() => cursor.byte())];
        return { paramCount: params.length, resultCount: results.length };
      });
    if (section === 2) throw new Error("The module imports something");
    if (section === 3) typeOf = cursor.list(() => cursor.unsigned());
    if (section === 5)
      cursor.list(() => {
        const hasMost = cursor.byte() === 1;
        memoryBytes = cursor.unsigned() * PAGE_BYTES;
        if (hasMost) cursor.unsigned();
      });
    if (section === 6)
      globals = cursor.list(() => {
        cursor.take(2);
        return constantOf();
      });
    if (section === 7)
      exported = cursor.list(() => ({ name: cursor.text(), kind: cursor.byte(), index: cursor.unsigned() }));
    if (section === 10)
      functions = typeOf.map((type, index) => {
        if (index === 0) cursor.unsigned();
        return readFunction(cursor, types[type] ?? { paramCount: 0, resultCount: 0 }, types);
      });
    if (section === 11)
      data = cursor.list(() => {
        if (cursor.unsigned() !== 0) throw new Error("A segment that is not placed at the start");
        const at = Number(constantOf());
        return { at, bytes: cursor.take(cursor.unsigned()) };
      });
    cursor.at = end;
  }
  const ofKind = (kind: number) => exported.filter((one) => one.kind === kind);
  return {
    functions,
    functionByName: new Map(ofKind(0).map(({ name, index }) => [name, functions[index] as WasmFunction])),
    globals,
    globalByName: new Map(ofKind(3).map(({ name, index }) => [name, index])),
    memoryBytes,
    data,
  };
}

function readFunction(cursor: Cursor, type: Type, types: readonly Type[]): WasmFunction {
  const end = cursor.unsigned() + cursor.at;
  const locals = cursor
    .list(() => {
      const count = cursor.unsigned();
      const kind = cursor.byte();
      return Array.from({ length: count }, () => zeroOf(kind));
    })
    .flat();
  const code: Instruction[] = [];
  const blocks = new Map<number, { otherwise: number; end: number; resultCount: number }>();
  const open: number[] = [];
  while (cursor.at < end) {
    const instruction = readInstruction(cursor);
    const { op, args } = instruction;
    const kind = args[0] ?? 0;
    if (op >= 0x02 && op <= 0x04) {
      open.push(code.length);
      // A value type is negative, -64 stands for none, others are numbers of types.
      const resultCount = kind === -64 ? 0 : kind < 0 ? 1 : (types[kind]?.resultCount ?? 0);
      blocks.set(code.length, { otherwise: -1, end: -1, resultCount });
    }
    const inner = blocks.get(open.at(-1) ?? -1);
    if (op === 0x05 && inner) inner.otherwise = code.length;
    if (op === 0x0b && inner) {
      inner.end = code.length;
      open.pop();
    }
    code.push(instruction);
  }
  return { ...type, locals, code, blocks };
}

function readInstruction(cursor: Cursor): Instruction {
  const first = cursor.byte();
  const op = first === 0xfc || first === 0xfd ? (first << 8) + cursor.unsigned() : first;
  const plain = (...args: number[]) => ({ op, args, constant: null });
  const memory = () => {
    cursor.unsigned();
    return cursor.unsigned();
  };
  if (op >= 0x02 && op <= 0x04) return plain(Number(cursor.signed()));
  if (op === 0x0c || op === 0x0d || op === 0x10 || (op >= 0x20 && op <= 0x24)) return plain(cursor.unsigned());
  if (op === 0x0e) return plain(...cursor.list(() => cursor.unsigned()), cursor.unsigned());
  if (op >= 0x28 && op <= 0x3e) return plain(memory());
  if (op === 0x3f || op === 0x40) return plain(cursor.byte());
  if (op === 0x41) return { op, args: [], constant: Number(cursor.signed()) | 0 };
  if (op === 0x42) return { op, args: [], constant: BigInt.asIntN(64, cursor.signed()) };
  if (op === 0xfc0a) return plain(cursor.byte(), cursor.byte());
  if (op === 0xfc0b) return plain(cursor.byte());
  if (op <= 0xfd0b && op >= 0xfd00) return plain(memory());
  if (op === 0xfd0c || op === 0xfd0d) return { op, args: [], constant: cursor.take(16) };
  if (op >= 0xfd15 && op <= 0xfd22) return plain(cursor.byte());
  if (op >= 0xfd54 && op <= 0xfd5b) return plain(memory(), cursor.byte());
  if (op === 0xfd5c || op === 0xfd5d) return plain(memory());
  return plain();
}
