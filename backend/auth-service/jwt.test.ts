import { createHash } from "node:crypto";
import fc from "fast-check";
import { AccessToken, WebhookReceiver } from "livekit-server-sdk";
import { expect, test } from "vitest";
import { createWebhookReceiver } from "./delegation/webhook.ts";
import { createSigner, readSigned } from "./jwt.ts";

const secret = "a-secret-of-more-than-32-characters";
const sign = createSigner(secret);
const good = { iss: "key", exp: 1000, nbf: 100, sub: "x" };
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

test("a token of the key's is read as long as it is good, give or take a minute", () => {
  const read = (now: number) => readSigned(sign(good), "key", secret, now) !== null;
  expect([39, 41, 500, 1059, 1061].map(read)).toEqual([false, true, true, true, false]);
  expect(JSON.parse(readSigned(sign(good), "key", secret, 500) ?? "")).toEqual(good);
});

test("[AU4] a token without a signature, of another key, issuer or method, or without an end is not", () => {
  const [header, body, signature] = sign(good).split(".");
  const none = encode({ alg: "none" });
  for (const token of [
    "",
    ".",
    "..",
    `${header}.${body}`,
    `${header}.${body}.`,
    `${none}.${body}.`,
    `${none}.${body}.${signature}`,
    `${header}.${encode({ ...good, sub: "y" })}.${signature}`,
    `${header}.${body}.${signature}.x`,
    createSigner("another secret")(good),
    sign({ ...good, iss: "other" }),
    sign({ iss: "key" }),
    sign({ ...good, exp: "1000" }),
    `Bearer ${sign(good)}`,
  ])
    expect(readSigned(token, "key", secret, 500)).toBeNull();
});

test("[AU4] LiveKit's own library and ours agree on every webhook", async () => {
  const ours = createWebhookReceiver("key", secret);
  const theirs = new WebhookReceiver("key", secret);
  const anyBody = fc.record({
    event: fc.constantFrom("participant_joined", "participant_left", "room_started", "track_published"),
    room: fc.option(fc.record({ name: fc.string({ unit: "grapheme", minLength: 1 }) }), { nil: undefined }),
    participant: fc.option(fc.record({ identity: fc.string({ unit: "grapheme", minLength: 1 }), sid: fc.string() }), {
      nil: undefined,
    }),
  });
  await fc.assert(
    fc.asyncProperty(anyBody, fc.constantFrom("", "key", "body", "secret"), async (event, spoiled) => {
      const body = JSON.stringify(event);
      const token = new AccessToken(
        spoiled === "key" ? "other" : "key",
        spoiled === "secret" ? "other secret" : secret,
      );
      token.sha256 = createHash("sha256")
        .update(spoiled === "body" ? `${body} ` : body)
        .digest("base64");
      const jwt = await token.toJwt();
      const received = await theirs.receive(body, jwt).catch(() => null);
      const heard = ours(body, jwt);
      expect(heard.kind === "forged").toBe(received === null);
      if (heard.kind !== "heard") return;
      expect(heard.event.room).toBe(received?.room?.name);
      if (heard.event.identity !== null) expect(heard.event.identity).toBe(received?.participant?.identity);
    }),
  );
});
