import { expect, test } from "vitest";
import { fieldOf, fieldsOf, textsOf } from "./protobuf.mjs";

test("what is written is read again, also when it is long", () => {
  const long = "x".repeat(20_000);
  const message = Buffer.concat([fieldOf(1, "offer"), fieldOf(2, long), fieldOf(1, "again")]);
  expect(textsOf(message, 1)).toEqual(["offer", "again"]);
  expect(textsOf(message, 2)).toEqual([long]);
});

test("numbers are passed over", () => {
  // Field 3 holds the number 300, field 4 eight bytes, field 5 four.
  const numbers = Buffer.from([0x18, 0xac, 0x02, 0x21, 1, 2, 3, 4, 5, 6, 7, 8, 0x2d, 1, 2, 3, 4]);
  expect(fieldsOf(Buffer.concat([numbers, fieldOf(6, "here")])).map((each) => each[0])).toEqual([6]);
});

test("a message that was cut ends without a hang", () => {
  expect(fieldsOf(Buffer.from([0x0a, 0xff, 0xff])).length).toBeLessThan(2);
});
