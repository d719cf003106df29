import type { Fault } from "../../machines/domain/fault.ts";
import { faultOf } from "../../machines/domain/fault.ts";
import type { RoomId } from "../../machines/domain/ids.ts";
import { failed, ok, type Result } from "../../machines/domain/result.ts";
import { createAccountRealm, type SignedIn } from "./account/accountRealm.ts";
import { downloadAvatar, putAvatar, putDisplayName, uploadImage } from "./account/profile.ts";
import { serverNameOf } from "./account/session.ts";
import type { Vault } from "./account/vault.ts";
import { afterAnswer } from "./calls/afterAnswer.ts";
import { openCall, type Call } from "./calls/call.ts";
import { hasEncryption, isEncryptedAtServer, supportsStickyEvents } from "./calls/callPreconditions.ts";
import type { HomeserverApi, HomeserverEvent, RecentCall } from "./homeserver.api.ts";
import { encodeBase64Url } from "./keys/base64.ts";
import { openKnownDevices } from "./keys/knownDevices.ts";
import { createKeyOutlet } from "./keys/keyOutlet.ts";
import { createCallRoom } from "./rooms/createRoom.ts";
import { membershipOf } from "./rooms/findRoom.ts";
import { invitePathOf } from "./rooms/invitePath.ts";
import { listRecentCalls } from "./rooms/recentCalls.ts";
import { createRoomPasswords } from "./rooms/roomPasswords.ts";
import { createRoomRealm } from "./rooms/roomRealm.ts";
import { viaServersOf } from "./rooms/viaServers.ts";
import { fetchHomeserverTransports, fetchWellKnownTransports } from "./transports/discovery.ts";

/** How long changes of rooms are gathered before the home screen hears of them, in ms. */
const RECENT_CALLS_DELAY_MS = 200;
/** Length of a call password, in bytes (as Element Call). */
const PASSWORD_BYTES = 16;

/** What the homeserver realm is made of. */
export interface HomeserverParts {
  readonly vault: Vault;
  /** Prefix of the names of the sync and crypto databases. */
  readonly databaseName: string;
}

