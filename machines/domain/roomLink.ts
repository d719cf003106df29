import { decodePath } from "./urlQuery.ts";

/** How a link names its room; the id, when there is one, counts. */
export interface RoomLink {
  /** `!opaque`, with or without a server part. */
  readonly roomId: string | null;
  /** The alias or readable name as it stood in the link, without a leading `#`; perhaps without a server part. */
  readonly alias: string | null;
}

/**
 * Reads the room of `/room/#/<alias-or-name>?roomId=…`, `/room#alias`, `/room/<alias>` or `/<alias>`; the fragment counts before
 * the path. @returns null when it names none.
 */
export function decodeRoomLink(pathname: string, fragmentPath: string, rawRoomId: string | null): RoomLink | null {
  const roomId = rawRoomId === null ? null : cleanRoomId(rawRoomId);
  const alias = nameIn(fragmentPath) ?? nameIn(pathname.replace(/^\/room(?=\/|$)/u, ""));
  return roomId === null && alias === null ? null : { roomId, alias };
}

/** A room id as it was meant: what cannot be printed is cut off at both ends. @returns null when no id is left. */
export function cleanRoomId(raw: string): string | null {
  const roomId = raw.replace(/^[\p{C}\p{Z}]+|[\p{C}\p{Z}]+$/gu, "");
  return roomId.startsWith("!") && roomId.length > 1 ? roomId : null;
}

/**
 * What to look a link's room up by: its id, or its whole alias in lower case with `#` and `serverName` filled in.
 * @returns null when the alias has no server part and none is known.
 */
export function roomIdOrAliasOf({ roomId, alias }: RoomLink, serverName: string | null): string | null {
  if (roomId !== null) return roomId;
  if (alias === null) return null;
  const lower = alias.toLowerCase();
  if (lower.includes(":")) return `#${lower}`;
  return serverName === null ? null : `#${lower}:${serverName}`;
}

/** The room's name as far as the link tells it: what stands beside an id was made from the name, an alias is shown as it is. */
export function nameOfLink(link: RoomLink | null): string {
  const alias = link?.alias ?? "";
  if (link?.roomId === null || alias === "") return alias;
  const words = alias.replace(/-+/gu, " ").trim();
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}

function nameIn(path: string): string | null {
  const name = decodePath(path)
    .replace(/^\/+|\/+$/gu, "")
    .replace(/^#/u, "")
    .trim();
  return name === "" ? null : name;
}
