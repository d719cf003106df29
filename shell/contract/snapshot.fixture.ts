import type { AccountView, DevicesView, FrameView, JoinView, PlatformSnapshot, SettingsView } from "./snapshot.ts";

/** A name longer than any line, with a word that cannot be broken at a space. */
export const LONG_NAME =
  "Maximiliane Wilhelmina Donaudampfschifffahrtsgesellschaftskapitänswitwe von und zu Habenichts-Überallgewesen";

/** A signed-in person, with `over` laid over. */
export function accountOf(over: Partial<AccountView> = {}): AccountView {
  return {
    status: "signed-in",
    userId: "@aino:example.org",
    displayName: "Aino Virtanen",
    avatarMxc: null,
    isGuest: false,
    serverName: "example.org",
    fault: null,
    ...over,
  };
}

/** Microphone and camera on, two of each to choose from, with `over` laid over. */
export function devicesOf(over: Partial<DevicesView> = {}): DevicesView {
  return {
    permission: "granted",
    microphone: {
      isOn: true,
      isBusy: false,
      chosenId: "mic-1",
      available: [
        { deviceId: "mic-1", label: "Built-in microphone" },
        { deviceId: "mic-2", label: "Headset (USB)" },
      ],
      fault: null,
    },
    camera: {
      isOn: true,
      isBusy: false,
      chosenId: "cam-1",
      available: [
        { deviceId: "cam-1", label: "Built-in camera" },
        { deviceId: "cam-2", label: "Desk camera (USB)" },
      ],
      fault: null,
    },
    speaker: {
      chosenId: "out-1",
      available: [
        { deviceId: "out-1", label: "Built-in speakers" },
        { deviceId: "out-2", label: "Headset (USB)" },
      ],
      canChoose: true,
    },
    share: { isOn: false, isBusy: false, canShare: true, fault: null },
    isMirrored: true,
    ...over,
  };
}

/** The whole frame, with `over` laid over. */
export function frameOf(over: Partial<FrameView> = {}): FrameView {
  return { header: "standard", hasControls: true, isConfined: false, ...over };
}

/** Ready to join, with `over` laid over. */
export function joinOf(over: Partial<JoinView> = {}): JoinView {
  return { status: "ready", waitingFor: null, step: null, fault: null, refusedCodec: null, ...over };
}

/** Settings as a new person has them, with `over` laid over. */
export function settingsOf(over: Partial<SettingsView> = {}): SettingsView {
  return {
    openTab: null,
    theme: "system",
    volume: 0.5,
    isSelfViewShown: true,
    mode: "compatibility",
    isModeFixed: false,
    version: "1.0.0",
    ...over,
  };
}

/** A signed-in person at home, where no call was yet, with `over` laid over. */
export function snapshotOf(over: Partial<PlatformSnapshot> = {}): PlatformSnapshot {
  return {
    screen: "home",
    brand: { name: "Parley" },
    frame: frameOf(),
    account: accountOf(),
    home: { recentCalls: [], isCreating: false, fault: null },
    room: null,
    devices: devicesOf(),
    join: joinOf(),
    call: null,
    ended: null,
    settings: settingsOf(),
    notices: [],
    fault: null,
    ...over,
  };
}
