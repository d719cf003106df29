import { expect, test } from "vitest";
import { decodeServerName } from "./serverName.ts";

test.each([
  ["example.org", { host: "example.org", isIp: false, port: null }],
  ["example.org:8449", { host: "example.org", isIp: false, port: 8449 }],
  ["localhost:8148", { host: "localhost", isIp: false, port: 8148 }],
  ["1.2.3.4", { host: "1.2.3.4", isIp: true, port: null }],
  ["1.2.3.4:443", { host: "1.2.3.4", isIp: true, port: 443 }],
  ["[2001:db8::1]:8448", { host: "2001:db8::1", isIp: true, port: 8448 }],
])("%s is a server name", (text, name) => {
  expect(decodeServerName(text)).toEqual(name);
});

test.each([
  "",
  "127.1:8448",
  "0x7f.1:8448",
  "2130706433:8448",
  "1.2.3.4.5",
  "256.1.1.1",
  "exa mple.org",
  "example.org/path",
  "example.org?x",
  "user@example.org",
  "example.org:",
  "example.org:0",
  "example.org:65536",
  "example..org",
  "-example.org",
  "[::1",
  "[127.0.0.1]",
  "::1",
  "exämple.org",
  "a".repeat(64),
  `${"a.".repeat(130)}org`,
])("%j is none", (text) => {
  expect(decodeServerName(text)).toBeNull();
});
