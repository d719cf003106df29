import { ClientEvent, createClient, MemoryStore, SyncState, type MatrixClient } from "matrix-js-sdk/lib/matrix.js";
import { logger } from "matrix-js-sdk/lib/logger.js";
import { MatrixRTCSessionEvent, type MatrixRTCSession } from "matrix-js-sdk/lib/matrixrtc/index.js";
import type { TestSite } from "../../support/site.ts";

/** Somebody in the call with matrix-js-sdk's own session, as Element Call has it: the oracle. */
export interface SdkPeer {
  readonly client: MatrixClient;
  readonly session: MatrixRTCSession;
  readonly userId: string;
  readonly deviceId: string;
  /** Resolves when the session lists a member of `userId`. */
  sees(userId: string): Promise<MatrixRTCSession["memberships"][number]>;
  /** Resolves with the raw key that the session holds of `userId`. */
  keyOf(userId: string): Promise<{ readonly bytes: Uint8Array; readonly index: number; readonly identity: string }>;
  stop(): Promise<void>;
}

/** Registers, enters the room and joins its call, with state or sticky events. */
export async function startSdkPeer(site: TestSite, roomId: string, form: "state" | "sticky"): Promise<SdkPeer> {
  // Its sessions would tell every step; they take this over from the logger that they come from.
  (logger as unknown as { methodFactory: () => () => void }).methodFactory = () => () => {};
  const { userId, deviceId, accessToken } = await registerByHand(site);
  const quiet = { trace() {}, debug() {}, info() {}, warn() {}, error() {}, getChild: () => quiet };
  const client = createClient({
    baseUrl: site.addresses.homeserver,
    userId,
    deviceId,
    accessToken,
    store: new MemoryStore(),
    logger: quiet,
  });
  await client.initRustCrypto({ useIndexedDB: false });
  const synced = new Promise<void>((resolve) => {
    client.on(ClientEvent.Sync, (state) => {
      if (state === SyncState.Prepared) resolve();
    });
  });
  await client.startClient({ initialSyncLimit: 1 });
  await synced;
  const appeared = new Promise<void>((resolve) => {
    client.on(ClientEvent.Sync, () => {
      if (client.getRoom(roomId)?.currentState.getStateEvents("m.room.create", "")) resolve();
    });
  });
  await client.joinRoom(roomId);
  await appeared;
  const room = client.getRoom(roomId);
  if (room === null) throw new Error("the room did not come");
  const session = client.matrixRTC.getRoomSession(room);
  const keys: { userId: string; bytes: Uint8Array; index: number; identity: string }[] = [];
  const waiting = new Set<() => void>();
  const wake = () => waiting.forEach((look) => look());
  session.on(MatrixRTCSessionEvent.MembershipsChanged, wake);
  session.on(MatrixRTCSessionEvent.EncryptionKeyChanged, (bytes, index, parts, identity) => {
    keys.push({ userId: parts.userId, bytes, index, identity });
    wake();
  });
  const transport = { type: "livekit", livekit_service_url: site.addresses.authService };
  const memberId = form === "sticky" ? crypto.randomUUID() : `${userId}:${deviceId}`;
  session.joinRTCSession({ userId, deviceId, memberId }, [], transport, {
    unstableSendStickyEvents: form === "sticky",
    delayedLeaveEventDelayMs: 18_000,
    delayedLeaveEventRestartMs: 4_000,
  });

  function first<T>(find: () => T | undefined): Promise<T> {
    return new Promise((resolve) => {
      const look = () => {
        const found = find();
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  }

  return {
    client,
    session,
    userId,
    deviceId,
    sees: (other) => first(() => session.memberships.find((membership) => membership.userId === other)),
    keyOf: (other) => first(() => keys.find((key) => key.userId === other)),
    async stop() {
      await session.leaveRoomSession(1_000);
      client.stopClient();
    },
  };
}

/** An account made by plain requests. */
export async function registerByHand(
  site: TestSite,
): Promise<{ readonly userId: string; readonly deviceId: string; readonly accessToken: string }> {
  const body = {
    username: `peer-${crypto.randomUUID()}`,
    password: crypto.randomUUID(),
    auth: { type: "m.login.dummy" },
  };
  const response = await fetch(`${site.addresses.homeserver}/_matrix/client/v3/register`, {
    method: "POST",
    body: JSON.stringify(body),
  });
  const {
    user_id: userId,
    device_id: deviceId,
    access_token: accessToken,
  } = (await response.json()) as Record<string, string>;
  if (userId === undefined || deviceId === undefined || accessToken === undefined)
    throw new Error(`registering failed: ${response.status}`);
  return { userId, deviceId, accessToken };
}
