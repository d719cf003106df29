import { expect, test } from "vitest";
import { fakeFetch, type FakeReply } from "../http/fetch.fixture.ts";
import { createMatrixHttp } from "../http/matrixHttp.ts";
import { fetchHomeserverTransports, fetchWellKnownTransports } from "./discovery.ts";

const entry = { type: "livekit", livekit_service_url: "https://rtc.example.org" };
const transport = { type: "livekit", serviceUrl: "https://rtc.example.org" };

function ask(reply: FakeReply) {
  const { fetch } = fakeFetch(() => reply);
  return fetchHomeserverTransports(createMatrixHttp({ baseUrl: "https://hs.example.org", accessToken: "t", fetch }));
}

test.each([
  ["names one", [200, { rtc_transports: [{ type: "pigeon" }, entry, { type: "livekit" }] }], [transport]],
  ["has none configured", [200, {}], []],
  ["does not know the question", [404, { errcode: "M_UNRECOGNIZED" }], []],
] as const)("a homeserver that %s is a success", async (_, reply, value) => {
  expect(await ask(reply as FakeReply)).toEqual({ ok: true, value });
});

test("a homeserver that does not answer is a fault", async () => {
  expect(await ask("lost")).toMatchObject({ ok: false, fault: { code: "homeserver.unreachable" } });
});

async function askWellKnown(named: FakeReply, beside: FakeReply) {
  const { fetch: askNamed } = fakeFetch(() => named);
  const { fetch: askBeside } = fakeFetch(() => beside);
  const fetch: typeof globalThis.fetch = (resource, init) =>
    (String(resource).startsWith("https://example.org/") ? askNamed : askBeside)(resource, init);
  return fetchWellKnownTransports("example.org", "https://hs.example.org", fetch);
}

test("the server name's file counts first, the one beside the homeserver when that has nothing", async () => {
  const file = [200, { "org.matrix.msc4143.rtc_foci": [entry] }] as const;
  const other = [200, { "org.matrix.msc4143.rtc_foci": [{ ...entry, livekit_service_url: "https://other" }] }] as const;
  expect(await askWellKnown(file, other)).toEqual({ ok: true, value: [transport] });
  expect(await askWellKnown([404, {}], file)).toEqual({ ok: true, value: [transport] });
  expect(await askWellKnown("lost", file)).toEqual({ ok: true, value: [transport] });
  expect(await askWellKnown([404, {}], [404, {}])).toEqual({ ok: true, value: [] });
});

test("a file that nobody serves is a fault that names where it should be", async () => {
  expect(await askWellKnown("lost", "lost")).toMatchObject({
    fault: { code: "homeserver.unreachable", url: "https://example.org/.well-known/matrix/client" },
  });
});
