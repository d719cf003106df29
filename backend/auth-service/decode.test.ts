import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { notJson } from "./apiError.ts";
import { decodeBody } from "./decode.ts";

const shape = {
  room: "string",
  expires_in: "integer",
  openid_token: { access_token: "string", name: "string" },
} as const;
const read = (text: string) => decodeBody(shape, text);
const refused = { ok: false, fault: notJson };
const empty = { room: "", expires_in: 0, openid_token: { access_token: "", name: "" } };

describe("a body as the reference service reads it", () => {
  test.each([
    ["null", empty],
    ["{}", empty],
    [' \n{ "room" : "a" }\t', { ...empty, room: "a" }],
    ['{"ROOM":"a"}', { ...empty, room: "a" }],
    ['{"EXPIRES_IN":7,"expireſ_in":8}', { ...empty, expires_in: 8 }],
    ['{"openid_to\u212aen":{"name":"k"}}', { ...empty, openid_token: { access_token: "", name: "k" } }],
    ['{"expires_in":-0}', { ...empty, expires_in: -0 + 0 }],
    ['{"expires_in":9223372036854775807}', { ...empty, expires_in: 2 ** 63 }],
    ['{"room":"a","room":"b"}', { ...empty, room: "b" }],
    ['{"room":"a","room":null}', { ...empty, room: "a" }],
    [
      '{"openid_token":{"access_token":"a"},"OpenID_Token":{"name":"b"}}',
      { ...empty, openid_token: { access_token: "a", name: "b" } },
    ],
    ['{"room":"a"} trailing', { ...empty, room: "a" }],
    ['{"room":"\\u0041\\n\\ud83d\\ude00"}', { ...empty, room: "A\n😀" }],
    ['{"room":"\\ud83d"}', { ...empty, room: "\ufffd" }],
  ])("%j", (text, value) => {
    expect(read(text)).toEqual({ ok: true, value });
  });

  test.each([
    "",
    " ",
    "{",
    '{"room"}',
    '{"room":}',
    '{"room":"a",}',
    '{"room":"a" "b":1}',
    '{"room":"a\nb"}',
    '{"room":"\\x"}',
    '{"room":"a}',
    "{'room':'a'}",
    "[]",
    '"text"',
    "true",
    "1",
    '{"expires_in":1e3}',
    '{"expires_in":1.0}',
    '{"expires_in":01}',
    '{"expires_in":9223372036854775808}',
    '{"expires_in":"1"}',
    '{"room":1}',
    '{"room":true}',
    '{"openid_token":[]}',
    '{"openid_token":{"unknown":1}}',
    '{"unknown":null}',
    '{"__proto__":{}}',
    "[".repeat(60_000),
    '{"room":'.repeat(9000),
    "\ufeff{}",
  ])("%j is refused", (text) => {
    expect(read(text)).toEqual(refused);
  });

  test("whatever the JSON, it is read as JavaScript reads it, or refused", () => {
    fc.assert(
      fc.property(fc.record({ room: fc.string({ unit: "binary" }), expires_in: fc.maxSafeInteger() }), (body) => {
        const { room, expires_in } = JSON.parse(JSON.stringify(body)) as typeof body;
        expect(read(JSON.stringify(body))).toEqual({
          ok: true,
          value: { ...empty, room: room.toWellFormed(), expires_in: expires_in + 0 },
        });
      }),
    );
    fc.assert(
      fc.property(fc.json(), (text) => {
        const { ok } = read(text);
        expect(typeof ok).toBe("boolean");
      }),
    );
  });
});
