import { expect, test } from "vitest";
import { fakeFetch, type FakeReply, type SeenRequest } from "../http/fetch.fixture.ts";
import { createMatrixHttp } from "../http/matrixHttp.ts";
import { registerAccount, registerGuestAccount, signInWithPassword } from "./authenticate.ts";

const account = [200, { user_id: "@alice:example.org", device_id: "D", access_token: "t" }] as const;
const alice = { userName: " alice ", password: "pw", isGuest: false };

function server(answer: (request: SeenRequest) => FakeReply) {
  const { fetch, seen } = fakeFetch(answer);
  return { http: createMatrixHttp({ baseUrl: "https://hs.example.org", accessToken: null, fetch }), seen };
}

test("signing in gives a session of its own device", async () => {
  const { http, seen } = server(() => account);
  expect(await signInWithPassword(http, { userName: " alice ", password: "pw" })).toMatchObject({
    ok: true,
    value: { userId: "@alice:example.org", deviceId: "D", displayName: "alice", isGuest: false },
  });
  expect(seen[0]?.body).toMatchObject({ type: "m.login.password", identifier: { type: "m.id.user", user: "alice" } });
});

test.each([
  ["M_FORBIDDEN", 403, "account.wrong_password"],
  ["M_LIMIT_EXCEEDED", 429, "account.limited"],
  ["M_USER_DEACTIVATED", 403, "homeserver.refused"],
] as const)("signing in: %s is %s", async (errcode, status, code) => {
  const { http } = server(() => [status, { errcode }]);
  expect(await signInWithPassword(http, alice)).toMatchObject({ ok: false, fault: { code } });
});

test("registering takes one request where the server asks for nothing", async () => {
  const { http, seen } = server(() => account);
  expect((await registerAccount(http, alice)).ok).toBe(true);
  expect(seen).toHaveLength(1);
  expect(seen[0]?.body).toMatchObject({ username: "alice", auth: { type: "m.login.dummy" } });
});

test("terms are accepted on the way, stage by stage", async () => {
  const flows = [{ stages: ["m.login.recaptcha"] }, { stages: ["m.login.terms", "m.login.dummy"] }];
  const { http, seen } = server(({ body }) => {
    const auth = body.auth as { type: string; session?: string };
    if (auth.session === undefined) return [401, { flows, session: "s" }];
    return auth.type === "m.login.terms" ? [401, { flows, session: "s", completed: ["m.login.terms"] }] : account;
  });
  expect((await registerAccount(http, alice)).ok).toBe(true);
  expect(seen.map(({ body }) => body.auth)).toEqual([
    { type: "m.login.dummy" },
    { type: "m.login.terms", session: "s" },
    { type: "m.login.dummy", session: "s" },
  ]);
});

test("a server that wants to see a person is told as that", async () => {
  const { http } = server(() => [401, { flows: [{ stages: ["m.login.email.identity"] }], session: "s" }]);
  expect(await registerAccount(http, alice)).toMatchObject({
    fault: { code: "account.registration_unsupported", detail: "m.login.email.identity" },
  });
});

test.each([
  ["M_USER_IN_USE", 400, "account.name_taken"],
  ["M_INVALID_USERNAME", 400, "account.name_invalid"],
  ["M_WEAK_PASSWORD", 400, "account.password_weak"],
  ["M_FORBIDDEN", 403, "account.registration_closed"],
] as const)("registering: %s is %s", async (errcode, status, code) => {
  const { http } = server(() => [status, { errcode }]);
  expect(await registerAccount(http, alice)).toMatchObject({ ok: false, fault: { code } });
});

test("a guest whose name is taken tries another", async () => {
  const names: unknown[] = [];
  const { http } = server(({ body }) => {
    names.push(body.username);
    return names.length === 1 ? [400, { errcode: "M_USER_IN_USE" }] : account;
  });
  expect(await registerGuestAccount(http)).toMatchObject({ ok: true, value: { isGuest: true } });
  expect(names[0]).toMatch(/^[a-z]+-[a-z]+-[a-z]+-\d{4}$/);
  expect(names[1]).not.toBe(names[0]);
});
