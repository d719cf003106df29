/** How often the level is read, in ms: 20 times a second is as fast as a meter can be seen to move. */
const READ_EVERY_MS = 50;
/** Scales the root mean square of speech (about 0.1 to 0.3) to fill the meter. */
const GAIN = 4;

/** Reads the loudness of `track`, 0 to 1, until the returned function is called. */
export function watchTrackLevel(track: MediaStreamTrack, onLevel: (level: number) => void): () => void {
  const context = new AudioContext();
  const ending = new AbortController();
  // Before the first press on the page a browser may hold the context still.
  if (context.state === "suspended")
    addEventListener("pointerdown", () => void context.resume(), { once: true, signal: ending.signal });
  const source = context.createMediaStreamSource(new MediaStream([track]));
  const analyser = new AnalyserNode(context, { fftSize: 512 });
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    let sum = 0;
    for (const sample of samples) sum += sample * sample;
    onLevel(Math.min(1, Math.sqrt(sum / samples.length) * GAIN));
  }, READ_EVERY_MS);
  return () => {
    ending.abort();
    clearInterval(timer);
    source.disconnect();
    void context.close();
  };
}
