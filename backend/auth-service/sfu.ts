import { failed, ok } from "../../machines/domain/result.ts";
import type { Result } from "../../machines/domain/result.ts";
import type { Config } from "./config.ts";
import { createExpiringMap } from "./expiringMap.ts";
import type { Sign } from "./jwt.ts";
import type { AskSfu } from "./sfuApi.ts";

/**
 * Whether somebody is at the SFU. `silent`: it is listed, but nobody answers for it, as when the node that it was on has
 * died; `unknown`: the SFU could not say.
 */
export type Presence = "present" | "absent" | "silent" | "unknown";

/** What this service does at the SFU. */
export interface Sfu {
  /** A token with which `identity` may enter `room`, publish and subscribe, for an hour. */
  readonly mintToken: (room: string, identity: string) => string;
  /** Opens `room`, or leaves it as it is when it is open. @faults the SFU's own word for it */
  readonly openRoom: (room: string) => Promise<Result<null, string>>;
  /** Looks for a participant, first in the SFU's list and then where it is said to be. */
  readonly findParticipant: (room: string, identity: string) => Promise<Presence>;
  /** Forgets that `room` was opened, as the SFU says that it has ended. */
  readonly forgetRoom: (room: string) => void;
}

/** How long a token may be used to enter, in s. */
const TOKEN_TTL_S = 3600;
/** How long the SFU keeps a room that nobody entered, and one that everybody left, in s: a reload must find it again. */
const EMPTY_TIMEOUT_S = 300;
const DEPARTURE_TIMEOUT_S = 20;
/** How long a room that was opened is taken to be open, in ms: far below both, so that only an SFU's restart can belie it. */
const OPENED_MS = 5000;
const MAX_OPENED = 10_000;

/** What LiveKit answers when no node has the participant that its list names. */
const NOBODY_ANSWERS = new Set(["unavailable", "deadline_exceeded"]);

/** Makes tokens, and asks the SFU through `ask`. */
export function createSfu({ livekitKey }: Pick<Config, "livekitKey">, sign: Sign, ask: AskSfu): Sfu {
  const opened = createExpiringMap<true>(OPENED_MS, MAX_OPENED);
  const opening = new Map<string, Promise<Result<null, string>>>();

  async function open(room: string): Promise<Result<null, string>> {
    const body = { name: room, emptyTimeout: EMPTY_TIMEOUT_S, departureTimeout: DEPARTURE_TIMEOUT_S };
    const answer = await ask("CreateRoom", { roomCreate: true }, body);
    if (!answer.ok) return failed(answer.fault.message);
    opened.set(room, true);
    return ok(null);
  }

  return {
    mintToken(room, identity) {
      const now = Math.floor(Date.now() / 1000);
      return sign({
        exp: now + TOKEN_TTL_S,
        iat: now,
        identity,
        iss: livekitKey,
        nbf: now,
        sub: identity,
        video: { roomJoin: true, room, canPublish: true, canSubscribe: true, canUpdateOwnMetadata: true },
      });
    },
    async openRoom(room) {
      if (opened.get(room) === true) return ok(null);
      const begun = opening.get(room) ?? open(room).finally(() => opening.delete(room));
      opening.set(room, begun);
      return begun;
    },
    async findParticipant(room, identity) {
      const grants = { roomAdmin: true, room };
      const listed = await ask("GetParticipant", grants, { room, identity });
      if (!listed.ok) return listed.fault.code === "not_found" ? "absent" : "unknown";
      // The list outlives a node that dies; a change of nothing is answered by the participant's own node alone.
      const asked = await ask("UpdateParticipant", grants, { room, identity });
      if (asked.ok) return "present";
      if (asked.fault.code === "not_found") return "absent";
      return NOBODY_ANSWERS.has(asked.fault.code) ? "silent" : "present";
    },
    forgetRoom: (room) => opened.delete(room),
  };
}
