import { failed, ok } from "../../machines/domain/result.ts";
import type { Result } from "../../machines/domain/result.ts";
import { notJson } from "./apiError.ts";
import type { ApiError } from "./apiError.ts";
import { NotJson, readWrittenJson } from "./goJson.ts";
import type { WrittenJson } from "./goJson.ts";

/** What a field may hold, and what it is when absent: `""`, 0, or an object of such fields. */
export type Shape = { readonly [field: string]: "string" | "integer" | Shape };

/** The decoded form of a `Shape`: every field is there. */
export type Decoded<S extends Shape> = {
  readonly [Field in keyof S]: S[Field] extends "string"
    ? string
    : S[Field] extends "integer"
      ? number
      : S[Field] extends Shape
        ? Decoded<S[Field]>
        : never;
};

type Target = Record<string, unknown>;

/** The integers that fit the reference service's type. */
const INT64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };

function emptyOf(shape: Shape): Target {
  const target: Target = {};
  for (const [field, kind] of Object.entries(shape))
    target[field] = kind === "string" ? "" : kind === "integer" ? 0 : emptyOf(kind);
  return target;
}

/** Names match in any case, also in the two letters outside ASCII whose other case is inside it: `ſ` and `K`. */
function fieldOf(shape: Shape, name: string): string {
  const field = name.replaceAll("ſ", "s").toLowerCase();
  if (!Object.hasOwn(shape, field)) throw new NotJson();
  return field;
}

function integerOf(digits: string): number {
  if (!/^-?\d{1,19}$/.test(digits)) throw new NotJson(); // `1e3` and `1.0` are none
  const value = BigInt(digits);
  if (value < INT64.min || value > INT64.max) throw new NotJson();
  return Number(value);
}

/** Writes `value` over what is there: a later field wins, an object is merged into an earlier one, `null` changes nothing. */
function fill(target: Target, shape: Shape, value: WrittenJson): void {
  if (value.kind === "null") return;
  if (value.kind !== "object") throw new NotJson();
  for (const [name, written] of value.entries) {
    const field = fieldOf(shape, name);
    const kind = shape[field];
    if (kind === undefined || written.kind === "null") continue;
    if (kind === "string" && written.kind === "string") target[field] = written.text;
    else if (kind === "integer" && written.kind === "number") target[field] = integerOf(written.digits);
    else if (typeof kind === "object") fill(target[field] as Target, kind, written);
    else throw new NotJson();
  }
}

/**
 * Reads a body strictly, with the habits of the reference service: unknown fields and wrong types are refused; `null` is as good
 * as absent. @faults M_NOT_JSON
 */
export function decodeBody<const S extends Shape>(shape: S, text: string): Result<Decoded<S>, ApiError> {
  const target = emptyOf(shape);
  try {
    fill(target, shape, readWrittenJson(text));
    return ok(target as Decoded<S>);
  } catch (error) {
    if (error instanceof NotJson) return failed(notJson);
    throw error;
  }
}
