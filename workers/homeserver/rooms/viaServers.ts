import type { SyncedRoom } from "../matrix/syncedRoom.ts";

/** How many servers a link names. */
const MAX_SERVERS = 3;

/** Servers by which others can join: our own first, then those with the most people. */
export function viaServersOf(room: SyncedRoom, ownServer: string): readonly string[] {
  const counts = new Map<string, number>();
  for (const { userId } of room.joined()) {
    const server = userId.slice(userId.indexOf(":") + 1);
    counts.set(server, (counts.get(server) ?? 0) + 1);
  }
  counts.delete(ownServer);
  const others = [...counts].toSorted(([, a], [, b]) => b - a).map(([server]) => server);
  return [ownServer, ...others].slice(0, MAX_SERVERS);
}
