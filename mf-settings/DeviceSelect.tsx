import { Select, useTranslate } from "@shell/ui";
import type { DeviceView, Intent } from "@shell/contract";

export interface DeviceSelectProps {
  readonly kind: "microphone" | "camera" | "speaker";
  readonly label: string;
  readonly device: { readonly chosenId: string | null; readonly available: readonly DeviceView[] };
  readonly send: (intent: Intent) => void;
}

/** The choice of one kind of device; says so when there is none. */
export function DeviceSelect({ kind, label, device, send }: DeviceSelectProps) {
  const t = useTranslate();
  return (
    <Select
      label={label}
      value={device.chosenId ?? ""}
      options={device.available.map(({ deviceId, label: name }) => ({ value: deviceId, label: name }))}
      onChange={(deviceId) => send({ type: "device.chosen", kind, deviceId })}
      // With nothing chosen, a speaker is the one that the system uses; there is always one then.
      placeholder={t(device.available.length === 0 ? "settings.audio.none" : "settings.audio.systemSpeaker")}
      isDisabled={device.available.length === 0}
    />
  );
}
