import path from "node:path";
import { expect, test } from "vitest";
import { readStartOptions } from "./startOptions.mjs";

test("nothing asked is nothing set", () => {
  expect(readStartOptions([])).toEqual({
    port: undefined,
    isReset: false,
    hasVault: false,
    isHelp: false,
    appDir: null,
  });
});

test("what is asked is understood", () => {
  expect(readStartOptions(["--port", "8200", "--reset", "--vault", "--app-dir", "x"])).toEqual({
    port: 8200,
    isReset: true,
    hasVault: true,
    isHelp: false,
    appDir: path.resolve("x"),
  });
});

test.each([["--port", "0"], ["--port", "65536"], ["--port", "x"], ["--prot", "1"], ["extra"]])(
  "%s %s is refused in a sentence",
  (...args) => {
    expect(() => readStartOptions(args.filter((arg) => arg !== undefined))).toThrow(/\.$/);
  },
);
