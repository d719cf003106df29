import { describe, expect, test } from "vitest";
import { callRoom, startServer, webhookOf } from "./server.fixture.ts";

describe("webhooks", () => {
  const room = { name: callRoom };
  const participant = { sid: "PA_1", identity: "alice", joinedAtMs: "1700000000123" };

  test.each([
    [
      { event: "participant_joined", room, participant },
      { type: "participant.joined", sid: "PA_1" },
    ],
    [
      { event: "participant_left", room, participant: { ...participant, disconnectReason: "CLIENT_INITIATED" } },
      { type: "participant.left", sid: "PA_1", joinedAt: 1_700_000_000_123, why: "intentional" },
    ],
    [
      { event: "participant_left", room, participant: { ...participant, disconnectReason: "DUPLICATE_IDENTITY" } },
      { type: "participant.left", sid: "PA_1", joinedAt: 1_700_000_000_123, why: "moved" },
    ],
    [
      { event: "participant_connection_aborted", room, participant: { sid: "PA_1", identity: "alice" } },
      { type: "participant.left", sid: "PA_1", joinedAt: null, why: "lost" },
    ],
    [{ event: "room_started", room }, { type: "room.restarted" }],
  ])("%j is heard", async (event, what) => {
    const { post, delegations } = startServer();
    const { body, ...headers } = webhookOf(event);
    const answer = await post("/sfu_webhook", body, { ...headers, "Content-Type": "application/webhook+json" });
    expect([answer.statusCode, answer.body]).toEqual([200, ""]);
    const identity = "participant" in event ? "alice" : null;
    expect(delegations.hear.mock.calls).toEqual([[{ room: callRoom, identity, what }]]);
  });

  test("the end of a room lets it be opened again", async () => {
    const { post, sfu } = startServer();
    const { body, ...headers } = webhookOf({ event: "room_finished", room });
    await post("/sfu_webhook", body, headers);
    expect(sfu.forgetRoom).toHaveBeenCalledWith(callRoom);
  });

  test.each<[string, { body: string; Authorization?: string }]>([
    ["without a signature", { body: webhookOf({ event: "participant_left", room, participant }).body }],
    ["signed with another key", webhookOf({ event: "participant_left", room, participant }, { iss: "other" })],
    ["that has expired", webhookOf({ event: "participant_left", room, participant }, { exp: 1 })],
    ["whose body was changed", { ...webhookOf({ event: "participant_left", room, participant }), body: "{}" }],
    ["without a room", webhookOf({ event: "participant_left", participant })],
    ["without a participant", webhookOf({ event: "participant_left", room })],
    ["of no concern", webhookOf({ event: "track_published", room, participant })],
    ["that is no JSON", { body: "x", Authorization: webhookOf({}).Authorization }],
  ])("one %s changes nothing, and is answered all the same", async (_, { body, ...headers }) => {
    const { post, delegations } = startServer();
    const answer = await post("/sfu_webhook", body, headers);
    expect([answer.statusCode, answer.body, answer.headers["access-control-allow-origin"]]).toEqual([
      200,
      "",
      undefined,
    ]);
    expect(delegations.hear).not.toHaveBeenCalled();
  });
});
