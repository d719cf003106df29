import { faultOf, type Fault, type FaultCode } from "../../../machines/domain/fault.ts";
import type { RoomId } from "../../../machines/domain/ids.ts";
import { failed, ok, type Result } from "../../../machines/domain/result.ts";
import type { RoomPreview } from "../homeserver.api.ts";
import { faultOfFailure } from "../http/matrixFault.ts";
import { path, type Json, type MatrixHttp } from "../http/matrixHttp.ts";
import type { SyncedRoom } from "../matrix/syncedRoom.ts";

/** Where a room is looked for. */
export interface RoomAddress {
  readonly roomIdOrAlias: string;
  readonly viaServers: readonly string[];
}

const CODES: Readonly<Record<string, FaultCode>> = {
  M_NOT_FOUND: "room.not_found",
  M_INVALID_PARAM: "room.not_found",
  M_UNKNOWN: "room.not_found",
  M_FORBIDDEN: "room.not_joinable",
  M_BAD_STATE: "room.banned",
  M_UNABLE_TO_AUTHORISE_JOIN: "room.not_joinable",
  M_UNABLE_TO_GRANT_JOIN: "room.not_joinable",
};

/** Looks at a room from outside (MSC3266). @faults room.not_found, homeserver.unreachable */
export async function fetchRoomSummary(
  http: MatrixHttp,
  { roomIdOrAlias, viaServers }: RoomAddress,
): Promise<Result<RoomPreview, Fault>> {
  const reply = await http.request({
    method: "GET",
    path: path`/_matrix/client/v1/room_summary/${roomIdOrAlias}`,
    query: viaServers.map((server) => ["via", server] as const),
  });
  // Servers say "not found" too about rooms that they will not show to us.
  return reply.ok
    ? ok(previewOfSummary(reply.value, viaServers))
    : failed(faultOfFailure(reply.fault, { ...CODES, M_FORBIDDEN: "room.not_found" }));
}

/** Finds the id behind an alias, and servers to join by. */
export async function resolveAlias(
  http: MatrixHttp,
  alias: string,
): Promise<Result<{ roomId: RoomId; viaServers: readonly string[] }, Fault>> {
  const reply = await http.request({ method: "GET", path: path`/_matrix/client/v3/directory/room/${alias}` });
  if (!reply.ok) return failed(faultOfFailure(reply.fault, CODES));
  const { room_id: roomId, servers } = reply.value;
  if (typeof roomId !== "string") return failed(faultOf("room.not_found", { detail: alias }));
  return ok({
    roomId: roomId as RoomId,
    viaServers: Array.isArray(servers) ? servers.filter((server) => typeof server === "string").slice(0, 5) : [],
  });
}

/** Joins. @faults room.banned, room.not_joinable, room.not_found, homeserver.unreachable */
export function joinRoom(http: MatrixHttp, address: RoomAddress): Promise<Result<RoomId, Fault>> {
  return comeIn(http, path`/_matrix/client/v3/join/${address.roomIdOrAlias}`, address);
}

/** Asks to be let in. @faults room.banned, room.not_joinable, room.not_found, homeserver.unreachable */
export function knockOnRoom(http: MatrixHttp, address: RoomAddress): Promise<Result<RoomId, Fault>> {
  return comeIn(http, path`/_matrix/client/v3/knock/${address.roomIdOrAlias}`, address);
}

async function comeIn(http: MatrixHttp, address: string, { viaServers }: RoomAddress): Promise<Result<RoomId, Fault>> {
  const reply = await http.request({
    method: "POST",
    path: address,
    // The first is what the specification says now, the second what servers before it read.
    query: viaServers.flatMap(
      (server) =>
        [
          ["via", server],
          ["server_name", server],
        ] as const,
    ),
    body: {},
    timeoutMs: JOIN_TIMEOUT_MS,
  });
  if (!reply.ok) return failed(refusalOf(faultOfFailure(reply.fault, CODES)));
  return typeof reply.value.room_id === "string"
    ? ok(reply.value.room_id as RoomId)
    : failed(faultOf("room.not_joinable"));
}

/** Joining over federation fetches the room's state first, so it gets longer than other requests, in ms. */
const JOIN_TIMEOUT_MS = 20_000;

/** What we know of a room that we are in. */
export function previewOfRoom(room: SyncedRoom, viaServers: readonly string[]): RoomPreview {
  return {
    roomId: room.roomId,
    name: room.name(),
    avatarMxc: room.avatarMxc(),
    joinRule: joinRuleOf(room.state("m.room.join_rules", "")?.content.join_rule),
    membership: membershipOf(room.ownMembership()),
    isEncrypted: room.state("m.room.encryption", "") !== null,
    memberCount: room.memberCount(),
    viaServers,
  };
}

function previewOfSummary(body: Json, viaServers: readonly string[]): RoomPreview {
  const { room_id: roomId, name, avatar_url: avatar, join_rule: rule, membership, num_joined_members: count } = body;
  const encryption = body.encryption ?? body["im.nheko.summary.encryption"];
  return {
    roomId: String(roomId) as RoomId,
    name: typeof name === "string" ? name : typeof body.canonical_alias === "string" ? body.canonical_alias : "",
    avatarMxc: typeof avatar === "string" ? avatar : null,
    joinRule: joinRuleOf(rule),
    // "leave" is also what Synapse says of people who never were there.
    membership: membership === "leave" ? "none" : membershipOf(membership),
    isEncrypted: typeof encryption === "string",
    memberCount: typeof count === "number" ? count : 0,
    viaServers,
  };
}

function joinRuleOf(rule: unknown): RoomPreview["joinRule"] {
  if (rule === undefined || rule === "public") return "public";
  // Whoever fulfils a restriction may join; with `knock_restricted` everybody else may ask.
  if (rule === "knock" || rule === "knock_restricted") return "knock";
  return rule === "invite" || rule === "restricted" ? rule : "other";
}

/** Reads our standing in a room; absent means that we never had one. */
export function membershipOf(value: unknown): RoomPreview["membership"] {
  return value === "join" || value === "invite" || value === "knock" || value === "leave" || value === "ban"
    ? value
    : "none";
}

/** "Forbidden" and its like do not say why; the words beside them do. */
function refusalOf(fault: Fault): Fault {
  if (fault.code !== "room.not_joinable" && fault.code !== "room.not_found") return fault;
  if (/\bbanned\b/i.test(fault.detail ?? "")) return { ...fault, code: "room.banned" };
  return fault;
}
