import type { RoomId } from "../../../machines/domain/ids.ts";
import type { SignedIn } from "../account/accountRealm.ts";
import { path } from "../http/matrixHttp.ts";
import type { SyncedRoom } from "../matrix/syncedRoom.ts";

/** Whether the sync says that the room is encrypted. */
export function hasEncryption(room: SyncedRoom): boolean {
  return room.state("m.room.encryption", "") !== null;
}

/** Whether the server says, or may have said, that the room is encrypted: only "not found" means that it is not. */
export async function isEncryptedAtServer({ http }: SignedIn, roomId: RoomId): Promise<boolean> {
  const reply = await http.request({
    method: "GET",
    path: path`/_matrix/client/v3/rooms/${roomId}/state/m.room.encryption/`,
  });
  return reply.ok || reply.fault.status !== 404;
}

/** Whether the homeserver keeps sticky events (MSC4354); a server that does not answer is asked again when it matters. */
export async function supportsStickyEvents({ http }: SignedIn): Promise<boolean> {
  const reply = await http.request({ method: "GET", path: "/_matrix/client/versions" });
  if (!reply.ok) return true;
  const features = reply.value.unstable_features;
  return (
    typeof features === "object" &&
    features !== null &&
    (features as Record<string, unknown>)["org.matrix.msc4354"] === true
  );
}
