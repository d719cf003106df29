import { expect, test, vi } from "vitest";
import { createServerDiscovery } from "./serverDiscovery.ts";
import type { DiscoverySources } from "./serverDiscovery.ts";

function startDiscovery(
  wellKnown: Record<string, string> = {},
  srv: Record<string, { name: string; port: number; priority: number; weight: number }[]> = {},
) {
  const clock = { now: 0 };
  const readWellKnown = vi.fn<DiscoverySources["readWellKnown"]>(async (host) => wellKnown[host] ?? null);
  const resolveSrv = vi.fn<DiscoverySources["resolveSrv"]>(async (name) => {
    const records = srv[name];
    if (records === undefined) throw new Error("ENOTFOUND");
    return records;
  });
  return {
    clock,
    readWellKnown,
    resolveSrv,
    find: createServerDiscovery({ readWellKnown, resolveSrv, now: () => clock.now }),
  };
}

test("an address, or a name with a port, is asked as it stands", async () => {
  const { find, readWellKnown, resolveSrv } = startDiscovery();
  expect(await find("1.2.3.4")).toEqual({ host: "1.2.3.4", port: 8448, hostHeader: "1.2.3.4", certificateName: null });
  expect(await find("[::1]:81")).toEqual({ host: "::1", port: 81, hostHeader: "[::1]:81", certificateName: null });
  expect(await find("a.org:81")).toEqual({ host: "a.org", port: 81, hostHeader: "a.org:81", certificateName: "a.org" });
  expect(readWellKnown).not.toHaveBeenCalled();
  expect(resolveSrv).not.toHaveBeenCalled();
});

test("a delegated name with a port is asked as it stands", async () => {
  const { find } = startDiscovery({ "a.org": "matrix.a.org:443" });
  expect(await find("a.org")).toEqual({
    host: "matrix.a.org",
    port: 443,
    hostHeader: "matrix.a.org:443",
    certificateName: "matrix.a.org",
  });
});

test("a delegated name without a port is looked up once more, but never delegates again", async () => {
  const { find, readWellKnown } = startDiscovery(
    { "a.org": "b.org", "b.org": "c.org" },
    { "_matrix-fed._tcp.b.org": [{ name: "host.b.org", port: 999, priority: 1, weight: 1 }] },
  );
  expect(await find("a.org")).toEqual({ host: "host.b.org", port: 999, hostHeader: "b.org", certificateName: "b.org" });
  expect(readWellKnown.mock.calls).toEqual([["a.org"]]);
});

test("of several records the first by priority, then weight; the older service name counts too", async () => {
  const { find } = startDiscovery(
    {},
    {
      "_matrix._tcp.a.org": [
        { name: "late.a.org", port: 1, priority: 20, weight: 9 },
        { name: "light.a.org", port: 2, priority: 10, weight: 1 },
        { name: "heavy.a.org", port: 3, priority: 10, weight: 5 },
      ],
    },
  );
  expect(await find("a.org")).toMatchObject({ host: "heavy.a.org", port: 3, certificateName: "a.org" });
});

test("a name that says nothing is asked at 8448", async () => {
  expect(await startDiscovery().find("a.org")).toEqual({
    host: "a.org",
    port: 8448,
    hostHeader: "a.org",
    certificateName: "a.org",
  });
});

test("a delegation to what is no server name counts as none", async () => {
  expect(await startDiscovery({ "a.org": "127.1:22" }).find("a.org")).toMatchObject({ host: "a.org", port: 8448 });
});

test("what is no server name is not asked", async () => {
  const { find, readWellKnown } = startDiscovery();
  expect(await find("127.1")).toBeNull();
  expect(readWellKnown).not.toHaveBeenCalled();
});

test("a delegation is kept for an hour, its absence for ten minutes", async () => {
  const { find, clock, readWellKnown } = startDiscovery({ "a.org": "b.org:1" });
  await find("a.org");
  await find("c.org");
  clock.now = 599_999;
  await find("a.org");
  await find("c.org");
  expect(readWellKnown).toHaveBeenCalledTimes(2);
  clock.now = 600_000;
  await find("a.org");
  await find("c.org");
  expect(readWellKnown).toHaveBeenCalledTimes(3);
  clock.now = 3_600_000;
  await find("a.org");
  expect(readWellKnown).toHaveBeenCalledTimes(4);
});
