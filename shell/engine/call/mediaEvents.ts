import type { ParticipantId } from "../../../machines/domain/ids.ts";
import type { MediaDecryption } from "../../../machines/events/callEvents.ts";
import type { MediaCryptoClient, MediaCryptoEvent } from "../../../workers/media-crypto/mediaCrypto.api.ts";

const decryptionOf = {
  "missing-key": "missing_key",
  "invalid-key": "invalid_key",
  unencrypted: "unencrypted",
  "unsupported-codec": "invalid_key",
} as const;

/** A running watch over decryption. */
export interface DecryptionWatch {
  /** They left: what was said of them counts no more. */
  forget(participantId: ParticipantId): void;
  stop(): void;
}

/** Says, at changes only, whether a participant's frames can be decrypted. */
export function followDecryption(
  mediaCrypto: MediaCryptoClient,
  emit: (event: MediaDecryption) => void,
  onMissingKey: (participantId: ParticipantId) => void,
): DecryptionWatch {
  const last = new Map<ParticipantId, MediaDecryption["decryption"]>();
  function onEvent(event: MediaCryptoEvent): void {
    if (event.type !== "frames.decrypted" && event.type !== "frames.rejected") return;
    const decryption = event.type === "frames.decrypted" ? "decrypting" : decryptionOf[event.reason];
    if (decryption === "missing_key") onMissingKey(event.participantId);
    if (last.get(event.participantId) === decryption) return;
    last.set(event.participantId, decryption);
    emit({ type: "media.decryptionChanged", v: 1, participantId: event.participantId, decryption });
  }
  let stop: (() => void) | null = null;
  let isEnded = false;
  void mediaCrypto.follow(onEvent).then((stopFollowing) => {
    stop = stopFollowing;
    if (isEnded) stopFollowing();
  });
  return {
    forget: (participantId) => last.delete(participantId),
    stop() {
      isEnded = true;
      stop?.();
    },
  };
}
