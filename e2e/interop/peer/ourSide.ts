import { Room } from "livekit-client";
import type { ParticipantId } from "../../../machines/domain/ids.ts";
import { createDecryptionFold } from "../../../shell/adapters/livekit/e2ee/decryption.ts";
import type { FrameAccess } from "../../../shell/adapters/livekit/e2ee/encodedStreams.ts";
import { createE2eeManager } from "../../../shell/adapters/livekit/e2ee/e2eeManager.ts";
import type { KeyMessage } from "../../../workers/media-crypto/mediaCrypto.api.ts";
import { mediaCryptoClient } from "../../../workers/media-crypto/mediaCrypto.client.ts";
import { materialOf, type Side } from "./side.ts";

/** A room that our media-crypto worker encrypts, with keys as the homeserver worker would post them. */
export async function createOurSide(access: FrameAccess): Promise<Side> {
  const worker = new Worker(new URL("../../../workers/media-crypto/mediaCrypto.worker.ts", import.meta.url), {
    type: "module",
    name: "media-crypto",
  });
  const mediaCrypto = mediaCryptoClient(worker);
  const { port1, port2 } = new MessageChannel();
  await mediaCrypto.acceptKeyPort(port1);
  const tell = (message: KeyMessage) => port2.postMessage(message);
  const said: string[] = [];
  const fold = createDecryptionFold();
  await mediaCrypto.follow((event) => {
    const news = fold.take(event);
    if (news !== null) said.push(`${news.participantId} ${news.decryption}`);
  });
  const e2eeManager = createE2eeManager({
    mediaCrypto,
    connectionId: "interop",
    access,
    onEvent: ({ type, participantId }) => said.push(`${participantId} ${type}`),
  });
  const room = new Room({ encryption: { e2eeManager } });
  await room.setE2EEEnabled(true);
  return {
    room,
    said,
    setKey: async (identity, keyIndex, keyHex) =>
      tell({ kind: "key.set", participantId: identity as ParticipantId, keyIndex, key: await materialOf(keyHex) }),
    useOwnKey: async (_identity, keyIndex, keyHex) => {
      tell({ kind: "ownKey.set", keyIndex, key: await materialOf(keyHex) });
      tell({ kind: "ownKey.use", keyIndex });
    },
    setPassword: async (password) => {
      const raw = new TextEncoder().encode(password);
      const key = await crypto.subtle.importKey("raw", raw, "PBKDF2", false, ["deriveBits", "deriveKey"]);
      tell({ kind: "sharedKey.set", keyIndex: 0, key });
    },
    counters: () => mediaCrypto.readCounters(),
  };
}
