import type { ReactNode } from "react";
import {
  CameraIcon,
  CameraOffIcon,
  faultLine,
  type MenuEntry,
  MicrophoneIcon,
  MicrophoneOffIcon,
  SplitButton,
  useTranslate,
} from "@shell/ui";
import type { DeviceView, DevicesView, Intent, Translate } from "@shell/contract";
import { previewOf } from "./preview.ts";
import styles from "./DeviceBar.module.css";

export interface DeviceBarProps {
  readonly devices: DevicesView;
  readonly send: (intent: Intent) => void;
  /** What stands beside the devices where there is no bar at the top for it. */
  readonly children?: ReactNode;
}

/** Microphone and camera, on or off, each with its choice of devices. */
export function DeviceBar({ devices, send, children }: DeviceBarProps) {
  const t = useTranslate();
  const { microphone, camera, speaker } = devices;
  const words = microphoneWords(devices, t);
  return (
    <div className={styles["bar"]}>
      <div className={styles["buttons"]}>
        <SplitButton
          label={microphone.isOn ? t("lobby.muteMicrophone") : t("lobby.unmuteMicrophone")}
          icon={<MicrophoneIcon />}
          offIcon={<MicrophoneOffIcon />}
          isOn={microphone.isOn}
          shortcut="m"
          aria-busy={microphone.isBusy}
          onClick={() =>
            send(
              microphone.fault?.code === "device.denied"
                ? { type: "permission.requested" }
                : { type: "microphone.toggled" },
            )
          }
          menuLabel={t("lobby.microphone")}
          entries={[
            ...choiceOf("microphone", t("lobby.microphone"), microphone.available, microphone.chosenId, send),
            ...(speaker.canChoose
              ? choiceOf("speaker", t("lobby.speaker"), speaker.available, speaker.chosenId, send)
              : []),
          ]}
          data-testid="incall_mute"
        />
        <SplitButton
          label={camera.isOn ? t("lobby.stopVideo") : t("lobby.startVideo")}
          icon={<CameraIcon />}
          offIcon={<CameraOffIcon />}
          isOn={camera.isOn}
          shortcut="v"
          aria-busy={camera.isBusy}
          onClick={() =>
            send(camera.fault?.code === "device.denied" ? { type: "permission.requested" } : { type: "camera.toggled" })
          }
          menuLabel={t("lobby.camera")}
          entries={choiceOf("camera", t("lobby.camera"), camera.available, camera.chosenId, send)}
          data-testid="incall_videomute"
        />
        {children}
      </div>
      {words !== null && (
        <p className={styles["fault"]} role="status">
          {words}
        </p>
      )}
    </div>
  );
}

/** Why there is no sound of ours, unless the preview says it already: there the camera is spoken of. */
function microphoneWords(devices: DevicesView, t: Translate): string | null {
  const { fault } = devices.microphone;
  const preview = previewOf(devices);
  if (fault === null || preview === "denied") return null;
  switch (fault.code) {
    case "device.missing":
      return preview === "missing" ? null : t("lobby.microphoneMissing");
    case "device.denied":
      return t("lobby.microphoneBlocked");
    case "device.in_use":
      return t("lobby.microphoneInUse");
    default:
      return faultLine(fault, t);
  }
}

/** The devices to choose from; with none there is nothing to open. */
function choiceOf(
  kind: "microphone" | "camera" | "speaker",
  label: string,
  available: readonly DeviceView[],
  chosenId: string | null,
  send: (intent: Intent) => void,
): readonly MenuEntry[] {
  if (available.length === 0) return [];
  return [
    {
      kind: "radios",
      label,
      value: chosenId ?? "",
      options: available.map((device) => ({ value: device.deviceId, label: device.label })),
      onChange: (deviceId) => send({ type: "device.chosen", kind, deviceId }),
    },
  ];
}
