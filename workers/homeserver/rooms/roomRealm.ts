import { faultOf, type Fault } from "../../../machines/domain/fault.ts";
import type { RoomId } from "../../../machines/domain/ids.ts";
import { failed, ok, type Result } from "../../../machines/domain/result.ts";
import type { SignedIn } from "../account/accountRealm.ts";
import { serverNameOf } from "../account/session.ts";
import type { RoomPreview } from "../homeserver.api.ts";
import { faultOfFailure } from "../http/matrixFault.ts";
import { path } from "../http/matrixHttp.ts";
import type { MatrixSync } from "../matrix/matrixSync.ts";
import type { SyncedRoom } from "../matrix/syncedRoom.ts";
import { fetchRoomSummary, joinRoom, knockOnRoom, previewOfRoom, resolveAlias, type RoomAddress } from "./findRoom.ts";
import { viaServersOf } from "./viaServers.ts";

/** How long the first sync, or a room's way into it, may take, in ms. */
const SYNC_DEADLINE_MS = 20_000;

/** Finds, enters and leaves rooms for whoever is signed in. */
export interface RoomRealm {
  find(signedIn: SignedIn, address: RoomAddress): Promise<Result<RoomPreview, Fault>>;
  enter(signedIn: SignedIn, address: RoomAddress): Promise<Result<RoomPreview, Fault>>;
  knock(signedIn: SignedIn, address: RoomAddress): Promise<Result<null, Fault>>;
  forget(signedIn: SignedIn, roomId: RoomId): Promise<Result<null, Fault>>;
  /** Waits until a room that we are in is in the sync, and `isComplete` if that is given. */
  whenSynced(
    signedIn: SignedIn,
    roomId: RoomId,
    isComplete?: (room: SyncedRoom) => boolean,
  ): Promise<Result<{ sync: MatrixSync; room: SyncedRoom }, Fault>>;
  /** The sync brought something: waiting calls look again. */
  noteChange(): void;
  /** Whether the page deals with this room. */
  isWatched(roomId: RoomId): boolean;
}

/** Makes it; it remembers which rooms the page deals with. */
export function createRoomRealm(): RoomRealm {
  const watched = new Set<RoomId>();
  const waiting = new Set<() => void>();

  async function whenSynced(
    signedIn: SignedIn,
    roomId: RoomId,
    isComplete = hasState,
  ): Promise<Result<{ sync: MatrixSync; room: SyncedRoom }, Fault>> {
    watched.add(roomId);
    const deadline = AbortSignal.timeout(SYNC_DEADLINE_MS);
    const late = new Promise<null>((resolve) =>
      deadline.addEventListener("abort", () => resolve(null), { once: true }),
    );
    const sync = await Promise.race([late, signedIn.sync.catch(() => null)]);
    const isReady =
      sync !== null && (await Promise.race([late, sync.ready.then(() => true).catch(() => null)])) === true;
    if (!isReady)
      return failed(faultOf("homeserver.unreachable", { url: signedIn.http.baseUrl, detail: "no sync in time" }));
    for (;;) {
      const room = sync.room(roomId);
      if (room?.ownMembership() === "join" && isComplete(room)) return ok({ sync, room });
      const changed = Promise.withResolvers<"changed">();
      const wake = () => changed.resolve("changed");
      waiting.add(wake);
      const outcome = await Promise.race([late, changed.promise]);
      waiting.delete(wake);
      if (outcome === null) return failed(faultOf("room.not_found", { detail: `${roomId} did not come in time` }));
    }
  }

  /** The room, if the sync has it and we are in it. */
  function syncedNow(signedIn: SignedIn, roomId: string): SyncedRoom | null {
    const room = signedIn.syncNow()?.room(roomId) ?? null;
    return room?.ownMembership() === "join" ? room : null;
  }

  async function withId(signedIn: SignedIn, address: RoomAddress): Promise<Result<RoomAddress, Fault>> {
    if (!address.roomIdOrAlias.startsWith("#")) return ok(address);
    const resolved = await resolveAlias(signedIn.http, address.roomIdOrAlias);
    if (!resolved.ok) return resolved;
    return ok({
      roomIdOrAlias: resolved.value.roomId,
      viaServers: [...new Set([...address.viaServers, ...resolved.value.viaServers])],
    });
  }

  /** Says why a join was refused: "forbidden" alone does not tell a ban from a door to knock on. */
  async function reasonOf(signedIn: SignedIn, address: RoomAddress, refusal: Fault): Promise<Fault> {
    if (refusal.code !== "room.not_joinable") return refusal;
    const summary = await fetchRoomSummary(signedIn.http, address);
    if (!summary.ok) return refusal;
    if (summary.value.membership === "ban") return { ...refusal, code: "room.banned" };
    return summary.value.joinRule === "knock" ? { ...refusal, code: "room.knock_needed" } : refusal;
  }

  async function enter(signedIn: SignedIn, input: RoomAddress): Promise<Result<RoomPreview, Fault>> {
    const address = await withId(signedIn, input);
    if (!address.ok) return address;
    const { roomIdOrAlias, viaServers } = address.value;
    if (syncedNow(signedIn, roomIdOrAlias) === null) {
      const joined = await joinRoom(signedIn.http, address.value);
      if (!joined.ok) return failed(await reasonOf(signedIn, address.value, joined.fault));
    }
    const synced = await whenSynced(signedIn, roomIdOrAlias as RoomId);
    if (!synced.ok) return synced;
    const via =
      viaServers.length > 0 ? viaServers : viaServersOf(synced.value.room, serverNameOf(signedIn.session().userId));
    return ok(previewOfRoom(synced.value.room, via));
  }

  return {
    async find(signedIn, address) {
      const known = syncedNow(signedIn, address.roomIdOrAlias);
      if (known !== null) return ok(previewOfRoom(known, address.viaServers));
      const seen = await fetchRoomSummary(signedIn.http, address);
      if (seen.ok || seen.fault.code !== "room.not_found") return seen;
      // A room by invitation is hidden from those outside as if it were not there; only at its door one is told.
      return enter(signedIn, address);
    },
    enter,
    async knock(signedIn, address) {
      const knocked = await knockOnRoom(signedIn.http, address);
      if (!knocked.ok) return knocked;
      watched.add(knocked.value);
      return ok(null);
    },
    async forget(signedIn, roomId) {
      const left = await signedIn.http.request({
        method: "POST",
        path: path`/_matrix/client/v3/rooms/${roomId}/leave`,
        body: {},
      });
      if (!left.ok && left.fault.errcode !== "M_FORBIDDEN")
        return failed(faultOfFailure(left.fault, { M_NOT_FOUND: "room.not_found" }));
      await signedIn.http.request({ method: "POST", path: path`/_matrix/client/v3/rooms/${roomId}/forget`, body: {} });
      return ok(null);
    },
    whenSynced,
    noteChange() {
      for (const wake of waiting) wake();
    },
    isWatched: (roomId) => watched.has(roomId),
  };
}

/** A room is there before its state is. */
function hasState(room: SyncedRoom): boolean {
  return room.state("m.room.create", "") !== null;
}
