import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { fakeFetch, type FakeReply } from "./fetch.fixture.ts";
import { faultOfFailure, isPassing } from "./matrixFault.ts";
import { createMatrixHttp, path, REQUEST_TIMEOUT_MS, type HttpFailure } from "./matrixHttp.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function failureFor(reply: FakeReply): Promise<HttpFailure> {
  const { fetch } = fakeFetch(() => reply);
  const http = createMatrixHttp({ baseUrl: "https://hs.example.org", accessToken: "secret-token", fetch });
  const pending = http.request({ method: "GET", path: "/x", query: [["access", "secret-query"]] });
  await vi.advanceTimersByTimeAsync(REQUEST_TIMEOUT_MS);
  const result = await pending;
  if (result.ok) throw new Error("expected a failure");
  return result.fault;
}

test("requests carry the token in a header, and values of a path cannot leave it", async () => {
  const { fetch, seen } = fakeFetch(() => [200, { a: 1 }]);
  const http = createMatrixHttp({ baseUrl: "https://hs.example.org", accessToken: "t", fetch });
  const result = await http.request({
    method: "PUT",
    path: path`/rooms/${"!a/../b?c"}`,
    query: [["via", "a b"]],
    body: { x: 1 },
  });
  expect(result).toEqual({ ok: true, value: { a: 1 } });
  expect(seen).toEqual([
    { method: "PUT", path: "/rooms/!a%2F..%2Fb%3Fc?via=a+b", authorization: "Bearer t", body: { x: 1 } },
  ]);
});

test.each([
  ["a lost connection", "lost", "homeserver.unreachable"],
  ["no answer in time", "hangs", "homeserver.unreachable"],
  ["a proxy without its homeserver", [502, {}], "homeserver.unreachable"],
  ["a token that is no longer known", [401, { errcode: "M_UNKNOWN_TOKEN" }], "account.token_expired"],
  ["too many requests", [429, { errcode: "M_LIMIT_EXCEEDED", retry_after_ms: 70 }], "account.limited"],
  ["a refusal with a meaning of its own", [404, { errcode: "M_NOT_FOUND" }], "room.not_found"],
  ["any other refusal", [400, { errcode: "M_WHATEVER" }], "homeserver.refused"],
] as const)("%s is the fault %s", async (_, reply, code) => {
  const fault = faultOfFailure(await failureFor(reply as FakeReply), { M_NOT_FOUND: "room.not_found" });
  expect(fault).toMatchObject({ code, url: "https://hs.example.org/x" });
  expect(JSON.stringify(fault)).not.toContain("secret");
});

test("what is not to be known stays out of faults", async () => {
  const { fetch } = fakeFetch(() => "lost");
  const http = createMatrixHttp({ baseUrl: "https://hs.example.org", accessToken: "t", fetch });
  const result = await http.request({ method: "POST", path: "/delayed/secret-id/send", shownPath: "/delayed" });
  expect(result).toMatchObject({ ok: false, fault: { url: "https://hs.example.org/delayed" } });
  expect(JSON.stringify(result)).not.toContain("secret-id");
});

test("how long to wait is read from the header and from the body", async () => {
  expect((await failureFor([429, {}, { "Retry-After": "3" }])).retryAfterMs).toBe(3_000);
  expect((await failureFor([429, { retry_after_ms: 70 }])).retryAfterMs).toBe(70);
});

test("asking again helps against silence, overload and limits, not against a refusal", async () => {
  for (const reply of ["lost", "hangs", [429, {}], [500, {}]] as const)
    expect(isPassing(await failureFor(reply as FakeReply))).toBe(true);
  expect(isPassing(await failureFor([403, { errcode: "M_FORBIDDEN" }]))).toBe(false);
});

test("an unknown token is told once it is seen, other refusals are not", async () => {
  const onTokenRefused = vi.fn();
  const { fetch } = fakeFetch(({ path: asked }) =>
    asked === "/a" ? [401, { errcode: "M_UNKNOWN_TOKEN" }] : [401, { errcode: "M_FORBIDDEN" }],
  );
  const http = createMatrixHttp({ baseUrl: "https://hs.example.org", accessToken: "t", fetch, onTokenRefused });
  await http.request({ method: "GET", path: "/b" });
  expect(onTokenRefused).not.toHaveBeenCalled();
  await http.request({ method: "GET", path: "/a" });
  expect(onTokenRefused).toHaveBeenCalledOnce();
});
