import type { Instruction, WasmFunction, WasmModule } from "./wasmModule.fixture.ts";
import {
  choose,
  isLongComparison,
  loadOf,
  longOf,
  replacedBytes,
  scalarOf,
  shiftOf,
  splatOf,
  storedBytes,
  unary,
  vectorOf,
  vectorUnary,
} from "./wasmOperators.fixture.ts";

/** A number or vector, and whether any of it was made of a secret. */
interface Value {
  readonly of: number | bigint | Uint8Array;
  readonly isSecret: boolean;
}

/**
 * Runs a module and follows what is made of secrets. Fails as soon as one reaches a place where it can be seen from outside
 * by the clock: an address, a branch or choice, a number of bytes, a division. Vectors are shuffled by secrets freely, as
 * processors do that in the same time whatever the indexes.
 */
export interface SecretTracker {
  readonly memory: Uint8Array;
  /** For each byte of memory 1 when it was made of a secret. */
  readonly secrets: Uint8Array;
  /** Runs an exported function with numbers that are no secret. */
  readonly call: (name: string, ...args: number[]) => number;
  readonly global: (name: string) => number;
  /** Instructions so far. */
  readonly steps: () => number;
}

/** How a function goes on after an instruction: with the next, out of so many blocks, or not at all. */
type Flow = number | "next" | "return";