/** Makes the homeserver realm: plain code that runs in a worker or in Node. */
export function createHomeserver(parts: HomeserverParts): HomeserverApi {
  const listeners = new Set<(event: HomeserverEvent) => void>();
  const outlet = createKeyOutlet();
  const rooms = createRoomRealm();
  const passwords = createRoomPasswords(parts.vault);
  let call: Call | null = null;
  let closing: Promise<void> = Promise.resolve();
  let stopFollowingName: () => void = () => {};
  let recentTimer: ReturnType<typeof setTimeout> | undefined;
  let recentCalls = "";

  const account = createAccountRealm({
    vault: parts.vault,
    databaseName: parts.databaseName,
    onChange: (changed, fault) => emit({ type: "account.changed", account: changed, fault }),
    listener: {
      onHealth(health) {
        call?.noteSync(health);
        noteRooms();
      },
      onSynced: rooms.noteChange,
      onRooms: noteRooms,
      onOwnMembership: (roomId) => void tellMembership(roomId),
    },
  });

  function emit(event: HomeserverEvent): void {
    for (const listener of listeners) listener(event);
  }

  function noteRooms(): void {
    recentTimer ??= setTimeout(() => void tellRecentCalls(), RECENT_CALLS_DELAY_MS);
  }

  async function tellRecentCalls(): Promise<void> {
    recentTimer = undefined;
    const signedIn = account.current();
    if (signedIn === null) return;
    await passwords.load();
    const sync = await signedIn.sync.catch(() => null);
    if (sync === null || sync.health() === "starting") return;
    const { userId } = signedIn.session();
    const calls: readonly RecentCall[] = listRecentCalls({
      rooms: sync.rooms(),
      ownUserId: userId,
      passwordOf: passwords.peek,
      viaServersOf: (room) => viaServersOf(room, serverNameOf(userId)),
      now: Date.now(),
    });
    const text = JSON.stringify(calls);
    if (text === recentCalls) return;
    recentCalls = text;
    emit({ type: "recentCalls.changed", calls });
  }

  async function tellMembership(roomId: RoomId): Promise<void> {
    if (!rooms.isWatched(roomId)) return;
    const room = (await account.current()?.sync)?.room(roomId);
    if (room === null || room === undefined) return;
    emit({
      type: "roomMembership.changed",
      roomId,
      membership: membershipOf(room.ownMembership()),
      reason: room.ownReason(),
    });
  }

  async function closeCall(): Promise<void> {
    stopFollowingName();
    stopFollowingName = () => {};
    if (call !== null) closing = call.close();
    call = null;
    await closing;
  }

  /** Runs `work` for whoever is signed in. */
  async function signedIn<Value>(
    work: (who: SignedIn) => Promise<Result<Value, Fault>>,
  ): Promise<Result<Value, Fault>> {
    const who = account.current();
    return who === null ? failed(faultOf("account.token_expired", { detail: "nobody is signed in" })) : work(who);
  }

  async function inCall<Value>(
    work: (call: Call, who: SignedIn) => Promise<Result<Value, Fault>>,
  ): Promise<Result<Value, Fault>> {
    return signedIn(async (who) =>
      call === null ? failed(faultOf("room.not_found", { detail: "no call is open" })) : work(call, who),
    );
  }

  return {
    acceptKeyPort: async (port) => outlet.connect(port),
    async follow(onEvent) {
      listeners.add(onEvent);
      return () => void listeners.delete(onEvent);
    },

    restore: () => account.restore(),
    signIn: (input) => account.signIn(input),
    register: (input) => account.register(input),
    registerGuest: (input) => account.registerGuest(input),
    async signOut() {
      await closeCall();
      recentCalls = "";
      await account.signOut();
    },
    setDisplayName: (name) =>
      signedIn(async ({ http, session }) => {
        const result = await putDisplayName(http, session().userId, name.trim());
        if (result.ok) await account.change({ displayName: name.trim() });
        return result;
      }),
    setAvatar: (image) =>
      signedIn(async ({ http, session }) => {
        const uploaded = image === null ? ok("") : await uploadImage(session(), image);
        if (!uploaded.ok) return uploaded;
        const result = await putAvatar(http, session().userId, uploaded.value);
        if (result.ok) await account.change({ avatarMxc: uploaded.value === "" ? null : uploaded.value });
        return result;
      }),
    fetchAvatar: (mxc, sizePx) => signedIn(({ session }) => downloadAvatar(session(), mxc, sizePx)),

    createRoom: ({ name, encryption }) =>
      signedIn(async ({ http, session }) => {
        const isPerParticipant = encryption === "per_participant";
        const created = await createCallRoom(http, { name, isEncrypted: isPerParticipant });
        if (!created.ok) return created;
        const roomId = created.value;
        const password = isPerParticipant
          ? null
          : encodeBase64Url(crypto.getRandomValues(new Uint8Array(PASSWORD_BYTES)));
        if (password !== null) await passwords.remember(roomId, password);
        const viaServers = [serverNameOf(session().userId)];
        return ok({
          roomId,
          path: invitePathOf({ roomId, name: name.trim(), viaServers, password, isPerParticipant }),
        });
      }),
    findRoom: (address) => signedIn((who) => rooms.find(who, address)),
    enterRoom: (address) => signedIn((who) => rooms.enter(who, address)),
    knock: (address) => signedIn((who) => rooms.knock(who, address)),
    forgetRoom: (roomId) =>
      signedIn(async (who) => {
        const result = await rooms.forget(who, roomId);
        if (result.ok) await passwords.forget(roomId);
        return result;
      }),

    openCall: ({ roomId, password: given, mode, timings, notification = null, isVerifiedOnly = false }) =>
      signedIn(async (who) => {
        const [known] = await Promise.all([rooms.whenSynced(who, roomId), passwords.load()]);
        if (!known.ok) return known;
        const password = given ?? passwords.peek(roomId);
        const isPlain = !hasEncryption(known.value.room) && password === null;
        // The sync can bring a new room in parts. Nobody's media goes out plain because of that: the server is asked.
        const isLate = isPlain && (await isEncryptedAtServer(who, roomId));
        const synced = isLate ? await rooms.whenSynced(who, roomId, hasEncryption) : known;
        if (!synced.ok) return synced;
        if (mode === "matrix_2_0" && !(await supportsStickyEvents(who)))
          return failed(faultOf("sticky.unsupported", { url: who.http.baseUrl }));
        await closeCall();
        const { room, sync } = synced.value;
        if (given !== null) await passwords.remember(roomId, given);
        const isEncrypted = hasEncryption(room);
        const encryption = password !== null ? "shared_key" : isEncrypted ? "per_participant" : "none";
        call = openCall({
          session: who.session(),
          http: who.http,
          sync,
          room,
          mode,
          timings,
          encryption,
          password,
          notification,
          isVerifiedOnly,
          inbox: who.inbox,
          known: openKnownDevices(parts.vault, who.session().userId),
          outlet,
          emit: afterAnswer((events) => emit({ type: "call.events", events })),
        });
        let name = room.name();
        stopFollowingName = room.follow(() => {
          if (room.name() === name) return;
          name = room.name();
          emit({ type: "roomName.changed", roomId, name });
        });
        const viaServers = viaServersOf(room, serverNameOf(who.session().userId));
        const joinRule = room.state("m.room.join_rules", "")?.content.join_rule;
        return ok({
          roomId,
          name,
          avatarMxc: room.avatarMxc(),
          encryption,
          invitePath: invitePathOf({ roomId, name, viaServers, password, isPerParticipant: isEncrypted }),
          isPublic: joinRule === "public",
        });
      }),
    closeCall,

    askHomeserverTransports: () => signedIn(({ http }) => fetchHomeserverTransports(http)),
    askWellKnownTransports: () =>
      signedIn(({ http, session }) => fetchWellKnownTransports(serverNameOf(session().userId), http.baseUrl)),
    requestSfuGrant: ({ transport, purpose }) =>
      inCall(({ room, memberId, mode }, { grants, session }) => {
        const { userId, deviceId } = session();
        const own = mode === "matrix_2_0" ? (["get_token"] as const) : (["sfu/get"] as const);
        const endpoints = purpose === "publish" ? own : (["get_token", "sfu/get"] as const);
        return grants.request(transport, { roomId: room.roomId, userId, deviceId, memberId: memberId() }, endpoints);
      }),

    announce: (facts) => inCall((open) => open.announce(facts)),
    distributeKey: () => inCall((open) => open.distributeKey()),
    async updateIntent(intent) {
      await call?.update({ intent });
    },
    updateTransport: (transport) => inCall((open) => open.update({ transport })),
    async leave() {
      await call?.leave();
    },
    async reportParticipants(participantIds) {
      call?.reportParticipants(participantIds);
    },
    async reportMissingKey(participantId) {
      call?.reportMissingKey(participantId);
    },
  };
}
