import type { DevicesView, DeviceView, Intent, Translate } from "@shell/contract";
import type { MenuEntry } from "@shell/ui";

type Kind = "microphone" | "camera" | "speaker";

/** The devices of one kind as a choice in a menu; nothing when there is none to choose. */
export function deviceEntries(
  kind: Kind,
  devices: DevicesView,
  send: (intent: Intent) => void,
  t: Translate,
): readonly MenuEntry[] {
  if (kind === "speaker" && !devices.speaker.canChoose) return [];
  const { available, chosenId } = devices[kind];
  if (available.length === 0) return [];
  const words = { microphone: t("controls.microphone"), camera: t("controls.camera"), speaker: t("controls.speaker") };
  return [
    {
      kind: "radios",
      label: words[kind],
      value: chosenId ?? available[0]?.deviceId ?? "",
      options: available.map(optionOf),
      onChange: (deviceId) => send({ type: "device.chosen", kind, deviceId }),
    },
  ];
}

function optionOf({ deviceId, label }: DeviceView): { readonly value: string; readonly label: string } {
  return { value: deviceId, label };
}
