import { describe, expect, test } from "vitest";
import { faultOf } from "../domain/fault.ts";
import { shortestPaths, stuckStates, unreachedStates, type Walk } from "../testing/paths.ts";
import { startMachine } from "../testing/startMachine.ts";
import { devicesMachine } from "./devices.machine.ts";
import { TRACK_START_DEADLINE_MS, UNPLUG_NEWS_MS } from "./devices.setup.ts";
import type { DevicesInput, InputKind } from "./devices.types.ts";
import { selectInput, selectPermission, selectShare } from "./selectDevices.ts";

const input: DevicesInput = {
  isMicrophoneWished: true,
  isCameraWished: true,
  chosenIds: { microphone: null, camera: null, speaker: null },
};
const denied = faultOf("device.denied");
const missing = faultOf("device.missing");
const inUse = faultOf("device.in_use");
const webcam = { deviceId: "webcam", label: "Webcam" };

const about = (kind: InputKind) =>
  [
    { type: "permission.granted", kind },
    { type: "permission.denied", kind, fault: denied },
    { type: "track.started", kind, deviceId: null },
    { type: "track.ended", kind },
    { type: "track.failed", kind, fault: missing },
    { type: "track.failed", kind, fault: inUse },
    { type: "devices.listed", kind, devices: [webcam] },
    { type: "devices.listed", kind, devices: [] },
    { type: "device.chosen", kind, deviceId: "webcam" },
    { type: "device.unplugged", kind },
    { type: `${kind}.toggled` },
  ] as const;

/** One kind at a time: the regions are independent, and together they would only multiply. */
const walkOf = (kind: InputKind): Walk<typeof devicesMachine> => ({
  machine: devicesMachine,
  input,
  events: [
    { type: "devices.needed" },
    { type: "permission.requested" },
    ...about(kind),
    { type: "share.toggled" },
    { type: "share.started" },
    { type: "share.failed", fault: null },
    { type: "devices.released" },
  ],
  tell: (context) => [context[kind].isWished, context[kind].chosenId, context[kind].available.length],
});

function begin(facts: Partial<DevicesInput> = {}) {
  const started = startMachine(devicesMachine, { ...input, ...facts });
  const { actor } = started;
  return {
    ...started,
    input: (kind: InputKind) => selectInput(actor.getSnapshot(), kind),
    state: (kind: InputKind) => actor.getSnapshot().value[kind],
    start: (...kinds: InputKind[]) => {
      actor.send({ type: "permission.requested" });
      for (const kind of kinds) actor.send({ type: "track.started", kind, deviceId: null });
      started.said();
    },
  };
}

describe.each(["microphone", "camera"] as const)("%s", (kind) => {
  test("every state is reached, and from each one it can run again", () => {
    const unreached = unreachedStates(walkOf(kind)).filter(
      (path) => path.startsWith(`${kind}.`) || path.startsWith("share."),
    );
    expect(unreached).toEqual(kind === "camera" ? ["camera.muted"] : []);
    expect(stuckStates(walkOf(kind), ({ value }) => value[kind] === "on")).toEqual([]);
    expect(stuckStates(walkOf(kind), ({ value }) => value[kind] === "idle" && value.share === "off")).toEqual([]);
  });

  test("[V1] it runs only when the person wishes it to, on every path", () => {
    for (const { state } of shortestPaths(walkOf(kind))) {
      if (state.value[kind] === "on") expect(state.context[kind].isWished).toBe(true);
      if (state.value[kind] === "off" || state.value[kind] === "muted")
        expect(selectInput(state, kind).isOn).toBe(false);
      if (state.value[kind] === "denied") expect(state.context[kind].fault).not.toBeNull();
    }
  });

  test("one that does not start is given up after its deadline, and can be tried again", () => {
    const { actor, clock, input: facts, said, start } = begin();
    start(kind);
    actor.send({ type: "device.chosen", kind, deviceId: "webcam" });
    expect(facts(kind)).toMatchObject({ isOn: true, isBusy: true, chosenId: "webcam" });
    clock.increment(TRACK_START_DEADLINE_MS);
    expect(facts(kind)).toMatchObject({
      isOn: false,
      isBusy: false,
      fault: faultOf("step.timed_out", { detail: kind }),
    });
    said();
    actor.send({ type: `${kind}.toggled` });
    expect(said()).toEqual([{ type: "startTrack", kind, deviceId: "webcam" }]);
    expect(facts(kind).fault).toBeNull();
  });

  test("[V4] unplugged, it goes on with the default one, and waits when there is none", () => {
    const { actor, said, start, state } = begin({ chosenIds: { microphone: "usb", camera: "usb", speaker: null } });
    start(kind);
    actor.send({ type: "device.unplugged", kind });
    expect(said()).toEqual([{ type: "startTrack", kind, deviceId: null }]);
    actor.send({ type: "track.failed", kind, fault: missing });
    expect(state(kind)).toBe("unplugged");
    actor.send({ type: "devices.listed", kind, devices: [] });
    expect(state(kind)).toBe("unplugged");
    actor.send({ type: "devices.listed", kind, devices: [webcam] });
    expect(said()).toEqual([{ type: "startTrack", kind, deviceId: null }]);
  });
});

