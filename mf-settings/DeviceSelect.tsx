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
      placeholder={t("settings.audio.none")}
      isDisabled={device.available.length === 0}
    />
  );
}
