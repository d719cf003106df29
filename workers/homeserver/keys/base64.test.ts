import { expect, test } from "vitest";
import { decodeBase64, encodeBase64, encodeBase64Url } from "./base64.ts";

const bytes = Uint8Array.from([251, 255, 190, 0]);

test("keys travel as padded standard base64, links as unpadded base64url", () => {
  expect(encodeBase64(bytes)).toBe("+/++AA==");
  expect(encodeBase64Url(bytes)).toBe("-_--AA");
});

test.each(["+/++AA==", "+/++AA", "-_--AA", "-_--AA=="])("%s is read", (text) => {
  expect(decodeBase64(text)).toEqual(bytes);
});

test.each(["a", "ab!d", "ab=d", "ä"])("%s is not base64", (text) => {
  expect(decodeBase64(text)).toBeNull();
});
