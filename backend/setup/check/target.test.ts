import { expect, test } from "vitest";
import { guessSfu } from "./sfu.mjs";
import { readTarget } from "./target.mjs";

test("a domain says where to begin", () => {
  expect(readTarget("Example.org")).toMatchObject({
    serverName: "example.org",
    wellKnown: "https://example.org",
    app: "https://call.example.org",
    isAppGuessed: true,
    homeserver: null,
    sfu: null,
  });
});

test("addresses stand for themselves, and change what a domain says", () => {
  expect(
    readTarget("example.org,app=https://meet.example.org/,media-udp=203.0.113.5:7882,turn-tls=[2001:db8::1]:5349"),
  ).toMatchObject({
    serverName: "example.org",
    app: "https://meet.example.org",
    isAppGuessed: false,
    mediaUdp: { host: "203.0.113.5", port: 7882 },
    turnTls: { host: "2001:db8::1", port: 5349 },
  });
  expect(readTarget("homeserver=http://localhost:8008,server-name=localhost:8448")).toMatchObject({
    homeserver: "http://localhost:8008",
    serverName: "localhost:8448",
    wellKnown: null,
    app: null,
  });
});

test.each(["", "example.org,example.net", "host=1", "sfu=https://a", "homeserver=a", "media-udp=a", "media-udp=a:b"])(
  "%j is refused",
  (text) => {
    expect(() => readTarget(text)).toThrow();
  },
);

test("the SFU of a deployment like ours is beside its authorisation service", () => {
  expect(guessSfu("https://rtc.example.org/livekit/jwt")).toBe("wss://rtc.example.org/livekit/sfu");
  expect(guessSfu("https://jwt.example.org")).toBeNull();
  expect(guessSfu(null)).toBeNull();
});
