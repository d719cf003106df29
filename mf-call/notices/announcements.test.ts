import { expect, test } from "vitest";
import { announcementOf } from "./announcements.ts";

const t = (key: string, values: Readonly<Record<string, string | number>> = {}) =>
  `${key}(${Object.values(values).join(",")})`;
const one = (name: string, isOwn = false) => ({ id: `@${name}:x`, displayName: name, isOwn });
const me = one("me", true);

test.each([
  [[me], [me, one("a")], "announce.joinedOne(a)"],
  [[me], [me, one("a"), one("b")], "announce.joinedTwo(a,b)"],
  [[me], [me, one("a"), one("b"), one("c"), one("d")], "announce.joinedMany(a,3)"],
  [[me, one("a")], [me], "announce.leftOne(a)"],
  [[me, one("a")], [me, one("b")], "announce.joinedOne(b) announce.leftOne(a)"],
  [[], [me], ""],
  [[me, one("a")], [me, one("a"), one("a")], ""],
])("from %o to %o", (before, after, words) => {
  expect(announcementOf(before, after, t)).toBe(words);
});
