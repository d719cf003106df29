import type { SnapshotFrom } from "xstate";
import type { accountMachine } from "../../../machines/account/account.machine.ts";
import type { discoveryMachine } from "../../../machines/discovery/discovery.machine.ts";
import type { Transport } from "../../../machines/domain/transport.ts";
import type { joinMachine } from "../../../machines/join/join.machine.ts";
import type { JoinView } from "../../contract/snapshot.ts";
import type { roomMachine } from "../../../machines/room/room.machine.ts";

/**
 * What joining is about to do, does, or failed at.
 * @param publishAt where our media would go, once that is known
 * @param refusedCodec the codec that was asked for and cannot be encrypted
 */
export function selectJoinView(
  join: SnapshotFrom<typeof joinMachine> | null,
  account: SnapshotFrom<typeof accountMachine>,
  room: SnapshotFrom<typeof roomMachine>,
  discovery: SnapshotFrom<typeof discoveryMachine>,
  publishAt: Transport | null,
  refusedCodec: JoinView["refusedCodec"],
): JoinView {
  const view = joinViewOf(join, account, room, discovery, publishAt);
  return { ...view, refusedCodec };
}

function joinViewOf(
  join: SnapshotFrom<typeof joinMachine> | null,
  account: SnapshotFrom<typeof accountMachine>,
  room: SnapshotFrom<typeof roomMachine>,
  discovery: SnapshotFrom<typeof discoveryMachine>,
  publishAt: Transport | null,
): Omit<JoinView, "refusedCodec"> {
  if (join?.matches("failed"))
    return { status: "failed", waitingFor: null, step: join.context.step, fault: join.context.fault };
  if (join?.matches("authorising") || join?.matches("joining")) {
    return { status: "joining", waitingFor: null, step: join.context.step, fault: null };
  }
  const waitingFor = waitedFor(account, room, publishAt);
  // In a legacy call the oldest member's transport will do where we have none of our own.
  const fault = discovery.matches("missing") && publishAt === null ? discovery.context.fault : null;
  if (fault !== null) return { status: "failed", waitingFor: null, step: null, fault };
  return { status: waitingFor === null ? "ready" : "waiting", waitingFor, step: null, fault: null };
}

function waitedFor(
  account: SnapshotFrom<typeof accountMachine>,
  room: SnapshotFrom<typeof roomMachine>,
  publishAt: Transport | null,
): JoinView["waitingFor"] {
  if (!account.matches("signedIn")) return "account";
  if (room.matches("waiting") || room.matches("knocking")) return "knock";
  if (!room.matches("ready")) return "room";
  return publishAt === null ? "transport" : null;
}
