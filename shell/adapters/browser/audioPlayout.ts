/** One remote sound that can be given to an element. */
export interface PlayableAudio {
  attach(): HTMLMediaElement;
  detach(): HTMLMediaElement[];
}

/** Plays remote sound through `audio` elements in the page, where a host finds them to deafen. */
export interface AudioPlayout {
  /** Makes exactly these sounds, by track id, be heard. */
  sync(audible: ReadonlyMap<string, PlayableAudio>): void;
  chooseSpeaker(deviceId: string): void;
}

export function createAudioPlayout(signal: AbortSignal): AudioPlayout {
  const container = document.createElement("div");
  container.hidden = true;
  document.body.append(container);
  const playing = new Map<string, { readonly audio: PlayableAudio; readonly element: HTMLMediaElement }>();
  let speakerId = "";

  function stop(trackId: string): void {
    playing.get(trackId)?.audio.detach();
    playing.get(trackId)?.element.remove();
    playing.delete(trackId);
  }
  signal.addEventListener("abort", () => {
    for (const trackId of playing.keys()) stop(trackId);
    container.remove();
  });

  return {
    sync(audible) {
      for (const [trackId, { audio }] of playing) if (audible.get(trackId) !== audio) stop(trackId);
      for (const [trackId, audio] of audible) {
        if (playing.has(trackId)) continue;
        const element = audio.attach();
        container.append(element);
        if (speakerId !== "") void element.setSinkId?.(speakerId);
        playing.set(trackId, { audio, element });
      }
    },
    chooseSpeaker(deviceId) {
      speakerId = deviceId;
      for (const { element } of playing.values()) void element.setSinkId?.(deviceId);
    },
  };
}
