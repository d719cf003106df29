import { faultOf, type Fault } from "../../../machines/domain/fault.ts";
import type { RoomId } from "../../../machines/domain/ids.ts";
import { failed, ok, type Result } from "../../../machines/domain/result.ts";
import { STATE_MEMBER, STICKY_MEMBER } from "../calls/memberEvents.ts";
import { faultOfFailure } from "../http/matrixFault.ts";
import type { MatrixHttp } from "../http/matrixHttp.ts";

/** Longest name of a room, in characters; longer ones make state events that servers refuse. */
export const MAX_NAME_LENGTH = 255;

/**
 * Who may do what in a call's room. Everything a member sends during a call needs no power, in clear and encrypted; what
 * changes the room for everybody does. The creator is not listed: from room version 12 on that is refused.
 */
export const CALL_POWER_LEVELS = {
  users_default: 0,
  events_default: 0,
  state_default: 50,
  invite: 100,
  kick: 100,
  ban: 100,
  redact: 50,
  events: {
    "m.room.power_levels": 100,
    "m.room.history_visibility": 100,
    "m.room.tombstone": 100,
    "m.room.encryption": 100,
    "m.room.name": 50,
    "m.room.message": 0,
    "m.room.encrypted": 0,
    "m.reaction": 0,
    "m.sticker": 50,
    "io.element.call.reaction": 0,
    [STATE_MEMBER]: 0,
    [STICKY_MEMBER]: 0,
  },
} as const;

/** Makes a room for a call, in the server's default room version. @faults room.name_empty, room.name_too_long, room.create_refused */
export async function createCallRoom(
  http: MatrixHttp,
  input: { readonly name: string; readonly isEncrypted: boolean },
): Promise<Result<RoomId, Fault>> {
  const name = input.name.trim();
  if (name === "") return failed(faultOf("room.name_empty"));
  if ([...name].length > MAX_NAME_LENGTH) return failed(faultOf("room.name_too_long"));
  const encryption = { type: "m.room.encryption", state_key: "", content: { algorithm: "m.megolm.v1.aes-sha2" } };
  const reply = await http.request({
    method: "POST",
    path: "/_matrix/client/v3/createRoom",
    body: {
      name,
      preset: "public_chat",
      visibility: "private",
      power_level_content_override: CALL_POWER_LEVELS,
      initial_state: input.isEncrypted ? [encryption] : [],
    },
  });
  if (!reply.ok)
    return failed(faultOfFailure(reply.fault, { M_FORBIDDEN: "room.create_refused" }, "room.create_refused"));
  const { room_id: roomId } = reply.value;
  if (typeof roomId === "string") return ok(roomId as RoomId);
  return failed(faultOf("room.create_refused", { url: http.baseUrl, detail: "answer without a room" }));
}