describe("[V4] a track that ended is told apart by what the browser lists", () => {
  const usb = { deviceId: "usb", label: "USB" };
  function run() {
    const started = begin();
    started.start("camera");
    started.actor.send({ type: "devices.listed", kind: "camera", devices: [usb, webcam] });
    started.actor.send({ type: "track.started", kind: "camera", deviceId: "usb" });
    return started;
  }
  const gone = { type: "devices.listed", kind: "camera", devices: [webcam] } as const;
  const ended = { type: "track.ended", kind: "camera" } as const;

  test.each([[[ended, gone]], [[gone, ended]]] as const)("unplugged: another one takes over", (events) => {
    const { actor, said } = run();
    for (const event of events) actor.send(event);
    expect(said()).toEqual([{ type: "startTrack", kind: "camera", deviceId: null }]);
  });
  test("taken by the system: off", () => {
    const { actor, clock, said, state } = run();
    actor.send(ended);
    actor.send({ type: "devices.listed", kind: "camera", devices: [usb, webcam] });
    clock.increment(UNPLUG_NEWS_MS);
    expect(state("camera")).toBe("off");
    expect(said()).toEqual([]);
  });
});

test("[V2] permission is asked for in one prompt, and only for what lacks it", () => {
  const { actor, said } = begin();
  actor.send({ type: "permission.requested" });
  expect(said()).toEqual([
    { type: "openTracks", kinds: ["microphone", "camera"], deviceIds: { microphone: null, camera: null } },
  ]);
  actor.send({ type: "track.started", kind: "microphone", deviceId: "m" });
  actor.send({ type: "permission.denied", kind: "camera", fault: denied });
  actor.send({ type: "permission.requested" });
  expect(said()).toEqual([{ type: "openTracks", kinds: ["camera"], deviceIds: { microphone: "m", camera: null } }]);
});

test("[V2] a lobby that is shown again does not ask a person who refused", () => {
  const { actor, said, state } = begin();
  actor.send({ type: "devices.needed" });
  expect(said()).toMatchObject([{ type: "openTracks", kinds: ["microphone", "camera"] }]);
  for (const kind of ["microphone", "camera"] as const) actor.send({ type: "permission.denied", kind, fault: denied });
  actor.send({ type: "devices.needed" });
  expect(said()).toEqual([]);
  expect([state("microphone"), state("camera")]).toEqual(["denied", "denied"]);
});

test("[V3] a denied camera leaves the microphone working", () => {
  const { actor, input: facts, said } = begin();
  actor.send({ type: "permission.requested" });
  actor.send({ type: "permission.denied", kind: "camera", fault: denied });
  actor.send({ type: "track.started", kind: "microphone", deviceId: null });
  expect(selectPermission(actor.getSnapshot())).toBe("granted");
  expect(facts("microphone")).toMatchObject({ isOn: true, isBusy: false, fault: null });
  expect(facts("camera")).toMatchObject({ isOn: false, isBusy: false, fault: denied });
  said();
  actor.send({ type: "camera.toggled" });
  expect(said()).toMatchObject([{ type: "openTracks", kinds: ["camera"] }]);
});

test("a refusal of both, and having neither, are told apart", () => {
  const { actor } = begin();
  actor.send({ type: "permission.requested" });
  expect(selectPermission(actor.getSnapshot())).toBe("asking");
  for (const kind of ["microphone", "camera"] as const) actor.send({ type: "permission.denied", kind, fault: denied });
  expect(selectPermission(actor.getSnapshot())).toBe("denied");
  actor.send({ type: "permission.requested" });
  for (const kind of ["microphone", "camera"] as const) actor.send({ type: "permission.denied", kind, fault: missing });
  expect(selectPermission(actor.getSnapshot())).toBe("missing");
});

