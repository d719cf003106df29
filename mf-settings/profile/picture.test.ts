import { expect, test } from "vitest";
import { checkPicture, PICTURE_MAX_BYTES } from "./picture.ts";

test.each([
  ["image/png", 1, null],
  ["image/jpeg", PICTURE_MAX_BYTES, null],
  ["image/webp", PICTURE_MAX_BYTES + 1, "tooLarge"],
  ["image/svg+xml", 1, "notPicture"],
  ["application/pdf", 1, "notPicture"],
  ["", 1, "notPicture"],
])("a file of type %j with %i bytes: %s", (type, size, why) => {
  expect(checkPicture({ type, size })).toBe(why);
});
