import { originOf } from "./vaultOrigin.ts";

/** Reads values out of one object of unknown origin, and keeps the names of those that it could not read. */
export class Reader {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #path: string;
  readonly #dropped: string[];

  constructor(values: unknown, path = "", dropped: string[] = []) {
    this.#values = isObject(values) ? values : {};
    this.#path = path;
    this.#dropped = dropped;
  }

  /** Names of everything dropped so far, here and within. */
  get droppedKeys(): readonly string[] {
    return this.#dropped;
  }

  /** The object below `key`; an empty one when there is none. */
  within(key: string): Reader {
    const read = this.#read(key, (value) => (isObject(value) ? value : null));
    return new Reader(read ?? {}, `${this.#path}${key}.`, this.#dropped);
  }

  /** Every object in the list below `key`; null when there is no list. */
  list(key: string): readonly Reader[] | null {
    const items = this.#read(key, (value) => (Array.isArray(value) ? (value as unknown[]) : null));
    return items?.map((item, index) => new Reader(item, `${this.#path}${key}.${index}.`, this.#dropped)) ?? null;
  }

  /** Text that is not empty. */
  text(key: string): string | null {
    return this.#read(key, (value) => (typeof value === "string" && value !== "" ? value : null));
  }

  /** An `http` or `https` address, exactly as it was written: service addresses are compared as strings. */
  url(key: string): string | null {
    return this.#read(key, (value) =>
      typeof value === "string" && /^https?:\/\/[^\s/]+\S*$/u.test(value) ? value : null,
    );
  }

  /** Every origin in the list below `key`; none when one of them cannot be read. */
  origins(key: string): readonly string[] {
    const read = this.#read(key, (value) => {
      const origins = Array.isArray(value) ? value.map(originOf) : [null];
      return origins.every((origin) => origin !== null) ? origins : null;
    });
    return read ?? [];
  }

  /** A finite number from 0 up. */
  count(key: string): number | null {
    return this.#read(key, (value) =>
      typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : null,
    );
  }

  /** True or false. */
  flag(key: string): boolean | null {
    return this.#read(key, (value) => (typeof value === "boolean" ? value : null));
  }

  /** One of `words`. */
  oneOf<Word extends string>(key: string, words: readonly Word[]): Word | null {
    return this.#read(key, (value) => words.find((word) => word === value) ?? null);
  }

  #read<Value>(key: string, read: (value: unknown) => Value | null): Value | null {
    const value = Object.hasOwn(this.#values, key) ? this.#values[key] : undefined;
    if (value === undefined || value === null) return null;
    const result = read(value);
    if (result === null) this.#dropped.push(`${this.#path}${key}`);
    return result;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
