/** Reads one value of unknown origin. @returns undefined when it cannot be read. */
export type Read<Value> = (value: unknown) => Value | undefined;

/** A reader for each field of `Shape`; a field that is forgotten does not compile. */
export type Fields<Shape> = { readonly [Name in keyof Shape]-?: Read<Exclude<Shape[Name], undefined>> };

/** Reads exactly the fields named and drops all others; those in `optional` may be absent. */
export function record<Shape>(fields: Fields<Shape>, optional: readonly (keyof Shape)[] = []): Read<Shape> {
  const names = Object.keys(fields) as (keyof Shape & string)[];
  return (value) => {
    if (typeof value !== "object" || value === null) return undefined;
    const read: Partial<Shape> = {};
    for (const name of names) {
      const field = fields[name]((value as Record<string, unknown>)[name]);
      if (field !== undefined) read[name] = field;
      else if (!optional.includes(name)) return undefined;
    }
    return read as Shape;
  };
}

/** Any string, as the branded string that the field holds. */
export function text<Value extends string>(value: unknown): Value | undefined {
  return typeof value === "string" ? (value as Value) : undefined;
}

/** A finite number. */
export function count(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** True or false. */
export function flag(value: unknown): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}

/** One of a closed set of words. */
export function oneOf<const Value extends string>(...words: readonly Value[]): Read<Value> {
  return (value) => words.find((word) => word === value);
}

/** What `read` reads, or null. */
export function orNull<Value>(read: Read<Value>): Read<Value | null> {
  return (value) => (value === null ? null : read(value));
}

/** A list whose every item `read` can read. */
export function list<Value>(read: Read<Value>): Read<readonly Value[]> {
  return (value) => {
    if (!Array.isArray(value)) return undefined;
    const items = value.map((item) => read(item));
    return items.includes(undefined) ? undefined : (items as Value[]);
  };
}
