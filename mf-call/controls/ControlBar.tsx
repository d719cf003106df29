import { memo } from "react";
import type { CallView, DevicesView, FrameView, Intent } from "@shell/contract";
import {
  CameraIcon,
  CameraOffIcon,
  classNames,
  IconButton,
  LeaveIcon,
  MicrophoneIcon,
  MicrophoneOffIcon,
  SettingsIcon,
  ShareScreenIcon,
  SplitButton,
  StopShareIcon,
  useTranslate,
} from "@shell/ui";
import { deviceEntries } from "./deviceEntries.ts";
import { MoreMenu } from "./MoreMenu.tsx";
import styles from "./ControlBar.module.css";

export interface ControlBarProps {
  readonly devices: DevicesView;
  readonly layout: CallView["layout"];
  readonly frame: FrameView;
  readonly send: (intent: Intent) => void;
  readonly isHidden: boolean;
  readonly onInvite: (() => void) | null;
  readonly onPeople: () => void;
}

/**
 * The pill at the bottom: what one does oneself. Hosts hide the leave button's grandparent, so that is this bar and
 * nothing else, and they press the buttons of a hidden bar, so none of them may go away with it.
 */
export const ControlBar = memo(function ControlBar({
  devices,
  layout,
  frame,
  send,
  isHidden,
  onInvite,
  onPeople,
}: ControlBarProps) {
  const t = useTranslate();
  const { microphone, camera, share } = devices;
  const speakers = deviceEntries("speaker", devices, send, t);
  const microphones = deviceEntries("microphone", devices, send, t);
  return (
    <footer
      className={styles["container"]}
      data-testid="footer-container"
      data-bars=""
      data-hidden={isHidden || undefined}
    >
      <div className={styles["bar"]} role="toolbar" aria-label={t("controls.label")}>
        <SplitButton
          data-testid="incall_mute"
          label={t(microphone.isOn ? "controls.muteMicrophone" : "controls.unmuteMicrophone")}
          icon={<MicrophoneIcon />}
          offIcon={<MicrophoneOffIcon />}
          isOn={microphone.isOn}
          aria-busy={microphone.isBusy}
          shortcut="M"
          menuLabel={t("controls.microphone")}
          entries={[...microphones, ...speakers]}
          onClick={() => send({ type: "microphone.toggled" })}
        />
        <SplitButton
          data-testid="incall_videomute"
          label={t(camera.isOn ? "controls.stopVideo" : "controls.startVideo")}
          icon={<CameraIcon />}
          offIcon={<CameraOffIcon />}
          isOn={camera.isOn}
          aria-busy={camera.isBusy}
          shortcut="V"
          menuLabel={t("controls.camera")}
          entries={deviceEntries("camera", devices, send, t)}
          onClick={() => send({ type: "camera.toggled" })}
        />
        {share.canShare && (
          <IconButton
            className={styles["share"]}
            data-testid="incall_screenshare"
            kind={share.isOn ? "primary" : "control"}
            size="large"
            role="switch"
            aria-checked={share.isOn}
            aria-busy={share.isBusy}
            label={t("controls.shareScreen")}
            icon={share.isOn ? <StopShareIcon /> : <ShareScreenIcon />}
            onClick={() => send({ type: "share.toggled" })}
          />
        )}
        {frame.header !== "app_bar" && (
          <IconButton
            className={styles["settings"]}
            data-testid="settings-bottom-left"
            kind="control"
            size="large"
            label={t("controls.settings")}
            icon={<SettingsIcon />}
            onClick={() => send({ type: "settings.opened", tab: "audio" })}
          />
        )}
        <MoreMenu
          devices={devices}
          layout={layout}
          send={send}
          onInvite={onInvite}
          onPeople={onPeople}
          // Without a bar at the top, people, invitation and layout are found here on every screen.
          className={classNames(styles["more"], frame.header === "none" && styles["kept"])}
        />
        <IconButton
          className={styles["leave"]}
          data-testid="incall_leave"
          kind="danger"
          size="large"
          label={t("controls.endCall")}
          icon={<LeaveIcon />}
          onClick={() => send({ type: "leave.requested" })}
        />
      </div>
    </footer>
  );
});
