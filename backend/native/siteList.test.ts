import { expect, test } from "vitest";
import { hostsLinesOf, listSites } from "./siteList.mjs";

test("without names each homeserver has a port of its own on localhost", () => {
  const sites = listSites({ count: 3, hasNames: false });
  expect(sites.map(({ serverName }) => serverName)).toEqual(["localhost:8448", "localhost:8449", "localhost:8450"]);
  expect(sites.map(({ domain }) => domain)).toEqual(["m.localhost", "siteb.m.localhost", "sitec.m.localhost"]);
});

test("with names they share the port that a name without one stands for", () => {
  const sites = listSites({ count: 2, hasNames: true });
  expect(sites.map(({ serverName }) => serverName)).toEqual(["synapse.m.localhost", "synapse.siteb.m.localhost"]);
  expect(sites.map(({ federationPort }) => federationPort)).toEqual([8448, 8448]);
});

test("the hosts file gets one line a site, with every name", () => {
  expect(hostsLinesOf(listSites({ count: 2, hasNames: true }))).toEqual([
    "127.0.0.1 m.localhost synapse.m.localhost matrix-rtc.m.localhost call.m.localhost vault.m.localhost app.m.localhost",
    "127.0.0.1 siteb.m.localhost synapse.siteb.m.localhost matrix-rtc.siteb.m.localhost call.siteb.m.localhost vault.siteb.m.localhost app.siteb.m.localhost",
  ]);
});
