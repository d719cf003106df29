/** Two soft notes, a fifth apart, so that left and right, loud and quiet can be judged. */
const NOTES_HZ = [392, 587];
const NOTE_S = 0.35;

/** Plays the test sound on `speakerId` (null: the default output) at `volume`, 0 to 1. Resolves when it has ended. */
export async function playTestSound(speakerId: string | null, volume: number): Promise<void> {
  const context = new AudioContext();
  if (speakerId !== null && "setSinkId" in context) {
    // An output that is gone leaves the sound on the default one.
    await (context.setSinkId as (id: string) => Promise<void>)(speakerId).catch(() => undefined);
  }
  NOTES_HZ.forEach((frequency, index) => {
    const begin = context.currentTime + index * NOTE_S;
    const tone = new OscillatorNode(context, { type: "sine", frequency });
    const loudness = new GainNode(context, { gain: 0 });
    loudness.gain.setValueAtTime(0, begin);
    loudness.gain.linearRampToValueAtTime(volume * 0.4, begin + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.001, begin + NOTE_S);
    tone.connect(loudness).connect(context.destination);
    tone.start(begin);
    tone.stop(begin + NOTE_S);
  });
  await new Promise((resolve) => setTimeout(resolve, NOTES_HZ.length * NOTE_S * 1000));
  await context.close();
}
