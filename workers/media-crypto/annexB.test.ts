import fc from "fast-check";
import { expect, test } from "vitest";
import { escapeUnit, sliceHeaderEnd, unescapeUnit, withLongStartCodes } from "./annexB.ts";
import { bytesOf, hexOf } from "./frame.fixture.ts";

const zeroRich = fc
  .array(fc.constantFrom(0, 0, 0, 1, 2, 3, 4, 0xff), { maxLength: 60 })
  .map((bytes) => Uint8Array.from(bytes));

test.each([
  ["00000000", "0000030000"],
  ["000001", "00000301"],
  ["000002", "00000302"],
  ["000003", "00000303"],
  ["000004", "000004"],
  ["0000000001", "00000300000301"],
])("[FE16] %s is escaped as %s", (plain, escaped) => {
  expect(hexOf(escapeUnit(bytesOf(plain)))).toBe(escaped);
});

test("[FE16] escaped bytes hold no start code and come back as they were", () => {
  fc.assert(
    fc.property(zeroRich, (plain) => {
      const escaped = escapeUnit(plain);
      expect(hexOf(escaped)).not.toMatch(/^(..)*00000[0-2]/);
      expect(hexOf(unescapeUnit(escaped))).toBe(hexOf(plain));
    }),
  );
});

test("[FE17] start codes become 4 bytes long once, and stay", () => {
  const long = withLongStartCodes(bytesOf("00000167aa00000168bb0000000165"));
  expect(hexOf(long)).toBe("0000000167aa0000000168bb0000000165");
  expect(withLongStartCodes(long)).toBe(long);
});

test.each([
  ["an H.264 picture behind its parameter sets", "000000016742c01f00000001658884", 14],
  ["an H.264 picture behind a delimiter that reads as H.265", "000000010910000001418884", 11],
  ["an H.265 picture behind its parameter sets", "00000001400100000126018884", 11],
  ["parameter sets alone", "000000016742c01f", null],
  ["something before the first start code", "aa00000001658884", null],
  ["no start code", "658884", null],
])("[FE18] where the clear part of %s ends", (_, data, end) => {
  expect(sliceHeaderEnd(bytesOf(data))).toBe(end);
});
