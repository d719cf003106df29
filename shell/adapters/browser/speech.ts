/** Read ten times a second, so that a ring follows speech within 100 ms (look.md). */
const READ_EVERY_MS = 100;
/** Linear level above which a voice counts as speech; -40 dBFS, well above the noise floor of a quiet room. */
const SPEECH_LEVEL = 0.01;
/** A ring goes 400 ms after the last word, so that it does not flicker between syllables (look.md). */
const HOLD_MS = 400;

/** Somebody who can be heard. */
export interface Voice {
  readonly id: string;
  /** Linear level 0 to 1. */
  readonly readLevel: () => number;
}

/**
 * Tells who speaks from levels that others measured, without decoding any sound for it. Levels are samples: they go to
 * `onLevel`; a beginning or end of speech goes to `onSpeech`.
 */
export function watchSpeech(
  voices: () => Iterable<Voice>,
  onLevel: (id: string, level: number) => void,
  onSpeech: (id: string, isSpeaking: boolean) => void,
  signal: AbortSignal,
): void {
  const lastHeardAt = new Map<string, number>();
  const timer = setInterval(() => {
    const now = performance.now();
    const present = new Set<string>();
    for (const voice of voices()) {
      present.add(voice.id);
      const level = voice.readLevel();
      onLevel(voice.id, level);
      if (level < SPEECH_LEVEL) continue;
      if (!lastHeardAt.has(voice.id)) onSpeech(voice.id, true);
      lastHeardAt.set(voice.id, now);
    }
    for (const [id, heardAt] of lastHeardAt) {
      if (present.has(id) && now - heardAt < HOLD_MS) continue;
      lastHeardAt.delete(id);
      onSpeech(id, false);
    }
  }, READ_EVERY_MS);
  signal.addEventListener("abort", () => clearInterval(timer), { once: true });
}
