import { expect, test } from "vitest";
import { readBackendOptions } from "./backendOptions.mjs";

test("three native sites at a port that needs no administrator, unless told otherwise", () => {
  expect(readBackendOptions([])).toMatchObject({
    command: "start",
    count: 3,
    port: 8443,
    hasNames: false,
    isDocker: false,
  });
  expect(readBackendOptions(["--sites", "2", "--port", "443", "--names"])).toMatchObject({
    count: 2,
    port: 443,
    hasNames: true,
  });
});

test("the vault is used when it is asked for", () => {
  expect(readBackendOptions([])).toMatchObject({ hasVault: false });
  expect(readBackendOptions(["--vault"])).toMatchObject({ hasVault: true });
});

test("containers have names and the usual port", () => {
  expect(readBackendOptions(["--docker"])).toMatchObject({ isDocker: true, hasNames: true, port: 443 });
});

test("logs may be those of one site", () => {
  expect(readBackendOptions(["logs", "B"])).toMatchObject({ command: "logs", letter: "b" });
  expect(readBackendOptions(["logs"])).toMatchObject({ command: "logs", letter: null });
});

test.each([
  [["--sites", "4"], "from 1 to 3"],
  [["--sites", "two"], "from 1 to 3"],
  [["--port", "0"], "1 to 65535"],
  [["--native", "--docker"], "exclude each other"],
  [["strat"], 'no command "strat"'],
  [["logs", "d"], "not understood"],
  [["stop", "a"], "not understood"],
  [["--wrong"], "--help"],
])("%j is refused in one sentence", (args, sentence) => {
  expect(() => readBackendOptions(args)).toThrow(sentence);
});
