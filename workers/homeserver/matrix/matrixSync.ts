import {
  ClientEvent,
  createClient,
  HttpApiEvent,
  IndexedDBStore,
  MemoryStore,
  RoomEvent,
  RoomStateEvent,
  SyncState,
  type MatrixClient,
} from "matrix-js-sdk/lib/matrix.js";
import { CryptoEvent } from "matrix-js-sdk/lib/crypto-api/index.js";
import type { DeviceId, RoomId, UserId } from "../../../machines/domain/ids.ts";
import type { Session } from "../account/session.ts";
import { STATE_MEMBER } from "../calls/memberEvents.ts";
import type { MatrixHttp } from "../http/matrixHttp.ts";
import type { Olm, ToDeviceMessage } from "./olm.ts";
import { sdkOlm } from "./sdkOlm.ts";
import { sdkRoom } from "./sdkRoom.ts";
import { hushSdk, sdkLogger } from "./sdkLogger.ts";
import { createSyncFetch, SYNC_POLL_MS } from "./syncFetch.ts";
import type { SyncedRoom } from "./syncedRoom.ts";

/** Whether the sync runs: `live` while answers come, `broken` from the first lost one on. */
export type SyncHealth = "starting" | "live" | "broken";

/** A running client: the sync, the rooms it brought, and Olm. */
export interface MatrixSync {
  /** Resolves when the first sync is in; rejects when stopped before. */
  readonly ready: Promise<void>;
  readonly olm: Olm;
  health(): SyncHealth;
  room(roomId: string): SyncedRoom | null;
  rooms(): readonly SyncedRoom[];
  /** Sends a message event, encrypted where the room is. Rejects when it cannot. */
  sendMessage(roomId: RoomId, type: string, content: object): Promise<string>;
  /** Sends a sticky event, encrypted where the room is (MSC4354). Rejects when it cannot. */
  sendSticky(roomId: RoomId, type: string, content: object, durationMs: number): Promise<string>;
  /** Ends a wait for the next attempt, and a request from before `staleBefore` that may hang. */
  hurry(staleBefore: number): void;
  stop(): void;
  /** Stops and deletes all that was stored. */
  destroy(): Promise<void>;
}

/** What a running client tells. */
export interface MatrixSyncListener {
  onHealth(health: SyncHealth): void;
  /** An answer of the sync was taken in, whole. */
  onSynced(): void;
  /** Rooms, our standing in them or who is in their calls changed. */
  onRooms(): void;
  /** Our standing in one room changed. */
  onOwnMembership(roomId: RoomId): void;
  onToDevice(message: ToDeviceMessage): void;
  onTokenRefused(): void;
}

/** Where the SDK keeps sync and keys; null keeps both in memory. */
export type SyncStorage = { readonly storageKey: Uint8Array; readonly databaseName: string } | null;

/** Starts syncing for `session`. Resolves once crypto is up; `ready` tells when the first sync is in. */
export async function startMatrixSync(
  session: Session,
  http: MatrixHttp,
  storage: SyncStorage,
  listener: MatrixSyncListener,
): Promise<MatrixSync> {
  hushSdk();
  const syncFetch = createSyncFetch();
  const store = storage === null ? new MemoryStore() : new IndexedDBStore({ indexedDB, dbName: storage.databaseName });
  const client = createClient({
    baseUrl: session.homeserverUrl,
    accessToken: session.accessToken,
    userId: session.userId,
    deviceId: session.deviceId,
    fetchFn: syncFetch.fetch,
    store,
    logger: sdkLogger,
    disableVoip: true,
  });
  // Its own call sessions stay off: ours take their place.
  client.matrixRTC.start = () => {};
  const cryptoPrefix = storage?.databaseName;
  await Promise.all([
    store.startup(),
    client.initRustCrypto(
      storage === null
        ? { useIndexedDB: false }
        : { useIndexedDB: true, storageKey: storage.storageKey, cryptoDatabasePrefix: storage.databaseName },
    ),
  ]);
  const crypto = client.getCrypto();
  if (crypto === undefined) throw new Error("Crypto did not start");

  let health: SyncHealth = "starting";
  const ready = Promise.withResolvers<void>();
  ready.promise.catch(() => {});
  client.on(ClientEvent.Sync, (state) => {
    if (state === SyncState.Prepared || state === SyncState.Syncing) {
      ready.resolve();
      setHealth("live");
      listener.onSynced();
    } else if (state === SyncState.Reconnecting || state === SyncState.Error) setHealth("broken");
  });
  client.on(ClientEvent.Room, ({ roomId }) => {
    // A room that is new to the SDK says nothing of our membership by itself: an invite in the first sync came this way.
    listener.onOwnMembership(roomId as RoomId);
    listener.onRooms();
  });
  client.on(RoomEvent.Name, () => listener.onRooms());
  client.on(RoomStateEvent.Events, (event) => {
    if (event.getType() === STATE_MEMBER) listener.onRooms();
  });
  client.on(RoomEvent.MyMembership, ({ roomId }) => {
    listener.onOwnMembership(roomId as RoomId);
    listener.onRooms();
  });
  client.on(ClientEvent.ReceivedToDeviceMessage, ({ message, encryptionInfo }) =>
    listener.onToDevice({
      type: message.type,
      sender: message.sender as UserId,
      content: message.content,
      proof: encryptionInfo && {
        sender: encryptionInfo.sender as UserId,
        deviceId: (encryptionInfo.senderDevice ?? null) as DeviceId | null,
        curve25519: encryptionInfo.senderCurve25519KeyBase64,
      },
    }),
  );
  client.on(HttpApiEvent.SessionLoggedOut, () => listener.onTokenRefused());
  void startSyncing(client);

  function setHealth(next: SyncHealth): void {
    if (next === health) return;
    health = next;
    listener.onHealth(next);
  }

  function followIdentities(onChange: () => void): () => void {
    const names = [CryptoEvent.DevicesUpdated, CryptoEvent.UserTrustStatusChanged] as const;
    for (const name of names) client.on(name, onChange);
    return () => {
      for (const name of names) client.off(name, onChange);
    };
  }

  function stop(): void {
    ready.reject(new Error("Stopped"));
    client.stopClient();
    client.removeAllListeners();
  }

  return {
    ready: ready.promise,
    olm: sdkOlm({ crypto, http, own: session, followIdentities }),
    health: () => health,
    room(roomId) {
      const room = client.getRoom(roomId);
      return room === null ? null : sdkRoom(room);
    },
    rooms: () => client.getRooms().map(sdkRoom),
    async sendMessage(roomId, type, content) {
      const sent = await client.sendEvent(roomId, type as never, content as never);
      return sent.event_id;
    },
    async sendSticky(roomId, type, content, durationMs) {
      const sent = await client._unstable_sendStickyEvent(roomId, durationMs, null, type as never, content as never);
      return sent.event_id;
    },
    hurry(staleBefore) {
      syncFetch.abortSync(staleBefore);
      client.retryImmediately();
    },
    stop,
    async destroy() {
      stop();
      await client.clearStores(cryptoPrefix === undefined ? {} : { cryptoDatabasePrefix: cryptoPrefix });
    },
  };
}

function startSyncing(client: MatrixClient): Promise<void> {
  return client.startClient({
    initialSyncLimit: 1,
    lazyLoadMembers: true,
    disablePresence: true,
    pollTimeout: SYNC_POLL_MS,
  });
}
