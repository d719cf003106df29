import type { SnapshotFrom } from "xstate";
import type { accountMachine } from "../../../machines/account/account.machine.ts";
import type { HomeserverAddress } from "../../../workers/homeserver/homeserver.api.ts";
import type { AccountView } from "../../contract/snapshot.ts";

const statusOf = {
  restoring: "restoring",
  signedOut: "signed-out",
  registering: "registering",
  signingIn: "signing-in",
  signingOut: "signing-out",
  signedIn: "signed-in",
  expired: "expired",
} as const satisfies Record<SnapshotFrom<typeof accountMachine>["value"], AccountView["status"]>;

/** What views know of the account. */
export function selectAccountView(
  snapshot: SnapshotFrom<typeof accountMachine>,
  address: HomeserverAddress | null,
): AccountView {
  const { account, fault } = snapshot.context;
  return {
    status: statusOf[snapshot.value],
    userId: account?.userId ?? null,
    displayName: account?.displayName ?? null,
    avatarMxc: account?.avatarMxc ?? null,
    isGuest: account?.isGuest ?? false,
    serverName: address?.serverName ?? null,
    fault,
  };
}
