import type { ParticipantId } from "../../../../machines/domain/ids.ts";
import type { MediaDecryption } from "../../../../machines/events/callEvents.ts";
import type {
  MediaCryptoClient,
  MediaCryptoEvent,
  RejectReason,
  Stop,
} from "../../../../workers/media-crypto/mediaCrypto.api.ts";

type Decryption = MediaDecryption["decryption"];

const decryptionOf = {
  "missing-key": "missing_key",
  "invalid-key": "invalid_key",
  unencrypted: "unencrypted",
  "unsupported-codec": "invalid_key",
} as const satisfies Record<RejectReason, Decryption>;

/** The worst first: what one track suffers from is said of its member. */
const SEVERITY: readonly Decryption[] = ["unencrypted", "invalid_key", "missing_key", "decrypting"];

/** Says of each member whether their media can be decrypted, when that changes; from what the worker says of each track. */
export function followDecryption(
  mediaCrypto: Pick<MediaCryptoClient, "follow">,
  emit: (event: MediaDecryption) => void,
): Promise<Stop> {
  const byParticipant = new Map<
    ParticipantId,
    { readonly byTrack: Map<string, Decryption>; said: Decryption | null }
  >();
  return mediaCrypto.follow((event) => {
    const decryption = fromFrames(event);
    if (decryption === null) return;
    const { participantId } = event;
    const member = byParticipant.get(participantId) ?? { byTrack: new Map<string, Decryption>(), said: null };
    byParticipant.set(participantId, member);
    // One entry for each kind of media: a new track takes the place of the one before, which may never be heard of again.
    member.byTrack.set(`${event.connectionId} ${event.media}`, decryption);
    const worst = SEVERITY.find((one) => [...member.byTrack.values()].includes(one)) ?? decryption;
    if (worst === member.said) return;
    member.said = worst;
    emit({ type: "media.decryptionChanged", v: 1, participantId, decryption: worst });
  });
}

function fromFrames(event: MediaCryptoEvent): Decryption | null {
  if (event.type === "frames.decrypted") return "decrypting";
  return event.type === "frames.rejected" ? decryptionOf[event.reason] : null;
}
