import { AccessToken, RoomServiceClient } from "livekit-server-sdk";
import { failed, ok } from "../../machines/domain/result.ts";
import type { Result } from "../../machines/domain/result.ts";
import type { Config } from "./config.ts";

/** What this service does at the SFU. */
export interface Sfu {
  /** A token with which `identity` may enter `room`, publish and subscribe, for an hour. */
  readonly mintToken: (room: string, identity: string) => Promise<string>;
  /** Opens `room`, or leaves it as it is when it is open. @faults the SFU's own word for it */
  readonly openRoom: (room: string) => Promise<Result<null, string>>;
}

/** How long a token may be used to enter, in s. */
const TOKEN_TTL_S = 3600;
/** How long the SFU keeps a room that nobody entered, and one that everybody left, in s: a reload must find it again. */
const EMPTY_TIMEOUT_S = 300;
const DEPARTURE_TIMEOUT_S = 20;
const REQUEST_TIMEOUT_S = 10;

/** Talks to the SFU that `config` names, over its own API at the same address. */
export function createSfu(config: Pick<Config, "livekitUrl" | "livekitKey" | "livekitSecret">): Sfu {
  const { livekitUrl, livekitKey, livekitSecret } = config;
  const rooms = new RoomServiceClient(livekitUrl.replace(/^ws/, "http"), livekitKey, livekitSecret, {
    requestTimeout: REQUEST_TIMEOUT_S,
  });
  return {
    mintToken(room, identity) {
      const token = new AccessToken(livekitKey, livekitSecret, { identity, ttl: TOKEN_TTL_S });
      token.addGrant({ roomJoin: true, room, canPublish: true, canSubscribe: true, canUpdateOwnMetadata: true });
      return token.toJwt();
    },
    async openRoom(room) {
      try {
        await rooms.createRoom({ name: room, emptyTimeout: EMPTY_TIMEOUT_S, departureTimeout: DEPARTURE_TIMEOUT_S });
        return ok(null);
      } catch (error) {
        return failed(error instanceof Error ? error.message : String(error));
      }
    },
  };
}
