import type { SnapshotFrom } from "xstate";
import type { RoomId } from "../../../machines/domain/ids.ts";
import type { Member } from "../../../machines/domain/member.ts";
import type { roomMachine } from "../../../machines/room/room.machine.ts";
import type { OpenedCall } from "../../../workers/homeserver/homeserver.api.ts";
import type { PersonView, RoomView } from "../../contract/snapshot.ts";

const statusOf = {
  idle: "finding",
  resolving: "finding",
  knockNeeded: "knock-needed",
  knocking: "knocking",
  waiting: "waiting",
  entering: "finding",
  enteringAgain: "waiting",
  denied: "finding",
  ready: "ready",
} as const satisfies Partial<Record<SnapshotFrom<typeof roomMachine>["value"], RoomView["status"]>>;

/** What views know of the room; `linkName` is its name as far as the link tells it, empty where no link is open. */
export function selectRoomView(
  snapshot: SnapshotFrom<typeof roomMachine>,
  opened: OpenedCall | null,
  renamed: { readonly roomId: RoomId; readonly name: string } | null,
  members: readonly Member[],
  linkName: string,
  origin: string,
): RoomView | null {
  if (snapshot.matches("idle") && linkName === "") return null;
  const { preview } = snapshot.context;
  return {
    status: snapshot.value in statusOf ? statusOf[snapshot.value as keyof typeof statusOf] : "finding",
    name:
      (renamed?.roomId === preview?.roomId ? renamed?.name : undefined) ?? opened?.name ?? preview?.name ?? linkName,
    avatarMxc: opened?.avatarMxc ?? preview?.avatarMxc ?? null,
    encryption: opened?.encryption ?? null,
    inviteUrl: opened === null ? null : `${origin}${opened.invitePath}`,
    present: people(members),
  };
}

/** One for each user, as a lobby shows people and not devices. */
function people(members: readonly Member[]): readonly PersonView[] {
  const byUser = new Map<string, PersonView>();
  for (const { userId, displayName, avatarMxc, isOwn } of members) {
    if (!isOwn && !byUser.has(userId)) byUser.set(userId, { id: userId, displayName, avatarMxc });
  }
  return [...byUser.values()];
}
