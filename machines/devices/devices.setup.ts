import { assign, emit, enqueueActions, setup } from "xstate";
import { faultOf } from "../domain/fault.ts";
import type {
  DeviceKind,
  DevicesCommand,
  DevicesContext,
  DevicesEvent,
  DevicesInput,
  InputContext,
  InputKind,
  ListedDevice,
} from "./devices.types.ts";

/** How long a camera or microphone gets to start, in ms (ours: slow USB cameras take three seconds). */
export const TRACK_START_DEADLINE_MS = 10_000;
/**
 * How long after a track's end the browser gets to say that its device is gone, in ms (ours: it tells both, in either order,
 * some hundred milliseconds apart).
 */
export const UNPLUG_NEWS_MS = 700;

interface OfInput {
  readonly kind: InputKind;
}

/** The types and named parts of `devicesMachine` and its regions. */
export const devicesSetup = setup({
  types: {} as {
    input: DevicesInput;
    context: DevicesContext;
    events: DevicesEvent;
    emitted: DevicesCommand;
    tags: "busy" | "live";
  },
  delays: { trackStartDeadline: TRACK_START_DEADLINE_MS, unplugNews: UNPLUG_NEWS_MS },
  guards: {
    isOf: ({ event }, { kind }: { readonly kind: DeviceKind }) => "kind" in event && event.kind === kind,
    isWished: ({ context }, { kind }: OfInput) => context[kind].isWished,
    isChosenGone: ({ context }, { kind }: OfInput) => isGone(context[kind].chosenId, context[kind].available),
    isSomeGone: ({ context, event }, { kind }: OfInput) =>
      event.type === "devices.listed" &&
      context[kind].available.some(({ deviceId }) => isGone(deviceId, event.devices)),
    // Only when it was listed before: without permission nothing is.
    isSpeakerUnplugged: ({ context: { speaker }, event }) =>
      event.type === "devices.listed" &&
      event.kind === "speaker" &&
      !isGone(speaker.chosenId, speaker.available) &&
      isGone(speaker.chosenId, event.devices),
    isDenial: ({ event }) => faultIn(event)?.code === "device.denied",
    isMissing: ({ event }) => faultIn(event)?.code === "device.missing",
    isSomeListed: ({ event }) => event.type === "devices.listed" && event.devices.length > 0,
  },
  actions: {
    toggleWish: assign(({ context }, { kind }: OfInput) =>
      withInput(context, kind, { isWished: !context[kind].isWished }),
    ),
    wishOn: assign(({ context }, { kind }: OfInput) => withInput(context, kind, { isWished: true })),
    wishOff: assign(({ context }, { kind }: OfInput) => withInput(context, kind, { isWished: false })),
    forgetFault: assign(({ context }, { kind }: OfInput) => withInput(context, kind, { fault: null })),
    forgetChoice: assign(({ context }, { kind }: OfInput) => withInput(context, kind, { chosenId: null })),
    holdFault: assign(({ context, event }, { kind }: OfInput) => withInput(context, kind, { fault: faultIn(event) })),
    holdTimeout: assign(({ context }, { kind }: OfInput) =>
      withInput(context, kind, { fault: faultOf("step.timed_out", { detail: kind }) }),
    ),
    holdChoice: assign(({ context, event }, { kind }: OfInput) => {
      const deviceId = "deviceId" in event ? event.deviceId : null;
      return deviceId === null ? {} : withInput(context, kind, { chosenId: deviceId });
    }),
    openTracks: emit(({ context: { microphone, camera } }, { kinds }: { readonly kinds: readonly InputKind[] }) => ({
      type: "openTracks" as const,
      kinds,
      deviceIds: { microphone: microphone.chosenId, camera: camera.chosenId },
    })),
    startTrack: emit(({ context }, { kind }: OfInput) => ({
      type: "startTrack" as const,
      kind,
      deviceId: context[kind].chosenId,
    })),
    stopTrack: emit((_, { kind }: OfInput) => ({ type: "stopTrack" as const, kind })),
    muteMicrophone: emit({ type: "muteTrack", kind: "microphone", isMuted: true }),
    unmuteMicrophone: emit({ type: "muteTrack", kind: "microphone", isMuted: false }),
    takeDefaultSpeaker: enqueueActions(({ context, enqueue }) => {
      enqueue.assign({ speaker: { ...context.speaker, chosenId: null } });
      enqueue.emit({ type: "chooseSpeaker", deviceId: null });
    }),
    startShare: emit({ type: "startShare" }),
    stopShare: emit({ type: "stopShare" }),
  },
});

/** `context` with `change` in the slice of `kind`. */
function withInput(context: DevicesContext, kind: InputKind, change: Partial<InputContext>): Partial<DevicesContext> {
  return { [kind]: { ...context[kind], ...change } };
}

function isGone(deviceId: string | null, listed: readonly ListedDevice[]): boolean {
  return deviceId !== null && !listed.some((device) => device.deviceId === deviceId);
}

function faultIn(event: DevicesEvent): InputContext["fault"] {
  return "fault" in event ? event.fault : null;
}
