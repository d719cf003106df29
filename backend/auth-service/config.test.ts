import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { hasFullAccess, readConfig } from "./config.ts";
import { readConfigFile } from "./configFile.ts";

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
      sanityCheckMs: 30_000,
      clientApiOverrides: new Map(),
      redisUrl: null,
      logLevel: "info",
      isTlsChecked: true,
      allowedNetworks: [],
      trustedProxies: ["loopback", "linklocal", "uniquelocal"],
      requestsPerMinute: 600,
      operatorToken: null,
    });
  });

  test("all of it", () => {
    expect(
      readConfig({
        ...least,
        LIVEKIT_SANITY_CHECK_INTERVAL_SECONDS: "5",
        LIVEKIT_CS_API_URL_OVERRIDES: "a.org=https://matrix.a.org/,localhost:8148=http://localhost:8108",
        LIVEKIT_REDIS_URL: "redis://redis:6379",
        LIVEKIT_LOG_LEVEL: "WARN",
        LIVEKIT_INSECURE_SKIP_VERIFY_TLS: "YES_I_KNOW_WHAT_I_AM_DOING",
        LIVEKIT_ALLOWED_NETWORKS: "loopback, 10.1.0.0/16",
        LIVEKIT_TRUSTED_PROXIES: "",
        LIVEKIT_REQUESTS_PER_MINUTE: "0",
        LIVEKIT_OPERATOR_TOKEN_FROM_FILE: fileWith("operator", "0123456789abcdef\n"),
      }),
    ).toMatchObject({
      sanityCheckMs: 5000,
      clientApiOverrides: new Map([
        ["a.org", "https://matrix.a.org"],
        ["localhost:8148", "http://localhost:8108"],
      ]),
      redisUrl: "redis://redis:6379",
      logLevel: "warn",
      isTlsChecked: false,
      allowedNetworks: ["loopback", "10.1.0.0/16"],
      trustedProxies: [],
      requestsPerMinute: 0,
      operatorToken: "0123456789abcdef",
    });
  });

  test("from a YAML file, over which variables win", () => {
    const yaml = [
      "livekit_url: wss://sfu.example.org",
      "livekit_key: key",
      "livekit_secret: secret",
      "full_access_homeservers: [a.org, b.org]",
      "port: 9000",
      "cs_api_url_overrides:",
      "  a.org: https://matrix.a.org",
      "log_level: debug # words",
    ].join("\n");
    const settings = readConfigFile(fileWith("config.yaml", yaml));
    expect(readConfig({ ...settings, LIVEKIT_LOG_LEVEL: "error" })).toMatchObject({
      livekitUrl: "wss://sfu.example.org",
      fullAccess: new Set(["a.org", "b.org"]),
      bind: { host: null, port: 9000 },
      clientApiOverrides: new Map([["a.org", "https://matrix.a.org"]]),
      logLevel: "error",
    });
  });

  test.each([
    ["livekit_uri: x", /unknown setting, livekit_uri/],
    ["constructor: x", /unknown setting, constructor/],
    ["a: [", /is no YAML/],
    ["- a", /must hold settings/],
    ["livekit_key: true", /livekit_key must be a text/],
  ])("a file with %j is refused in one line", (yaml, message) => {
    const read = () => readConfigFile(fileWith("wrong.yaml", yaml));
    expect(read).toThrow(message);
    expect(read).toThrow(/^[^\n]+$/);
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
    [{ LIVEKIT_JWT_BIND: ":1", LIVEKIT_JWT_PORT: "1" }, /must not both be set/],
    [{ LIVEKIT_JWT_PORT: "x" }, /LIVEKIT_JWT_PORT/],
    [{ LIVEKIT_SANITY_CHECK_INTERVAL_SECONDS: "1.5" }, /LIVEKIT_SANITY_CHECK_INTERVAL_SECONDS/],
    [{ LIVEKIT_CS_API_URL_OVERRIDES: "a.org" }, /LIVEKIT_CS_API_URL_OVERRIDES/],
    [{ LIVEKIT_CS_API_URL_OVERRIDES: "a.org=file:///x" }, /LIVEKIT_CS_API_URL_OVERRIDES/],
    [{ LIVEKIT_REDIS_URL: "http://redis" }, /LIVEKIT_REDIS_URL/],
    [{ LIVEKIT_LOG_LEVEL: "loud" }, /LIVEKIT_LOG_LEVEL/],
    [{ LIVEKIT_INSECURE_SKIP_VERIFY_TLS: "true" }, /YES_I_KNOW_WHAT_I_AM_DOING/],
    [{ LIVEKIT_ALLOWED_NETWORKS: "localhost" }, /LIVEKIT_ALLOWED_NETWORKS/],
    [{ LIVEKIT_TRUSTED_PROXIES: "private" }, /LIVEKIT_TRUSTED_PROXIES/],
    [{ LIVEKIT_REQUESTS_PER_MINUTE: "-1" }, /LIVEKIT_REQUESTS_PER_MINUTE/],
    [{ LIVEKIT_OPERATOR_TOKEN: "short" }, /LIVEKIT_OPERATOR_TOKEN/],
  ])("%j is refused with its name", (wrong, message) => {
    expect(() => readConfig({ ...least, ...wrong })).toThrow(message);
  });
});
