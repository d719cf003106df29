import { useCallback } from "react";
import { Avatar, Meter, MicrophoneOffIcon, OwnPicture, Spinner, useTranslate } from "@shell/ui";
import type { AccountView, DevicesView, Intent, PlatformMedia } from "@shell/contract";
import { useFaces } from "../faces.ts";
import { DeniedDevices } from "./DeniedDevices.tsx";
import { previewOf, type PreviewState } from "./preview.ts";
import styles from "./Preview.module.css";

export interface PreviewProps {
  readonly account: AccountView;
  readonly devices: DevicesView;
  readonly media: PlatformMedia;
  /** What the browser calls itself, for the explanation of a blocked camera. */
  readonly userAgent: string;
  readonly send: (intent: Intent) => void;
}

/** Oneself as the others will see one, with the microphone's level; or in words why there is no picture. */
export function Preview({ account, devices, media, userAgent, send }: PreviewProps) {
  const t = useTranslate();
  const state = previewOf(devices);
  const name = account.displayName ?? "";
  const follow = useCallback((onLevel: (level: number) => void) => media.watchLevel("microphone", onLevel), [media]);
  return (
    <section className={styles["preview"]} aria-label={t("lobby.preview")} data-state={state}>
      {state === "picture" && <OwnPicture media={media} isMirrored={devices.isMirrored} data-testid="video" />}
      {state === "denied" && <DeniedDevices devices={devices} userAgent={userAgent} send={send} />}
      {state !== "picture" && state !== "denied" && (
        <NoPicture state={state} account={account} devices={devices} media={media} />
      )}
      {state !== "denied" && (
        <span className={styles["tag"]}>
          {devices.microphone.isOn ? (
            <Meter label={t("lobby.microphoneLevel")} shape="bars" follow={follow} />
          ) : (
            <MicrophoneOffIcon className={styles["muted"]} aria-hidden="true" />
          )}
          {name !== "" && <bdi className={styles["name"]}>{name}</bdi>}
        </span>
      )}
    </section>
  );
}

interface NoPictureProps {
  readonly state: Exclude<PreviewState, "picture" | "denied">;
  readonly account: AccountView;
  readonly devices: DevicesView;
  readonly media: PlatformMedia;
}

function NoPicture({ state, account, devices, media }: NoPictureProps) {
  const t = useTranslate();
  const id = account.userId ?? account.displayName ?? "";
  const face = useFaces([{ id, displayName: account.displayName ?? "", avatarMxc: account.avatarMxc }], media, 224)[0];
  const hasMicrophone = devices.microphone.available.length > 0 && devices.microphone.fault?.code !== "device.missing";
  const words: Record<NoPictureProps["state"], string> = {
    asking: t("lobby.allowDevices"),
    missing: hasMicrophone ? t("lobby.cameraMissing") : t("lobby.devicesMissing"),
    "in-use": t("lobby.cameraInUse"),
    starting: t("lobby.cameraStarting"),
    off: t("lobby.cameraOff"),
  };
  return (
    <div className={styles["noPicture"]}>
      {face !== undefined && <Avatar {...face} size="huge" />}
      <div className={styles["words"]} data-late={state === "asking" || undefined}>
        {state === "starting" ? <Spinner label={words[state]} /> : <p>{words[state]}</p>}
        {state === "asking" && <p className={styles["hint"]}>{t("lobby.allowDevicesHint")}</p>}
      </div>
    </div>
  );
}
