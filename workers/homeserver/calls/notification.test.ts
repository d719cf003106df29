import { expect, test } from "vitest";
import type { EventId, UserId } from "../../../machines/domain/ids.ts";
import { fakeRoom } from "../matrix/room.fixture.ts";
import { notificationOf } from "./notification.ts";

const ann = "@ann:example.org" as UserId;
const ben = "@ben:example.org" as UserId;

/** A room of two with these power levels, made by `creator`, and what `ann` would send in it. */
function sent(powerLevels: Readonly<Record<string, unknown>> | null, creator: UserId = ben) {
  const room = fakeRoom([{ userId: ann }, { userId: ben }]);
  const state = (type: string, content: Readonly<Record<string, unknown>>) =>
    room.put({ type, eventId: `$${type}` as EventId, sender: creator, stateKey: "", sentAt: 0, content });
  state("m.room.create", { room_version: "12" });
  if (powerLevels !== null) state("m.room.power_levels", powerLevels);
  return notificationOf({
    kind: "ring",
    intent: "video",
    membershipId: "$membership" as EventId,
    room,
    own: ann,
    now: 1_769_000_000_000,
  });
}

test("[OM9] the notification names the membership that begins the call, its kind, and how long it is worth answering", () => {
  expect(sent({ users: { [ann]: 50 } })).toEqual({
    slot_id: "m.call#ROOM",
    notification_type: "ring",
    "m.call.intent": "video",
    "m.mentions": { user_ids: [], room: true },
    "m.relates_to": { rel_type: "m.reference", event_id: "$membership" },
    sender_ts: 1_769_000_000_000,
    lifetime: 90_000,
  });
});

test.each([
  ["somebody without power names people, as their word for the whole room is heard by nobody", {}, ben, false],
  ["a room may let everybody call it", { notifications: { room: 0 } }, ben, true],
  ["default power counts", { users_default: 50 }, ben, true],
  ["a creator needs no listing", {}, ann, true],
  ["without power levels only the creator has power", null, ben, false],
] as const)("%s", (_, levels, creator, isRoom) => {
  expect(sent(levels, creator)).toMatchObject({
    "m.mentions": { room: isRoom, user_ids: isRoom ? [] : [ben] },
  });
});
