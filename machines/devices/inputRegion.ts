import { and } from "xstate";
import { devicesSetup } from "./devices.setup.ts";
import type { InputKind } from "./devices.types.ts";

/**
 * The states of one sending kind, independent of the other: a denied camera leaves the microphone alone.
 * Off, a camera is stopped and a microphone that ran is kept and muted.
 */
export function inputRegion(kind: InputKind) {
  const of = { kind } as const;
  const isOf = { type: "isOf", params: of } as const;
  const act = <Name extends string>(type: Name) => ({ type, params: of }) as const;
  const isWished = { type: "isWished", params: of } as const;
  const isChosenGone = { type: "isChosenGone", params: of } as const;
  const isSomeGone = { type: "isSomeGone", params: of } as const;
  const toggled = `${kind}.toggled` as const;

  /** An answer that says no, by what can be done about it. */
  const refused = [
    { guard: and([isOf, "isDenial"]), target: "denied", actions: act("holdFault") },
    { guard: and([isOf, "isMissing"]), target: "unplugged", actions: act("holdFault") },
    { guard: isOf, target: "off", actions: [act("holdFault"), act("wishOff")] },
  ] as const;
  const keepChoice = { guard: isOf, actions: act("holdChoice") } as const;
  const restart = { guard: isOf, target: "switching", reenter: true, actions: act("holdChoice") } as const;
  const release = { target: "idle", actions: act("stopTrack") } as const;

  /** A track is awaited; toggling meanwhile calls it off. */
  const awaiting = devicesSetup.createStateConfig({
    tags: "busy",
    entry: [act("forgetFault"), act("startTrack")],
    on: {
      "track.started": { guard: isOf, target: "on", actions: act("holdChoice") },
      "track.failed": refused,
      "permission.denied": refused,
      "device.chosen": restart,
      "device.unplugged": { guard: isOf, target: "switching", reenter: true, actions: act("forgetChoice") },
      [toggled]: { target: "off", actions: [act("wishOff"), act("stopTrack")] },
      "devices.released": release,
    },
    after: {
      trackStartDeadline: { target: "off", actions: [act("holdTimeout"), act("wishOff"), act("stopTrack")] },
    },
  });

  return devicesSetup.createStateConfig({
    initial: "idle",
    states: {
      // Nobody was asked yet; what the person wishes is remembered.
      idle: {
        on: {
          "devices.needed": "asking",
          "permission.requested": "asking",
          "device.chosen": keepChoice,
          [toggled]: { actions: act("toggleWish") },
        },
      },
      // The browser asks the person, so there is no deadline.
      asking: {
        tags: "busy",
        entry: act("forgetFault"),
        on: {
          "permission.granted": [
            { guard: and([isOf, isWished]), target: "opening" },
            { guard: isOf, target: "off" },
          ],
          "track.started": [
            { guard: and([isOf, isWished]), target: "on", actions: act("holdChoice") },
            { guard: isOf, target: "off", actions: act("stopTrack") },
          ],
          "permission.denied": refused,
          "track.failed": refused,
          "device.chosen": keepChoice,
          [toggled]: { actions: act("toggleWish") },
          "devices.released": release,
        },
      },
      // Granted, and the track that came with the permission is on its way.
      opening: { ...awaiting, entry: act("forgetFault") },
      denied: {
        on: {
          "permission.requested": "asking",
          "permission.granted": [
            { guard: and([isOf, isWished]), target: "starting" },
            { guard: isOf, target: "off" },
          ],
          "device.chosen": keepChoice,
          [toggled]: { target: "asking", actions: [act("wishOn"), { type: "openTracks", params: { kinds: [kind] } }] },
          "devices.released": "idle",
        },
      },
      // There is none to use; the wish is kept, so that plugging one in is enough.
      unplugged: {
        on: {
          "permission.requested": "asking",
          "devices.listed": [
            { guard: and([isOf, "isSomeListed", isWished]), target: "starting" },
            { guard: and([isOf, "isSomeListed"]), target: "off", actions: act("forgetFault") },
          ],
          "device.chosen": { guard: isOf, target: "starting", actions: [act("holdChoice"), act("wishOn")] },
          [toggled]: { target: "starting", actions: act("wishOn") },
          "devices.released": "idle",
        },
      },
      off: {
        on: {
          // Too late: it was called off meanwhile.
          "track.started": { guard: isOf, actions: act("stopTrack") },
          "device.chosen": keepChoice,
          "device.unplugged": { guard: isOf, actions: act("forgetChoice") },
          "permission.denied": refused,
          [toggled]: { target: "starting", actions: act("wishOn") },
          "devices.released": "idle",
        },
      },
      starting: awaiting,
      switching: awaiting,
      on: {
        tags: "live",
        on: {
          "track.started": { guard: isOf, actions: act("holdChoice") },
          "track.ended": [
            { guard: and([isOf, isChosenGone]), target: "switching", actions: act("forgetChoice") },
            { guard: isOf, target: "interrupted" },
          ],
          "track.failed": refused,
          "permission.denied": refused,
          "device.chosen": restart,
          "device.unplugged": { guard: isOf, target: "switching", actions: act("forgetChoice") },
          [toggled]:
            kind === "microphone"
              ? { target: "muted", actions: [act("wishOff"), "muteMicrophone"] }
              : { target: "off", actions: [act("wishOff"), act("stopTrack")] },
          "devices.released": release,
        },
      },
      // Its track ended: unplugged, when the list says so soon, else taken by the browser or the system.
      interrupted: {
        tags: "busy",
        on: {
          "devices.listed": { guard: and([isOf, isSomeGone]), target: "switching", actions: act("forgetChoice") },
          "device.unplugged": { guard: isOf, target: "switching", actions: act("forgetChoice") },
          "device.chosen": restart,
          [toggled]: { target: "off", actions: act("wishOff") },
          "devices.released": "idle",
        },
        after: { unplugNews: { target: "off", actions: act("wishOff") } },
      },
      // A microphone only. Another device is taken up when the person speaks again.
      muted: {
        on: {
          "track.ended": { guard: isOf, target: "off" },
          "track.failed": refused,
          "permission.denied": refused,
          "device.chosen": { guard: isOf, target: "off", actions: [act("holdChoice"), act("stopTrack")] },
          "device.unplugged": { guard: isOf, target: "off", actions: [act("forgetChoice"), act("stopTrack")] },
          [toggled]: { target: "on", actions: [act("wishOn"), "unmuteMicrophone"] },
          "devices.released": release,
        },
      },
    },
  });
}
