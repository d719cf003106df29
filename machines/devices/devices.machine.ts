import { and, assign, emit, or, stateIn } from "xstate";
import { devicesSetup } from "./devices.setup.ts";
import type { DevicesContext, DevicesInput, InputKind } from "./devices.types.ts";
import { inputRegion } from "./inputRegion.ts";

const isIdle = (kind: InputKind) => stateIn({ [kind]: "idle" });
/** Whether asking the browser for this kind makes sense: it was not asked yet, refused, or had none. */
const canAsk = (kind: InputKind) => or([isIdle(kind), stateIn({ [kind]: "denied" }), stateIn({ [kind]: "unplugged" })]);
const openTracks = (...kinds: InputKind[]) => ({ type: "openTracks", params: { kinds } }) as const;

/**
 * Decides which of our devices run. Microphone, camera, speaker and share are regions of their own: what befalls one never
 * stops another. Permission is asked for in one prompt for all kinds that lack it.
 */
export const devicesMachine = devicesSetup.createMachine({
  id: "devices",
  type: "parallel",
  context: ({ input }) => contextOf(input),
  states: {
    // What the browser lists, and one prompt for everything that lacks permission.
    browser: {
      on: {
        "devices.listed": {
          actions: assign(({ context, event }) => ({
            [event.kind]: { ...context[event.kind], available: event.devices },
          })),
        },
        "devices.needed": [
          { guard: and([isIdle("microphone"), isIdle("camera")]), actions: openTracks("microphone", "camera") },
          { guard: isIdle("microphone"), actions: openTracks("microphone") },
          { guard: isIdle("camera"), actions: openTracks("camera") },
        ],
        "permission.requested": [
          { guard: and([canAsk("microphone"), canAsk("camera")]), actions: openTracks("microphone", "camera") },
          { guard: canAsk("microphone"), actions: openTracks("microphone") },
          { guard: canAsk("camera"), actions: openTracks("camera") },
        ],
      },
    },
    microphone: inputRegion("microphone"),
    camera: inputRegion("camera"),
    speaker: {
      on: {
        "device.chosen": {
          guard: { type: "isOf", params: { kind: "speaker" } },
          actions: [
            assign(({ context, event }) => ({ speaker: { ...context.speaker, chosenId: event.deviceId } })),
            emit(({ event }) => ({ type: "chooseSpeaker", deviceId: event.deviceId })),
          ],
        },
        "device.unplugged": { guard: { type: "isOf", params: { kind: "speaker" } }, actions: "takeDefaultSpeaker" },
        "devices.listed": { guard: "isSpeakerUnplugged", actions: "takeDefaultSpeaker" },
      },
    },
    share: {
      initial: "off",
      states: {
        off: { on: { "share.toggled": "starting", "share.started": { actions: "stopShare" } } },
        // The person looks at the browser's picker, so there is no deadline; toggling calls it off.
        starting: {
          tags: "busy",
          entry: [assign({ share: { fault: null } }), "startShare"],
          on: {
            "share.started": "on",
            "share.failed": { target: "off", actions: assign({ share: ({ event }) => ({ fault: event.fault }) }) },
            "share.ended": "off",
            "share.toggled": { target: "off", actions: "stopShare" },
            "devices.released": { target: "off", actions: "stopShare" },
          },
        },
        on: {
          tags: "live",
          on: {
            "share.toggled": { target: "off", actions: "stopShare" },
            "share.ended": "off",
            "share.failed": { target: "off", actions: assign({ share: ({ event }) => ({ fault: event.fault }) }) },
            "devices.released": { target: "off", actions: "stopShare" },
          },
        },
      },
    },
  },
});
function contextOf({ isMicrophoneWished, isCameraWished, chosenIds }: DevicesInput): DevicesContext {
  return {
    microphone: { isWished: isMicrophoneWished, chosenId: chosenIds.microphone, available: [], fault: null },
    camera: { isWished: isCameraWished, chosenId: chosenIds.camera, available: [], fault: null },
    speaker: { chosenId: chosenIds.speaker, available: [] },
    share: { fault: null },
  };
}
