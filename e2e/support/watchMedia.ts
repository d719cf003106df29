/** One decoded picture of the page. */
export interface SeenPicture {
  /** The name on its tile; empty outside of a call. */
  readonly name: string;
  /** What the tile says that it shows. */
  readonly state: string;
  readonly person: number;
  readonly source: "first camera" | "second camera" | "screen";
  /** Number of the picture, from 0 to 1023 and over again. */
  readonly count: number;
}

/** What a test sees and hears in a page, as `window.journey`. */
export interface MediaWatch {
  /** The pictures on the page that can be read now. A picture that was not decoded rightly cannot. */
  pictures(): readonly SeenPicture[];
  /** The loudest frequency, in Hz, of each sound that the page plays; 0 for silence. */
  tones(): readonly number[];
  /** Begins to measure, from now on, how long each person's picture stands still. */
  startTiming(): void;
  /** When the picture of `person` first moved since then, in ms since 1970; null while it has not. */
  firstMovedAt(person: number): number | null;
  /** The longest stand still of the picture of `person` since then, in ms, also when it is not over. */
  longestGapMs(person: number): number;
  /** What each connection of the page has carried so far, a line for each stream. */
  streams(): Promise<readonly string[]>;
}

declare global {
  interface Window {
    journey: MediaWatch;
  }
}

/** Runs in a page before its own scripts: reads what `pretendDevices` drew from decoded pictures, and tones from decoded sound. */
export function watchMedia(): void {
  const [columns, rows, side] = [6, 4, 8];
  const sources = ["first camera", "second camera", "screen"] as const;
  const canvas = Object.assign(document.createElement("canvas"), { width: columns * side, height: rows * side });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const listening = new WeakMap<MediaStreamTrack, () => number>();
  const connections: RTCPeerConnection[] = [];
  window.RTCPeerConnection = new Proxy(window.RTCPeerConnection, {
    construct(target, given: ConstructorParameters<typeof RTCPeerConnection>) {
      const connection = new target(...given);
      connections.push(connection);
      return connection;
    },
  });

  async function streamsOf(connection: RTCPeerConnection, at: number): Promise<readonly string[]> {
    const stats = await connection.getStats();
    return [...(stats.values() as Iterable<RTCStats>)]
      .filter(({ type }) => type === "inbound-rtp" || type === "outbound-rtp")
      .map((stream) => `connection ${at}, ${connection.connectionState}: ${JSON.stringify(stream)}`);
  }

  function bitsOf(video: HTMLVideoElement): string {
    if (context === null || video.videoWidth === 0) return "";
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    return Array.from({ length: columns * rows }, (_, at) => {
      const [left, top] = [(at % columns) * side + side / 2, Math.floor(at / columns) * side + side / 2];
      return (data[(top * canvas.width + left) * 4 + 1] ?? 0) > 125 ? "1" : "0";
    }).join("");
  }

  function read(video: HTMLVideoElement): Omit<SeenPicture, "name" | "state"> | null {
    const bits = bitsOf(video);
    const number = (from: number, to: number) => Number.parseInt(bits.slice(from, to), 2);
    const [at, person, count, check] = [number(1, 3), number(3, 7), number(7, 17), number(17, 23)];
    const source = sources[at];
    const isRight =
      bits.startsWith("1") &&
      bits.endsWith("0") &&
      check === ((person * 11 + at * 23 + count * 37 + (count >> 5) * 13) & 63);
    return isRight && source !== undefined ? { person, source, count } : null;
  }

  // One for all tracks: each has a thread that never rests.
  let shared: AudioContext | null = null;

  function listenTo(track: MediaStreamTrack): () => number {
    const audio = (shared ??= new AudioContext());
    const analyser = new AnalyserNode(audio, { fftSize: 4096, smoothingTimeConstant: 0 });
    new MediaStreamAudioSourceNode(audio, { mediaStream: new MediaStream([track]) }).connect(analyser);
    const levels = new Float32Array(analyser.frequencyBinCount);
    return () => {
      analyser.getFloatFrequencyData(levels);
      const loudest = levels.reduce((best, level, index) => (level > (levels[best] ?? -Infinity) ? index : best), 0);
      return (levels[loudest] ?? -Infinity) < -60 ? 0 : (loudest * audio.sampleRate) / analyser.fftSize;
    };
  }

  const moved = new Map<number, { count: number; at: number; longestMs: number; firstMovedAt: number | null }>();
  let timer = 0;
  const pictures = () =>
    [...document.querySelectorAll("video")].flatMap((video) => {
      const tile = video.closest("[data-testid=videoTile]");
      const seen = read(video);
      const name = tile?.querySelector("[data-testid=name_tag]")?.textContent ?? "";
      return seen === null ? [] : [{ name, state: tile?.getAttribute("data-state") ?? "", ...seen }];
    });

  window.journey = {
    pictures,
    tones: () =>
      [...document.querySelectorAll("audio")].flatMap(({ srcObject }) => {
        const track = srcObject instanceof MediaStream ? srcObject.getAudioTracks()[0] : undefined;
        if (track === undefined) return [];
        const hear = listening.get(track) ?? listenTo(track);
        listening.set(track, hear);
        return [hear()];
      }),
    startTiming() {
      clearInterval(timer);
      moved.clear();
      timer = window.setInterval(() => {
        const now = performance.now();
        for (const { person, count } of pictures()) {
          const last = moved.get(person);
          if (last?.count === count) continue;
          const longestMs = last === undefined ? 0 : Math.max(last.longestMs, now - last.at);
          moved.set(person, {
            count,
            at: now,
            longestMs,
            firstMovedAt: last === undefined ? null : (last.firstMovedAt ?? Date.now()),
          });
        }
      }, 50);
    },
    firstMovedAt: (person) => moved.get(person)?.firstMovedAt ?? null,
    longestGapMs(person) {
      const last = moved.get(person);
      return last === undefined ? Infinity : Math.max(last.longestMs, performance.now() - last.at);
    },
    streams: async () => (await Promise.all(connections.map(streamsOf))).flat(),
  };
}
