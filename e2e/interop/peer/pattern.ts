/** What a picture shows: how red and green it is on the whole, 0 to 255, and where its white bar stands, 0 to 1. */
export interface Picture {
  readonly red: number;
  readonly green: number;
  readonly bar: number;
}

const SIZE = { width: 640, height: 360 };
const FRAMES_PER_SECOND = 15;

/** A camera drawn by us: one colour, over which a white bar wanders. */
export function drawCamera(colour: string): MediaStreamTrack {
  const canvas = Object.assign(document.createElement("canvas"), SIZE);
  const context = canvas.getContext("2d");
  let step = 0;
  setInterval(() => {
    if (context === null) return;
    step = (step + 1) % 40;
    context.fillStyle = colour;
    context.fillRect(0, 0, SIZE.width, SIZE.height);
    context.fillStyle = "white";
    context.fillRect(step * 16, 0, 32, SIZE.height);
  }, 1_000 / FRAMES_PER_SECOND);
  return trackOf(canvas.captureStream(FRAMES_PER_SECOND));
}

/** A microphone that hears one tone. */
export function playTone(hz: number): MediaStreamTrack {
  const audio = new AudioContext();
  const tone = new OscillatorNode(audio, { frequency: hz });
  const output = new MediaStreamAudioDestinationNode(audio);
  tone.connect(output);
  tone.start();
  return trackOf(output.stream);
}

/** Reads the decoded picture that `video` shows now; null before its first. */
export function readPicture(video: HTMLVideoElement): Picture | null {
  if (video.videoWidth === 0) return null;
  const [width, height] = [80, 45];
  const context = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d");
  if (context === null) return null;
  context.drawImage(video, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  let [red, green, bar, white] = [0, 0, 0, 0];
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const [r = 0, g = 0, b = 0] = data.subarray(pixel * 4, pixel * 4 + 3);
    red += r;
    green += g;
    if (Math.min(r, g, b) < 180) continue;
    bar += pixel % width;
    white += 1;
  }
  return { red: red / (width * height), green: green / (width * height), bar: white === 0 ? 0 : bar / white / width };
}

/** Listens to `track`. @returns the loudest frequency, in Hz, whenever it is asked; 0 in silence */
export function listenTo(track: MediaStreamTrack): () => number {
  const audio = new AudioContext();
  const analyser = new AnalyserNode(audio, { fftSize: 4096, smoothingTimeConstant: 0 });
  new MediaStreamAudioSourceNode(audio, { mediaStream: new MediaStream([track]) }).connect(analyser);
  return () => {
    const levels = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(levels);
    const loudest = levels.reduce((best, level, index) => (level > (levels[best] ?? -Infinity) ? index : best), 0);
    return (levels[loudest] ?? -Infinity) < -60 ? 0 : (loudest * audio.sampleRate) / analyser.fftSize;
  };
}

function trackOf(stream: MediaStream): MediaStreamTrack {
  const [track] = stream.getTracks();
  if (track === undefined) throw new Error("A stream without a track");
  return track;
}
