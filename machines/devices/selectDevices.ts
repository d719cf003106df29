import type { SnapshotFrom } from "xstate";
import type { Fault } from "../domain/fault.ts";
import type { devicesMachine } from "./devices.machine.ts";
import type { InputKind, ListedDevice } from "./devices.types.ts";

/** What a view shows of one sending kind. */
export interface InputFacts {
  readonly isOn: boolean;
  /** Being asked for, started or changed. */
  readonly isBusy: boolean;
  readonly chosenId: string | null;
  readonly available: readonly ListedDevice[];
  readonly fault: Fault | null;
}

type DevicesSnapshot = SnapshotFrom<typeof devicesMachine>;

/** The facts of one sending kind; before permission `isOn` is what the person wishes. */
export function selectInput(snapshot: DevicesSnapshot, kind: InputKind): InputFacts {
  const state = snapshot.value[kind];
  const { isWished, chosenId, available, fault } = snapshot.context[kind];
  const isBusy =
    state === "asking" ||
    state === "opening" ||
    state === "starting" ||
    state === "switching" ||
    state === "interrupted";
  return { isOn: state === "on" || (isWished && (isBusy || state === "idle")), isBusy, chosenId, available, fault };
}

/** Whether a share runs, or is being chosen. */
export function selectShare(snapshot: DevicesSnapshot): {
  readonly isOn: boolean;
  readonly isBusy: boolean;
  readonly fault: Fault | null;
} {
  const { share } = snapshot.value;
  return { isOn: share === "on", isBusy: share === "starting", fault: snapshot.context.share.fault };
}

/** Permission for the lobby: `denied` or `missing` only when neither kind can be used. */
export function selectPermission({ value }: DevicesSnapshot): "asking" | "granted" | "denied" | "missing" {
  const states = [value.microphone, value.camera];
  if (states.every((state) => state === "idle" || state === "asking")) return "asking";
  if (states.every((state) => state === "denied")) return "denied";
  if (states.every((state) => state === "denied" || state === "unplugged")) return "missing";
  return states.some((state) => state !== "idle" && state !== "asking" && state !== "denied" && state !== "unplugged")
    ? "granted"
    : "asking";
}
