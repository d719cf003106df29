import { describe, expect, test } from "vitest";
import { createAddressRule, isNetwork } from "./addresses.ts";

const isPublic = createAddressRule([]);

describe("addresses on a stranger's word", () => {
  test.each(["1.1.1.1", "93.184.216.34", "2606:4700::1111", "172.32.0.1", "100.128.0.1", "::ffff:1.1.1.1"])(
    "%s is public",
    (address) => {
      expect(isPublic(address)).toBe(true);
    },
  );

  test.each([
    "127.0.0.1",
    "127.9.9.9",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.100.100.200",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "fd00:ec2::254",
    "fe80::1",
    "ff02::1",
  ])("%s is not", (address) => {
    expect(isPublic(address)).toBe(false);
  });

  test("what the operator allows is allowed, and nothing beside it", () => {
    const rule = createAddressRule(["loopback", "10.1.0.0/16", "192.168.7.7"]);
    expect(["127.0.0.1", "::1", "10.1.2.3", "192.168.7.7"].map(rule)).toEqual([true, true, true, true]);
    expect(["10.2.0.1", "192.168.7.8", "169.254.169.254"].map(rule)).toEqual([false, false, false]);
  });
});

test.each([
  ["loopback", true],
  ["private", true],
  ["10.0.0.0/8", true],
  ["::1", true],
  ["10.0.0.0/33", false],
  ["fd00::/129", false],
  ["example.org", false],
  ["", false],
  ["toString", false],
])("%j as a network: %s", (text, isOne) => {
  expect(isNetwork(text)).toBe(isOne);
});
