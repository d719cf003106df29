/** What a pretended camera and microphone give. */
export interface PretendedDevices {
  /** Who is filmed, 0 to 15: written into every picture. */
  readonly person: number;
  /** The tone that the microphone hears. */
  readonly hz: number;
  readonly widthPx: number;
  readonly framesPerSecond: number;
}

/**
 * Runs in a page before its own scripts: two cameras, two microphones and a screen whose pictures are 24 black or white
 * blocks that name the device, the person and the number of the picture. The second microphone hears a tone 500 Hz higher.
 */
export function pretendDevices({ person, hz, widthPx, framesPerSecond }: PretendedDevices): void {
  const [columns, rows] = [6, 4];
  const sourceOf: Readonly<Record<string, number>> = { "camera-1": 0, "camera-2": 1, screen: 2 };
  const listOf = (kind: MediaDeviceKind, name: string) =>
    [1, 2].map((at) => {
      const device = {
        deviceId: `${kind === "videoinput" ? "camera" : "microphone"}-${at}`,
        groupId: `group-${at}`,
        kind,
        label: `${name} ${at}`,
      };
      return { ...device, toJSON: () => device };
    });

  function named(track: MediaStreamTrack, deviceId: string): MediaStreamTrack {
    const settings = track.getSettings.bind(track);
    track.getSettings = () => ({ ...settings(), deviceId });
    return track;
  }

  function film(deviceId: string): MediaStreamTrack {
    const canvas = Object.assign(document.createElement("canvas"), { width: widthPx, height: (widthPx * 9) / 16 });
    const context = canvas.getContext("2d");
    const block = { width: canvas.width / columns, height: canvas.height / rows };
    let count = 0;
    const draw = () => {
      count = (count + 1) % 1024;
      const source = sourceOf[deviceId] ?? 3;
      const check = (person * 11 + source * 23 + count * 37 + (count >> 5) * 13) & 63;
      const bits = `1${[
        [source, 2],
        [person, 4],
        [count, 10],
        [check, 6],
      ]
        .map(([value = 0, size = 0]) => value.toString(2).padStart(size, "0"))
        .join("")}0`;
      [...bits].forEach((bit, at) => {
        if (context === null) return;
        context.fillStyle = bit === "1" ? "rgb(230, 230, 230)" : "rgb(20, 20, 20)";
        context.fillRect(
          (at % columns) * block.width,
          Math.floor(at / columns) * block.height,
          block.width,
          block.height,
        );
      });
    };
    draw();
    const timer = setInterval(draw, 1_000 / framesPerSecond);
    const [track] = canvas.captureStream(framesPerSecond).getVideoTracks();
    if (track === undefined) throw new Error("A canvas without a track");
    const stop = track.stop.bind(track);
    track.stop = () => {
      clearInterval(timer);
      stop();
    };
    return named(track, deviceId);
  }

  function hear(deviceId: string): MediaStreamTrack {
    const audio = new AudioContext();
    const tone = new OscillatorNode(audio, { frequency: hz + (deviceId === "microphone-2" ? 500 : 0) });
    const output = new MediaStreamAudioDestinationNode(audio, { channelCount: 1 });
    tone.connect(output);
    tone.start();
    addEventListener("pointerdown", () => void audio.resume(), true);
    const [track] = output.stream.getAudioTracks();
    if (track === undefined) throw new Error("A tone without a track");
    return named(track, deviceId);
  }

  function chosen(wish: MediaTrackConstraints | boolean, fallback: string): string {
    const id = typeof wish === "object" ? wish.deviceId : undefined;
    const exact = typeof id === "object" && !Array.isArray(id) ? id.exact : id;
    return typeof exact === "string" && exact.startsWith(fallback.slice(0, -1)) ? exact : fallback;
  }

  navigator.mediaDevices.enumerateDevices = async () => [
    ...listOf("videoinput", "Camera"),
    ...listOf("audioinput", "Microphone"),
  ];
  navigator.mediaDevices.getUserMedia = async ({ video, audio } = {}) =>
    new MediaStream([
      ...(video ? [film(chosen(video, "camera-1"))] : []),
      ...(audio ? [hear(chosen(audio, "microphone-1"))] : []),
    ]);
  navigator.mediaDevices.getDisplayMedia = async () => new MediaStream([film("screen")]);
}
