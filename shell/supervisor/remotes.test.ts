import { expect, test } from "vitest";
import { filesInOrder, isContractMet } from "./remotes.ts";

test.each([
  ["^1", true],
  ["1", true],
  [">=1", true],
  ["~1", true],
  ["^2", false],
  [">=2", false],
  ["", false],
  ["latest", false],
])("a remote made for contract %j may run: %j", (range, isMet) => {
  expect(isContractMet(range)).toBe(isMet);
});

const remote = {
  name: "mf-call",
  entry: "mf-call/entry.js",
  contract: "^1",
  files: {
    "mf-call/entry.js": "a",
    "mf-call/view.js": "b",
    "mf-call/view.css": "c",
    "mf-call/rare.js": "d",
    "mf-call/ring.mp3": "e",
  },
  fallback: null,
};

test("what the first picture needs is admitted first, the rest when the remote stands", () => {
  const { first, later } = filesInOrder({ ...remote, start: ["mf-call/view.js", "mf-call/view.css"] });
  expect(first).toEqual(["mf-call/entry.js", "mf-call/view.js", "mf-call/view.css"]);
  expect(later).toEqual(["mf-call/rare.js"]);
});

test("without a list of first files all scripts and styles are admitted at once", () => {
  expect(filesInOrder({ ...remote, start: null })).toEqual({
    first: ["mf-call/entry.js", "mf-call/view.js", "mf-call/view.css", "mf-call/rare.js"],
    later: [],
  });
});
