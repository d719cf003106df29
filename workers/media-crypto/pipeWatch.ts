import type { KeyIndex } from "../../machines/domain/ids.ts";
import type { FrameCounters, MediaCryptoEvent, RejectReason, TrackPipe, WithholdReason } from "./mediaCrypto.api.ts";

/** Bad frames in a row before they are worth saying: one alone is damage on the way. A missing key is certain at once. */
const BAD_FRAMES_BEFORE_REPORT = 3;
/** Between two reports of bad frames of one pipe, in ms; whoever sends them must not decide how busy the page is. */
const REPORT_INTERVAL_MS = 1_000;

type Change =
  | { readonly type: "frames.decrypted" | "frames.encrypted"; readonly keyIndex: KeyIndex }
  | { readonly type: "frames.rejected"; readonly reason: RejectReason; readonly keyIndex: KeyIndex | null }
  | { readonly type: "frames.withheld"; readonly reason: WithholdReason }
  | { readonly type: "frames.ended" };

/** Counts one pipe's frames and says what changed. */
export interface PipeWatch {
  /** @returns whether this frame ended a time of bad ones, or was the first */
  readonly passed: (keyIndex: KeyIndex) => boolean;
  readonly cameFromServer: () => void;
  readonly rejected: (reason: RejectReason, keyIndex: KeyIndex | null) => void;
  readonly withheld: (reason: WithholdReason) => void;
  /** A frame that could not even be read; dropped. */
  readonly unreadable: () => void;
  /** The track is gone. Said only of a track that something was said of. */
  readonly ended: () => void;
  readonly counters: () => FrameCounters;
  /** The last change, for whoever begins to follow now; null when there is nothing to say, or no longer. */
  readonly latest: () => MediaCryptoEvent | null;
}

const counterOf = {
  "missing-key": "missingKey",
  "invalid-key": "invalidKey",
  unencrypted: "unencrypted",
  "unsupported-codec": "unsupportedCodec",
  unreadable: "unreadable",
} as const satisfies Record<RejectReason | WithholdReason, keyof FrameCounters>;

/** Watches `pipe`. @param now milliseconds of any clock that does not go back */
export function createPipeWatch(
  pipe: TrackPipe,
  direction: FrameCounters["direction"],
  now: () => number,
  emit: (event: MediaCryptoEvent) => void,
): PipeWatch {
  const { connectionId, trackId, participantId, media } = pipe;
  const counts = {
    passed: 0,
    serverFrames: 0,
    missingKey: 0,
    invalidKey: 0,
    unencrypted: 0,
    unsupportedCodec: 0,
    unreadable: 0,
  };
  let latest: MediaCryptoEvent | null = null;
  let badInARow = 0;
  let reportedAt = -Infinity;

  const change = (what: Change) => {
    const event: MediaCryptoEvent = { connectionId, trackId, participantId, media, ...what };
    latest = event;
    emit(event);
  };
  const bad = (what: Extract<Change, { readonly reason: unknown }>) => {
    counts[counterOf[what.reason]] += 1;
    badInARow += 1;
    const isCertain = what.reason !== "invalid-key" && what.reason !== "unencrypted";
    if (!isCertain && badInARow < BAD_FRAMES_BEFORE_REPORT) return;
    if (latest !== null && "reason" in latest && latest.reason === what.reason) return;
    if (now() - reportedAt < REPORT_INTERVAL_MS) return;
    reportedAt = now();
    change(what);
  };

  return {
    passed: (keyIndex) => {
      counts.passed += 1;
      badInARow = 0;
      const hadPassed = latest !== null && !("reason" in latest);
      if (hadPassed && latest !== null && "keyIndex" in latest && latest.keyIndex === keyIndex) return false;
      change({ type: direction === "encrypt" ? "frames.encrypted" : "frames.decrypted", keyIndex });
      return !hadPassed;
    },
    cameFromServer: () => void (counts.serverFrames += 1),
    rejected: (reason, keyIndex) => bad({ type: "frames.rejected", reason, keyIndex }),
    withheld: (reason) => bad({ type: "frames.withheld", reason }),
    unreadable: () => void (counts.unreadable += 1),
    ended: () => {
      if (latest === null) return;
      change({ type: "frames.ended" });
      latest = null;
    },
    counters: () => ({ connectionId, trackId, participantId, direction, ...counts }),
    latest: () => latest,
  };
}
