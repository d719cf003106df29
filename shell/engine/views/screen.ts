import type { SnapshotFrom } from "xstate";
import type { accountMachine } from "../../../machines/account/account.machine.ts";
import type { callMachine } from "../../../machines/call/call.machine.ts";
import type { Fault } from "../../../machines/domain/fault.ts";
import type { roomMachine } from "../../../machines/room/room.machine.ts";
import type { Route } from "../../routes/router.ts";
import type { Screen } from "../../contract/snapshot.ts";

/** What the screen is chosen from. */
export interface ScreenFacts {
  readonly route: Route;
  /** What keeps the whole page from working. */
  readonly pageFault: Fault | null;
  readonly account: SnapshotFrom<typeof accountMachine>;
  /** Somebody signed in here before, so that it is worth waiting for the account. */
  readonly wasSignedIn: boolean;
  readonly room: SnapshotFrom<typeof roomMachine>;
  readonly call: SnapshotFrom<typeof callMachine>;
}

/** The screen, and the fault that it shows if it is `fault`. */
export function selectScreen({ route, pageFault, account, wasSignedIn, room, call }: ScreenFacts): {
  readonly screen: Screen;
  readonly fault: Fault | null;
} {
  if (pageFault !== null) return { screen: "fault", fault: pageFault };
  if (route.name !== "room") return { screen: route.name, fault: null };
  if (call.matches("inCall") || call.matches("leaving")) return { screen: "call", fault: null };
  if (call.matches("ended")) return { screen: "ended", fault: null };
  if (call.matches("failed")) return { screen: "fault", fault: call.context.fault };
  if (room.matches("denied")) return { screen: "fault", fault: room.context.fault };
  return { screen: isNameAsked() ? "entry" : "lobby", fault: null };

  function isNameAsked(): boolean {
    // A name in the link answers the question, unless no account could be had with it.
    if (route.params.displayName !== null && account.context.fault === null) return false;
    if (account.matches("restoring")) return !wasSignedIn;
    return account.matches("signedOut") || account.matches("expired") || account.matches("registering");
  }
}
