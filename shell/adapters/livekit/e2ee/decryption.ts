import type { ParticipantId } from "../../../../machines/domain/ids.ts";
import type { MediaDecryption } from "../../../../machines/events/callEvents.ts";
import type { MediaCryptoEvent, RejectReason } from "../../../../workers/media-crypto/mediaCrypto.api.ts";

type Decryption = MediaDecryption["decryption"];

const decryptionOf = {
  "missing-key": "missing_key",
  "invalid-key": "invalid_key",
  unencrypted: "unencrypted",
  "unsupported-codec": "invalid_key",
} as const satisfies Record<RejectReason, Decryption>;

/** The worst first: what one track suffers from is said of its member. */
const SEVERITY: readonly Decryption[] = ["unencrypted", "invalid_key", "missing_key", "decrypting"];

/** Folds what the worker says of tracks into what is said of members. */
export interface DecryptionFold {
  /** @returns what to say of the member, null when nothing changed for them */
  readonly take: (event: MediaCryptoEvent) => MediaDecryption | null;
  /** The member left: what was said of them counts no more. */
  readonly forget: (participantId: ParticipantId) => void;
}

/** Makes a fold that knows nobody yet. */
export function createDecryptionFold(): DecryptionFold {
  const byParticipant = new Map<
    ParticipantId,
    { readonly byTrack: Map<string, Decryption>; said: Decryption | null }
  >();
  return {
    take: (event) => {
      const { participantId } = event;
      const member = byParticipant.get(participantId) ?? { byTrack: new Map<string, Decryption>(), said: null };
      byParticipant.set(participantId, member);
      const track = `${event.connectionId} ${event.trackId}`;
      const decryption = fromFrames(event);
      if (decryption !== null) member.byTrack.set(track, decryption);
      else if (event.type === "frames.ended") member.byTrack.delete(track);
      const worst = SEVERITY.find((one) => [...member.byTrack.values()].includes(one)) ?? null;
      if (worst === null || worst === member.said) return null;
      member.said = worst;
      return { type: "media.decryptionChanged", v: 1, participantId, decryption: worst };
    },
    forget: (participantId) => void byParticipant.delete(participantId),
  };
}

function fromFrames(event: MediaCryptoEvent): Decryption | null {
  if (event.type === "frames.decrypted") return "decrypting";
  return event.type === "frames.rejected" ? decryptionOf[event.reason] : null;
}
