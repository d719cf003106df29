import { createHmac, createSecretKey, timingSafeEqual } from "node:crypto";
import { readJsonField } from "./jsonField.ts";

/** Signs claims as a JWT, with HS256. */
export type Sign = (claims: object) => string;

/**
 * Clients decode a token's middle with `atob`, which knows no `-` and `_`. Those come only of these characters and of what is
 * not ASCII, and JSON can write each of them in another way.
 */
const WRITTEN_OTHERWISE = /[>?~\u007f-\uffff]/g;

function toEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** The signer of tokens for LiveKit's API key; the secret is turned into a key once. */
export function createSigner(secret: string): Sign {
  const key = createSecretKey(Buffer.from(secret, "utf8"));
  const header = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString("base64url");
  return (claims) => {
    const text = JSON.stringify(claims).replaceAll(WRITTEN_OTHERWISE, toEscape);
    const signed = `${header}.${Buffer.from(text).toString("base64url")}`;
    return `${signed}.${createHmac("sha256", key).update(signed).digest("base64url")}`;
  };
}

/** How far the SFU's clock may be from ours, in s. LiveKit's own libraries forgive as much. */
const LEEWAY_S = 60;

function numberAt(payload: string, claim: string): number | null {
  const value = readJsonField(payload, [claim]);
  return typeof value === "number" ? value : null;
}

/**
 * Reads the claims of a token that `issuer` has signed with `secret`, as JSON text; null when it is not theirs, or not good at
 * `now`, in s. Only HS256 counts, and only tokens that end.
 */
export function readSigned(token: string, issuer: string, secret: string, now: number): string | null {
  const [header = "", body = "", signature = "", ...rest] = token.split(".");
  const expected = createHmac("sha256", secret).update(`${header}.${body}`).digest();
  const given = Buffer.from(signature, "base64url");
  if (rest.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const payload = Buffer.from(body, "base64url").toString("utf8");
  const endsAt = numberAt(payload, "exp");
  const beginsAt = numberAt(payload, "nbf") ?? 0;
  const isGood =
    readJsonField(Buffer.from(header, "base64url").toString("utf8"), ["alg"]) === "HS256" &&
    readJsonField(payload, ["iss"]) === issuer &&
    endsAt !== null &&
    now < endsAt + LEEWAY_S &&
    now > beginsAt - LEEWAY_S;
  return isGood ? payload : null;
}
