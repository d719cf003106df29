import type { RoomId } from "../../../machines/domain/ids.ts";

/** Makes the path of an invite link, after the origin, in the form that Element Call reads too. */
export function invitePathOf(input: {
  readonly roomId: RoomId;
  readonly name: string;
  readonly viaServers: readonly string[];
  readonly password: string | null;
  readonly isPerParticipant: boolean;
}): string {
  const query = new URLSearchParams();
  // Some readers undo the percent-encoding once more than the form asks for: harmless for the passwords we make.
  if (input.password !== null) query.append("password", encodeURIComponent(input.password));
  else if (input.isPerParticipant) query.append("perParticipantE2EE", "true");
  query.append("roomId", input.roomId);
  for (const server of input.viaServers) query.append("viaServers", server);
  return `/room/#/${slugOf(input.name)}?${query}`;
}

/** The readable part of a link: spaces become dashes, the rest that is no word goes. */
export function slugOf(name: string): string {
  return name
    .trim()
    .replaceAll(/\s+/g, "-")
    .replaceAll(/[^\w-]/g, "")
    .toLowerCase();
}
