import { type ActorRefFrom, createActor } from "xstate";
import { devicesMachine } from "../../../machines/devices/devices.machine.ts";
import type { InputKind } from "../../../machines/devices/devices.types.ts";
import { watchDevices } from "../../adapters/browser/deviceList.ts";
import type { LocalMedia, LocalSource } from "../../adapters/browser/localMedia.ts";
import type { Preferences } from "../../adapters/browser/preferences.ts";
import { obey } from "../obey.ts";

/** Our devices. */
export interface DevicesFlow {
  readonly actor: ActorRefFrom<typeof devicesMachine>;
  /** Call it from `createLocalMedia`'s `onEnded`. */
  trackEnded(source: LocalSource): void;
}

/** What the devices flow works with. */
export interface DevicesFlowInput {
  readonly localMedia: () => LocalMedia;
  readonly preferences: Preferences;
  readonly chooseSpeaker: (deviceId: string | null) => void;
  readonly signal: AbortSignal;
}

export function startDevicesFlow({ localMedia, preferences, chooseSpeaker, signal }: DevicesFlowInput): DevicesFlow {
  const { microphoneId, cameraId, speakerId } = preferences;
  const actor = createActor(devicesMachine, {
    input: {
      isMicrophoneWished: true,
      isCameraWished: true,
      chosenIds: { microphone: microphoneId, camera: cameraId, speaker: speakerId },
    },
  });

  function tellDevices(): void {
    watchDevices((list) => {
      for (const kind of ["microphone", "camera", "speaker"] as const)
        actor.send({ type: "devices.listed", kind, devices: list[kind] });
    }, signal);
  }

  function deviceIdOf(kind: InputKind): string | null {
    return localMedia().trackOf(kind)?.getSettings().deviceId ?? null;
  }

  async function open(
    kinds: readonly InputKind[],
    deviceIds: Readonly<Record<InputKind, string | null>>,
  ): Promise<void> {
    const wanted = (kind: InputKind) => (kinds.includes(kind) ? deviceIds[kind] : false);
    const faults = await localMedia().open({ camera: wanted("camera"), microphone: wanted("microphone") });
    for (const kind of kinds) {
      const fault = faults[kind];
      if (fault !== null) actor.send({ type: "permission.denied", kind, fault });
      else {
        actor.send({ type: "permission.granted", kind });
        actor.send({ type: "track.started", kind, deviceId: deviceIdOf(kind) });
      }
    }
    // Labels are only told once a permission was given.
    tellDevices();
  }

  obey(actor, {
    openTracks: ({ kinds, deviceIds }) => void open(kinds, deviceIds),
    startTrack({ kind, deviceId }) {
      void localMedia()
        .start(kind, deviceId)
        .then((started) =>
          actor.send(
            started.ok
              ? { type: "track.started", kind, deviceId: deviceIdOf(kind) }
              : { type: "track.failed", kind, fault: started.fault },
          ),
        );
    },
    stopTrack: ({ kind }) => localMedia().stop(kind),
    muteTrack: ({ kind, isMuted }) => localMedia().mute(kind, isMuted),
    chooseSpeaker: ({ deviceId }) => chooseSpeaker(deviceId),
    startShare() {
      void localMedia()
        .startShare()
        .then((started) =>
          actor.send(started.ok ? { type: "share.started" } : { type: "share.failed", fault: started.fault }),
        );
    },
    stopShare() {
      localMedia().stop("screen");
      localMedia().stop("screen_audio");
    },
  });
  actor.start();

  return {
    actor,
    trackEnded(source) {
      if (source === "screen") actor.send({ type: "share.ended" });
      else if (source === "camera" || source === "microphone") actor.send({ type: "track.ended", kind: source });
    },
  };
}
