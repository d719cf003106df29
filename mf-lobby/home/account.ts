import type { AccountView } from "@shell/contract";

/** Whether home asks for a name as well, as nobody is signed in. While the account is being restored it is taken to be there. */
export function isSignedOut({ userId, status }: AccountView): boolean {
  return status === "expired" || (userId === null && status !== "restoring");
}
