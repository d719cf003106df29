import type { ParticipantId } from "../../../machines/domain/ids.ts";
import type { SpeechChanged } from "../../../machines/events/callEvents.ts";
import type { LocalMedia } from "../../adapters/browser/localMedia.ts";
import { watchTrackLevel } from "../../adapters/browser/microphoneLevel.ts";
import { type Voice, watchSpeech } from "../../adapters/browser/speech.ts";
import type { SfuConnections } from "../sfuConnections.ts";

/** Watches who speaks, ourselves included, and says so as events; levels go to `onLevel` by `serviceUrl participantId`. */
export function watchVoices(
  connections: SfuConnections,
  localMedia: LocalMedia,
  onLevel: (voiceId: string, level: number) => void,
  record: (event: SpeechChanged) => void,
  signal: AbortSignal,
): void {
  let ownLevel = 0;
  let stopOwn = () => undefined as void;
  const stopWatching = localMedia.watch((source, track) => {
    if (source !== "microphone") return;
    stopOwn();
    ownLevel = 0;
    stopOwn = track === null ? () => undefined : watchTrackLevel(track, (level) => (ownLevel = level / 4));
  });
  signal.addEventListener("abort", () => {
    stopWatching();
    stopOwn();
  });

  function* voices(): Iterable<Voice> {
    const ownServiceUrl = connections.publishingServiceUrl();
    const ownId = connections.ownParticipantId();
    if (ownServiceUrl !== null && ownId !== null) yield { id: `${ownServiceUrl} ${ownId}`, readLevel: () => ownLevel };
    for (const connection of connections.all()) {
      for (const { participantId, source, speechLevel } of connection.remote()?.mediaByTrack.values() ?? []) {
        if (source !== "microphone") continue;
        yield {
          id: `${connection.serviceUrl} ${participantId}`,
          readLevel: speechLevel,
        };
      }
    }
  }

  watchSpeech(
    voices,
    onLevel,
    (voiceId, isSpeaking) => {
      // Neither part holds a space: one is an address, the other a Matrix identity or a hash.
      const [serviceUrl = "", participantId = ""] = voiceId.split(" ");
      record({ type: "speech.changed", v: 1, serviceUrl, participantId: participantId as ParticipantId, isSpeaking });
    },
    signal,
  );
}
