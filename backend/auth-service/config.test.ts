import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { hasFullAccess, readConfig } from "./config.ts";

const dir = mkdtempSync(path.join(tmpdir(), "parley-config-"));
afterAll(() => rmSync(dir, { recursive: true }));

function fileWith(name: string, content: string): string {
  const file = path.join(dir, name);
  writeFileSync(file, content);
  return file;
}

const least = {
  LIVEKIT_URL: "wss://sfu.example.org",
  LIVEKIT_KEY: "key",
  LIVEKIT_SECRET: "secret",
  LIVEKIT_FULL_ACCESS_HOMESERVERS: "example.org",
};

describe("settings", () => {
  test("the least that is needed", () => {
    expect(readConfig(least)).toEqual({
      livekitUrl: "wss://sfu.example.org",
      livekitKey: "key",
      livekitSecret: "secret",
      fullAccess: new Set(["example.org"]),
      bind: { host: null, port: 8080 },
    });
  });

  test("key and secret from files, without the line end", () => {
    const env = {
      ...least,
      LIVEKIT_KEY_FROM_FILE: fileWith("key", "k2\r\n"),
      LIVEKIT_SECRET_FROM_FILE: fileWith("secret", " s2 \n"),
    };
    expect(readConfig(env)).toMatchObject({ livekitKey: "k2", livekitSecret: "s2" });
  });

  test("one file with both wins", () => {
    expect(readConfig({ ...least, LIVEKIT_KEY_FILE: fileWith("pair", "k3: s3\n") })).toMatchObject({
      livekitKey: "k3",
      livekitSecret: "s3",
    });
  });

  test.each([
    [":8081", { host: null, port: 8081 }],
    ["127.0.0.1:9000", { host: "127.0.0.1", port: 9000 }],
    ["[::1]:9000", { host: "::1", port: 9000 }],
  ])("%s as the address to listen at", (text, bind) => {
    expect(readConfig({ ...least, LIVEKIT_JWT_BIND: text }).bind).toEqual(bind);
  });

  test.each([
    ["a.org, b.org c.org", "b.org", true],
    ["a.org,b.org", "c.org", false],
    ["*", "c.org", true],
    ["*,a.org", "c.org", false],
  ])("full access by %j for %s: %s", (list, serverName, isFull) => {
    const { fullAccess } = readConfig({ ...least, LIVEKIT_FULL_ACCESS_HOMESERVERS: list });
    expect(hasFullAccess(fullAccess, serverName)).toBe(isFull);
  });

  test.each([
    [{ LIVEKIT_URL: "" }, /LIVEKIT_URL must be set/],
    [{ LIVEKIT_URL: "https://sfu.example.org" }, /ws:\/\/ or wss:/],
    [{ LIVEKIT_KEY: " " }, /LIVEKIT_KEY or LIVEKIT_KEY_FROM_FILE/],
    [{ LIVEKIT_SECRET: undefined }, /LIVEKIT_SECRET/],
    [{ LIVEKIT_SECRET_FROM_FILE: "/nowhere/at/all" }, /cannot be read/],
    [{ LIVEKIT_KEY_FILE: fileWith("three", "a:b:c") }, /key:secret/],
    [{ LIVEKIT_FULL_ACCESS_HOMESERVERS: " , " }, /LIVEKIT_FULL_ACCESS_HOMESERVERS/],
    [{ LIVEKIT_JWT_BIND: "8080" }, /LIVEKIT_JWT_BIND/],
    [{ LIVEKIT_JWT_BIND: ":99999" }, /LIVEKIT_JWT_BIND/],
  ])("%j is refused with its name", (wrong, message) => {
    expect(() => readConfig({ ...least, ...wrong })).toThrow(message);
  });
});
