import type { Fault } from "../domain/fault.ts";

/** A kind of device that sends. */
export type InputKind = "microphone" | "camera";
/** A kind of device that a person can choose. */
export type DeviceKind = InputKind | "speaker";

/** A device as the browser lists it; its label is empty before permission is given. */
export interface ListedDevice {
  readonly deviceId: string;
  readonly label: string;
}

/** What moves `devicesMachine`. */
export type DevicesEvent =
  /** A lobby is shown: one prompt, for what nobody was asked for yet. Sent again it changes nothing. */
  | { readonly type: "devices.needed" }
  /** The person asks to be asked again: one prompt, for everything not granted. */
  | { readonly type: "permission.requested" }
  | { readonly type: "permission.granted"; readonly kind: InputKind }
  /** Refused, missing or in use; `fault.code` says which. */
  | { readonly type: "permission.denied"; readonly kind: InputKind; readonly fault: Fault }
  | { readonly type: "devices.listed"; readonly kind: DeviceKind; readonly devices: readonly ListedDevice[] }
  | { readonly type: "microphone.toggled" }
  | { readonly type: "camera.toggled" }
  /** A track of ours runs, on this device. */
  | { readonly type: "track.started"; readonly kind: InputKind; readonly deviceId: string | null }
  /** It ended without our asking: unplugged, or taken by the browser or the system. */
  | { readonly type: "track.ended"; readonly kind: InputKind }
  | { readonly type: "track.failed"; readonly kind: InputKind; readonly fault: Fault }
  | { readonly type: "device.chosen"; readonly kind: DeviceKind; readonly deviceId: string }
  /** The device in use is gone; what `track.ended` and `devices.listed` say together, for an adapter that knows at once. */
  | { readonly type: "device.unplugged"; readonly kind: DeviceKind }
  | { readonly type: "share.toggled" }
  | { readonly type: "share.started" }
  | { readonly type: "share.ended" }
  /** `null`: the person closed the browser's picker, which is no fault. */
  | { readonly type: "share.failed"; readonly fault: Fault | null }
  /** Neither lobby nor call is shown any more. */
  | { readonly type: "devices.released" };

/** What `devicesMachine` orders. `deviceId: null` is the browser's default. */
export type DevicesCommand =
  /** Ask the browser once for these kinds; answer for each kind, even when one refusal covers both. */
  | {
      readonly type: "openTracks";
      readonly kinds: readonly InputKind[];
      readonly deviceIds: Readonly<Record<InputKind, string | null>>;
    }
  /** Start, or go over to, this device. Answer `track.started` or `track.failed`. */
  | { readonly type: "startTrack"; readonly kind: InputKind; readonly deviceId: string | null }
  /** Stop and let go of the device: its light goes out. */
  | { readonly type: "stopTrack"; readonly kind: InputKind }
  /** Keep the device and send silence: speaking again must be instant. */
  | { readonly type: "muteTrack"; readonly kind: "microphone"; readonly isMuted: boolean }
  | { readonly type: "chooseSpeaker"; readonly deviceId: string | null }
  | { readonly type: "startShare" }
  | { readonly type: "stopShare" };

/** What is known of one kind. */
export interface InputContext {
  /** What the person wants, whether or not it is possible now. */
  readonly isWished: boolean;
  readonly chosenId: string | null;
  readonly available: readonly ListedDevice[];
  readonly fault: Fault | null;
}

/** What is known of all devices. */
export interface DevicesContext {
  readonly microphone: InputContext;
  readonly camera: InputContext;
  readonly speaker: { readonly chosenId: string | null; readonly available: readonly ListedDevice[] };
  readonly share: { readonly fault: Fault | null };
}

/** What a person wished and chose the last time. */
export interface DevicesInput {
  readonly isMicrophoneWished: boolean;
  readonly isCameraWished: boolean;
  readonly chosenIds: Readonly<Record<DeviceKind, string | null>>;
}