export function trackSecrets(module: WasmModule, spareBytes: number): SecretTracker {
  let memory = new Uint8Array(module.memoryBytes + spareBytes);
  let secrets = new Uint8Array(memory.length);
  const globals: Value[] = module.globals.map((of) => ({ of, isSecret: false }));
  let steps = 0;
  for (const { at, bytes } of module.data) memory.set(bytes, at);

  const isPublic = ({ of, isSecret }: Value, what: string): number => {
    if (isSecret) throw new Error(`A secret decides ${what}`);
    return Number(of);
  };
  const address = (base: Value, offset: number, bytes: number): number => {
    const at = (isPublic(base, "an address") >>> 0) + offset;
    if (at + bytes > memory.length) throw new Error(`${at} is out of memory`);
    return at;
  };
  const load = (at: number, bytes: number): Value => ({
    of: memory.slice(at, at + bytes),
    isSecret: secrets.subarray(at, at + bytes).includes(1),
  });
  const store = (at: number, bytes: Uint8Array, isSecret: boolean) => {
    memory.set(bytes, at);
    secrets.fill(Number(isSecret), at, at + bytes.length);
  };

  function run(
    { locals: zeros, code, blocks, paramCount, resultCount }: WasmFunction,
    args: readonly Value[],
  ): Value[] {
    const locals: Value[] = [...args, ...zeros.map((of) => ({ of, isSecret: false }))];
    const stack: Value[] = [];
    const pop = (): Value => {
      const value = stack.pop();
      if (value === undefined) throw new Error("The stack is empty");
      return value;
    };
    const push = (of: Value["of"], ...from: readonly Value[]) =>
      void stack.push({ of, isSecret: from.some(({ isSecret }) => isSecret) });
    if (args.length !== paramCount) throw new Error("Wrong number of arguments");

    /** Where each open block began, and how high the stack was. */
    const open: { readonly at: number; readonly height: number }[] = [];
    for (let at = 0; at < code.length; at += 1) {
      steps += 1;
      const instruction = code[at] as Instruction;
      const flow = step(instruction);
      if (flow === "return") return stack.splice(stack.length - resultCount);
      if (instruction.op === 0x02 || instruction.op === 0x03) open.push({ at, height: stack.length });
      if (instruction.op === 0x0b && open.pop() === undefined) return stack.splice(stack.length - resultCount);
      if (flow === "next") continue;
      const target = open[open.length - 1 - flow];
      if (target === undefined) return stack.splice(stack.length - resultCount);
      const block = blocks.get(target.at);
      const isLoop = code[target.at]?.op === 0x03;
      const kept = stack.splice(stack.length - (isLoop ? 0 : (block?.resultCount ?? 0)));
      stack.length = target.height;
      stack.push(...kept);
      open.length -= flow + (isLoop ? 0 : 1);
      at = isLoop ? target.at : (block?.end ?? code.length);
    }
    return stack.splice(stack.length - resultCount);

    function step({ op, args: [first = 0, second = 0, ...more], constant }: Instruction): Flow {
      const loaded = loadOf[op];
      const stored = storedBytes[op];
      if (loaded) {
        const { bytes, isSigned, isLong } = loaded;
        const value = load(address(pop(), first, bytes), bytes);
        const whole = Array.from(value.of as Uint8Array).reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
        const number = isSigned ? BigInt.asIntN(bytes * 8, whole) : whole;
        push(isLong ? number : Number(number), value);
      } else if (stored !== undefined) {
        const value = pop();
        const at = address(pop(), first, stored);
        if (value.of instanceof Uint8Array) store(at, value.of, value.isSecret);
        else {
          const whole = BigInt(value.of);
          const bytes = Uint8Array.from({ length: stored }, (_, place) => Number((whole >> BigInt(place * 8)) & 0xffn));
          store(at, bytes, value.isSecret);
        }
      } else if (scalarOf[op]) {
        const b = unary.has(op) ? { of: 0, isSecret: false } : pop();
        const a = pop();
        push(scalarOf[op](a.of as number, b.of as number), a, b);
      } else if (longOf[op]) {
        const b = unary.has(op) ? { of: 0n, isSecret: false } : pop();
        const a = pop();
        const long = longOf[op](a.of as bigint, b.of as bigint);
        push(isLongComparison(op) ? Number(long) : BigInt.asIntN(64, long), a, b);
      } else if (vectorOf[op]) {
        const [b, a] = [pop(), pop()];
        push(vectorOf[op](a.of as Uint8Array, b.of as Uint8Array), a, b);
      } else if (vectorUnary[op]) {
        const a = pop();
        push(vectorUnary[op](a.of as Uint8Array), a);
      } else if (shiftOf[op]) {
        const [by, a] = [pop(), pop()];
        push(shiftOf[op](a.of as Uint8Array, isPublic(by, "a shift of lanes")), a);
      } else if (splatOf[op]) {
        const a = pop();
        push(splatOf[op](a.of as number | bigint), a);
      } else if (replacedBytes[op] !== undefined) {
        const [lane, a] = [pop(), pop()];
        const size = replacedBytes[op];
        const whole = Uint8Array.from(a.of as Uint8Array);
        for (let place = 0; place < size; place += 1)
          whole[first * size + place] = Number((BigInt(lane.of as number | bigint) >> BigInt(place * 8)) & 0xffn);
        push(whole, lane, a);
      } else return special(op, first, second, more, constant);
      return "next";
    }

    function special(
      op: number,
      first: number,
      second: number,
      more: readonly number[],
      constant: Instruction["constant"],
    ): Flow {
      switch (op) {
        case 0x00:
          throw new Error("unreachable");
        case 0x01:
        case 0x02:
        case 0x03:
        case 0x0b:
          return "next";
        case 0x0c:
          return first;
        case 0x0d:
          return isPublic(pop(), "a branch") === 0 ? "next" : first;
        case 0x0e: {
          const depths = [first, second, ...more];
          return depths[Math.min(isPublic(pop(), "a branch") >>> 0, depths.length - 1)] ?? 0;
        }
        case 0x0f:
          return "return";
        case 0x10: {
          const callee = module.functions[first] as WasmFunction;
          stack.push(...run(callee, stack.splice(stack.length - callee.paramCount)));
          return "next";
        }
        case 0x1a:
          pop();
          return "next";
        case 0x1b: {
          const isFirst = isPublic(pop(), "a choice") !== 0;
          const [b, a] = [pop(), pop()];
          stack.push(isFirst ? a : b);
          return "next";
        }
        case 0x20:
          stack.push(locals[first] as Value);
          return "next";
        case 0x21:
          locals[first] = pop();
          return "next";
        case 0x22:
          locals[first] = stack.at(-1) as Value;
          return "next";
        case 0x23:
          stack.push(globals[first] as Value);
          return "next";
        case 0x24:
          globals[first] = pop();
          return "next";
        case 0x40: {
          const before = memory.length / 65_536;
          const more = isPublic(pop(), "a number of bytes") * 65_536;
          const [grown, marks] = [new Uint8Array(memory.length + more), new Uint8Array(memory.length + more)];
          grown.set(memory);
          marks.set(secrets);
          [memory, secrets] = [grown, marks];
          push(before);
          return "next";
        }
        case 0x41:
        case 0x42:
        case 0xfd0c:
          push(constant ?? 0);
          return "next";
        case 0xa7: {
          const a = pop();
          push(Number(BigInt.asIntN(32, a.of as bigint)), a);
          return "next";
        }
        case 0xad: {
          const a = pop();
          push(BigInt((a.of as number) >>> 0), a);
          return "next";
        }
        case 0xfc0a: {
          const length = isPublic(pop(), "a number of bytes") >>> 0;
          const [from, to] = [address(pop(), 0, length), address(pop(), 0, length)];
          memory.copyWithin(to, from, from + length);
          secrets.copyWithin(to, from, from + length);
          return "next";
        }
        case 0xfc0b: {
          const length = isPublic(pop(), "a number of bytes") >>> 0;
          const value = pop();
          store(address(pop(), 0, length), new Uint8Array(length).fill(Number(value.of)), value.isSecret);
          return "next";
        }
        case 0xfd00: {
          stack.push(load(address(pop(), first, 16), 16));
          return "next";
        }
        case 0xfd0d: {
          const [b, a] = [pop(), pop()];
          const both = [...(a.of as Uint8Array), ...(b.of as Uint8Array)];
          push(
            Uint8Array.from(constant as Uint8Array, (index) => both[index] ?? 0),
            a,
            b,
          );
          return "next";
        }
        case 0xfd1d: {
          const a = pop();
          push(new BigInt64Array((a.of as Uint8Array).slice().buffer)[first] ?? 0n, a);
          return "next";
        }
        case 0xfd52: {
          const [mask, b, a] = [pop(), pop(), pop()];
          push(choose(a.of as Uint8Array, b.of as Uint8Array, mask.of as Uint8Array), mask, a, b);
          return "next";
        }
        case 0xfd53: {
          const a = pop();
          push(Number((a.of as Uint8Array).some((lane) => lane !== 0)), a);
          return "next";
        }
        default:
          throw new Error(`Instruction ${op.toString(16)} is not known here`);
      }
    }
  }

  return {
    get memory() {
      return memory;
    },
    get secrets() {
      return secrets;
    },
    call: (name, ...args) => {
      const callee = module.functionByName.get(name);
      if (callee === undefined) throw new Error(`There is no function ${name}`);
      const [result] = run(
        callee,
        args.map((of) => ({ of, isSecret: false })),
      );
      return Number(result?.of ?? 0);
    },
    global: (name) => Number(globals[module.globalByName.get(name) ?? -1]?.of ?? 0),
    steps: () => steps,
  };
}
