import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { hideTokens, readPart, readTail } from "./readStatus.mjs";
import { renderStatus } from "./statusPage.mjs";

const part = { site: "B", name: "SFU", version: "1.13.5", isHealthy: true, address: "wss://x", log: "all well" };

test("the page says of each part where it is, which it is and whether it answers", () => {
  const page = renderStatus([part, { ...part, name: "homeserver", isHealthy: false, address: "https://y" }]);
  for (const text of ["SFU", "1.13.5", "wss://x", "all well", "does not answer", 'href="https://y"'])
    expect(page).toContain(text);
});

test("what a log says is text, whatever it looks like", () => {
  expect(renderStatus([{ ...part, log: "<script>alert(1)</script>" }])).not.toContain("<script>");
});

test("tokens in logs are not shown", () => {
  const text = hideTokens('GET /rtc?access_token=abc.def&x=1 "eyJhbGciOi.eyJpc3Mi.c2ln" syt_YWxpY2U_abc_1');
  expect(text).toBe('GET /rtc?access_token=…&x=1 "…" …');
});

test("the end of a log begins with a whole line; one that is not there yet is empty", async () => {
  const dir = await mkdtemp(path.join(tmpdir(), "parley-log-"));
  const file = path.join(dir, "a.log");
  await writeFile(file, "first line\nsecond\nthird\n");
  expect(await readTail(file, 15)).toBe("second\nthird");
  expect(await readTail(path.join(dir, "none.log"))).toBe("");
  await rm(dir, { recursive: true });
});

test("a part whose health cannot be asked by HTTP is asked in its own way", async () => {
  const about = {
    site: "A",
    name: "Redis",
    address: "redis://x",
    version: "7",
    logFile: null,
    healthUrl: null,
    askHealth: async () => false,
  };
  expect(await readPart(about)).toEqual({
    site: "A",
    name: "Redis",
    address: "redis://x",
    version: "7",
    log: null,
    isHealthy: false,
  });
});
