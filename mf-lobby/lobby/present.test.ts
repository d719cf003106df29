import { expect, test } from "vitest";
import { peopleOf } from "../fixtures.ts";
import { presentLine } from "./present.ts";

const t = (key: string, values: Readonly<Record<string, string | number>> = {}) =>
  [key, ...Object.values(values)].join("|");

test.each([
  [1, "lobby.here|Aino Virtanen|1"],
  [2, "lobby.here|Aino Virtanen and Bilal Haddad|2"],
  [3, "lobby.here|Aino Virtanen, Bilal Haddad, and Chiara Conti|3"],
  [4, "lobby.andMore|Aino Virtanen, Bilal Haddad|2"],
  [200, "lobby.andMore|Aino Virtanen, Bilal Haddad|198"],
])("%i people are told as %s", (count, line) => {
  expect(presentLine(peopleOf(count), "en", t)).toBe(line);
});