test("[V5] a microphone is muted and kept, a camera is stopped so that its light goes out", () => {
  const { actor, said, start } = begin();
  start("microphone", "camera");
  for (const type of ["microphone.toggled", "camera.toggled", "microphone.toggled", "camera.toggled"] as const)
    actor.send({ type });
  expect(said()).toEqual([
    { type: "muteTrack", kind: "microphone", isMuted: true },
    { type: "stopTrack", kind: "camera" },
    { type: "muteTrack", kind: "microphone", isMuted: false },
    { type: "startTrack", kind: "camera", deviceId: null },
  ]);
});

test("what was wished off before permission stays off, even when its track comes with the prompt", () => {
  const { actor, said, state } = begin({ isCameraWished: false });
  actor.send({ type: "permission.requested" });
  said();
  actor.send({ type: "track.started", kind: "camera", deviceId: null });
  expect(state("camera")).toBe("off");
  expect(said()).toEqual([{ type: "stopTrack", kind: "camera" }]);
});

test("[V1] a camera that starts after it was called off is stopped again", () => {
  const { actor, said, start, state } = begin();
  start("microphone", "camera");
  for (const type of ["camera.toggled", "camera.toggled", "camera.toggled"] as const) actor.send({ type });
  said();
  actor.send({ type: "track.started", kind: "camera", deviceId: "webcam" });
  expect(state("camera")).toBe("off");
  expect(said()).toEqual([{ type: "stopTrack", kind: "camera" }]);
});

test("a muted microphone that is changed goes on with the new one when the person speaks again", () => {
  const { actor, said, start } = begin();
  start("microphone");
  actor.send({ type: "microphone.toggled" });
  actor.send({ type: "device.chosen", kind: "microphone", deviceId: "headset" });
  actor.send({ type: "microphone.toggled" });
  expect(said()).toEqual([
    { type: "muteTrack", kind: "microphone", isMuted: true },
    { type: "stopTrack", kind: "microphone" },
    { type: "startTrack", kind: "microphone", deviceId: "headset" },
  ]);
});

test("a device that another program took is named, and off", () => {
  const { actor, input: facts } = begin();
  actor.send({ type: "permission.requested" });
  actor.send({ type: "track.failed", kind: "camera", fault: inUse });
  expect(facts("camera")).toMatchObject({ isOn: false, fault: inUse });
});

test("lists are kept for every kind, whatever state it is in", () => {
  const { actor, input: facts, start } = begin();
  start("microphone", "camera");
  actor.send({ type: "devices.listed", kind: "camera", devices: [webcam] });
  actor.send({ type: "devices.listed", kind: "speaker", devices: [webcam] });
  expect(facts("camera").available).toEqual([webcam]);
  expect(actor.getSnapshot().context.speaker.available).toEqual([webcam]);
});

test("a speaker is chosen, and given up for the default when it is gone", () => {
  const { actor, said } = begin();
  actor.send({ type: "device.chosen", kind: "speaker", deviceId: "headset" });
  actor.send({ type: "device.unplugged", kind: "speaker" });
  expect(said()).toEqual([
    { type: "chooseSpeaker", deviceId: "headset" },
    { type: "chooseSpeaker", deviceId: null },
  ]);
});

test("[V4] a speaker that the list loses is given up; one that is not listed yet is kept", () => {
  const { actor, said } = begin({ chosenIds: { microphone: null, camera: null, speaker: "webcam" } });
  actor.send({ type: "devices.listed", kind: "speaker", devices: [] });
  actor.send({ type: "devices.listed", kind: "speaker", devices: [webcam] });
  expect(said()).toEqual([]);
  actor.send({ type: "devices.listed", kind: "speaker", devices: [] });
  expect(said()).toEqual([{ type: "chooseSpeaker", deviceId: null }]);
  expect(actor.getSnapshot().context.speaker).toEqual({ chosenId: null, available: [] });
});

test("[V6] a share starts within the click, ends by itself, and a closed picker is no fault", () => {
  const { actor, said } = begin();
  actor.send({ type: "share.toggled" });
  expect(said()).toEqual([{ type: "startShare" }]);
  actor.send({ type: "share.failed", fault: null });
  expect(selectShare(actor.getSnapshot())).toEqual({ isOn: false, isBusy: false, fault: null });
  actor.send({ type: "share.toggled" });
  actor.send({ type: "share.started" });
  actor.send({ type: "share.ended" });
  expect(selectShare(actor.getSnapshot()).isOn).toBe(false);
});

test("letting go stops everything that runs", () => {
  const { actor, said, start } = begin();
  start("microphone", "camera");
  actor.send({ type: "share.toggled" });
  actor.send({ type: "share.started" });
  said();
  actor.send({ type: "devices.released" });
  expect(said()).toEqual([
    { type: "stopTrack", kind: "microphone" },
    { type: "stopTrack", kind: "camera" },
    { type: "stopShare" },
  ]);
});
