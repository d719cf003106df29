import { expect, test } from "vitest";
import { completeSecrets, freshSigningKey, requireStrong, weaknessOf } from "./secrets.mjs";

test.each([
  [undefined, /is missing/],
  ["short", /has 5 characters; 32 are the least/],
  ["a".repeat(31), /has 31 characters/],
  ["a".repeat(64), /repeats/],
  ["abcabcabcabcabcabcabcabcabcabcabcabc", /repeats|manual/],
  ["changeme-and-then-a-long-tail-0123456789", /manual/],
  ["devkey-0123456789abcdefghijklmnopqrstuv", /manual/],
  ['quo"te0123456789abcdefghijklmnopqrstuvw', /read as something else/],
  ["line\nbreak0123456789abcdefghijklmnopqrs", /read as something else/],
])("%j is weak", (secret, why) => {
  expect(weaknessOf(secret)).toMatch(why);
});

test("a fresh set is strong, and a secret that is used twice is not", () => {
  const secrets = completeSecrets();
  expect(() => requireStrong(secrets)).not.toThrow();
  expect(() => requireStrong({ ...secrets, formSecret: secrets["macaroonSecret"] })).toThrow(
    /formSecret is the same as macaroonSecret/,
  );
});

test("two signing keys are two keys", () => {
  expect(freshSigningKey()).not.toBe(freshSigningKey());
});
