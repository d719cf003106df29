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

/**
 * What views know of the account.
 * @param wasSignedIn somebody signed in here before; else nobody is taken to be there while that is looked up
 */
export function selectAccountView(
  snapshot: SnapshotFrom<typeof accountMachine>,
  address: HomeserverAddress | null,
  wasSignedIn: boolean,
): AccountView {
  const { account, fault } = snapshot.context;
  return {
    status: snapshot.matches("restoring") && !wasSignedIn ? "signed-out" : statusOf[snapshot.value],
    userId: account?.userId ?? null,
    displayName: account?.displayName ?? null,
    avatarMxc: account?.avatarMxc ?? null,
    isGuest: account?.isGuest ?? false,
    serverName: address?.serverName ?? null,
    fault,
  };
}
