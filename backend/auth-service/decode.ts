import { failed, ok } from "../../machines/domain/result.ts";
import type { Result } from "../../machines/domain/result.ts";
import { notJson } from "./apiError.ts";
import type { ApiError } from "./apiError.ts";

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

/** Thrown inside this file only, to leave a nested object at once. */
class Refused extends Error {}

function decodeField(kind: Shape[string], value: unknown): unknown {
  if (kind === "string") {
    if (typeof value === "string") return value;
  } else if (kind === "integer") {
    if (Number.isSafeInteger(value)) return value;
  } else if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return decodeObject(kind, value);
  }
  throw new Refused();
}

function emptyOf(kind: Shape[string]): unknown {
  if (kind === "string") return "";
  return kind === "integer" ? 0 : decodeObject(kind, {});
}

function decodeObject(shape: Shape, source: object): Record<string, unknown> {
  const target: Record<string, unknown> = {};
  for (const [field, kind] of Object.entries(shape)) target[field] = emptyOf(kind);
  for (const [name, value] of Object.entries(source)) {
    // Names match in any case, as they do in the reference service.
    const field = name.toLowerCase();
    if (!Object.hasOwn(shape, field)) throw new Refused();
    const kind = shape[field];
    if (kind !== undefined && value !== null) target[field] = decodeField(kind, value);
  }
  return target;
}

/**
 * Reads a body strictly: unknown fields and wrong types are refused; `null` is as good as absent.
 * @faults M_NOT_JSON
 */
export function decodeBody<const S extends Shape>(shape: S, text: string): Result<Decoded<S>, ApiError> {
  try {
    const body: unknown = JSON.parse(text);
    if (body !== null && (typeof body !== "object" || Array.isArray(body))) return failed(notJson);
    return ok(decodeObject(shape, body ?? {}) as Decoded<S>);
  } catch (error) {
    if (error instanceof Refused || error instanceof SyntaxError) return failed(notJson);
    throw error;
  }
}
