import { joinRoom, type Json, type MatrixAccount } from "./matrix.ts";
import type { TestSite } from "./site.ts";

/** Takes part in the call of `link` by a membership alone, without media, so that the others owe `account` their keys. */
export async function joinByHand({ addresses }: TestSite, account: MatrixAccount, link: string): Promise<void> {
  const roomId = await joinRoom(account, link);
  const focus = { type: "livekit", livekit_service_url: addresses.authService, livekit_alias: roomId };
  const stateKey = encodeURIComponent(`_${account.userId}_${account.deviceId}_m.call`);
  const content: Json = {
    application: "m.call",
    call_id: "",
    scope: "m.room",
    device_id: account.deviceId,
    membershipID: `${account.userId}:${account.deviceId}`,
    expires: 14_400_000,
    focus_active: { type: "livekit", focus_selection: "multi_sfu" },
    foci_preferred: [focus],
  };
  await account.request(
    "PUT",
    `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/state/org.matrix.msc3401.call.member/${stateKey}`,
    content,
  );
}
