import type { ParticipantId } from "../../../machines/domain/ids.ts";
import type { MediaDecryption } from "../../../machines/events/callEvents.ts";
import type { MediaCryptoClient, MediaCryptoEvent } from "../../../workers/media-crypto/mediaCrypto.api.ts";
import { createDecryptionFold } from "../../adapters/livekit/e2ee/decryption.ts";

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
  const fold = createDecryptionFold();
  function onEvent(event: MediaCryptoEvent): void {
    if (event.type === "frames.rejected" && event.reason === "missing-key") onMissingKey(event.participantId);
    const news = fold.take(event);
    if (news !== null) emit(news);
  }
  let stop: (() => void) | null = null;
  let isEnded = false;
  void mediaCrypto.follow(onEvent).then((stopFollowing) => {
    stop = stopFollowing;
    if (isEnded) stopFollowing();
  });
  return {
    forget: fold.forget,
    stop() {
      isEnded = true;
      stop?.();
    },
  };
}
