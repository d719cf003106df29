import { Button, CameraIcon, CameraOffIcon, OwnPicture, Spinner, useTranslate } from "@shell/ui";
import type { DevicesView, Intent, PlatformMedia } from "@shell/contract";
import { DeviceSelect } from "../DeviceSelect.tsx";
import styles from "./Video.module.css";

export interface VideoProps {
  readonly devices: DevicesView;
  readonly media: PlatformMedia;
  readonly send: (intent: Intent) => void;
}

/** The camera, and what it sees. */
export function Video({ devices, media, send }: VideoProps) {
  const t = useTranslate();
  return (
    <>
      <section className={styles["preview"]} aria-label={t("settings.video.preview")}>
        {devices.camera.isOn ? (
          <OwnPicture media={media} isMirrored={devices.isMirrored} />
        ) : (
          <NoPicture devices={devices} send={send} />
        )}
      </section>
      <DeviceSelect kind="camera" label={t("settings.video.camera")} device={devices.camera} send={send} />
    </>
  );
}

function NoPicture({ devices, send }: { readonly devices: DevicesView; readonly send: (intent: Intent) => void }) {
  const t = useTranslate();
  const { camera, permission } = devices;
  if (camera.isBusy) return <Spinner label={t("settings.video.starting")} />;
  const isBlocked = permission === "denied" || camera.fault?.code === "device.denied";
  if (isBlocked) {
    return (
      <>
        <CameraOffIcon aria-hidden="true" />
        <p>{t("settings.video.blocked")}</p>
        <Button kind="quiet" size="small" onClick={() => send({ type: "permission.requested" })}>
          {t("settings.video.again")}
        </Button>
      </>
    );
  }
  if (camera.available.length === 0) {
    return (
      <>
        <CameraOffIcon aria-hidden="true" />
        <p>{t("settings.video.none")}</p>
      </>
    );
  }
  return (
    <>
      <CameraOffIcon aria-hidden="true" />
      <p>{camera.fault?.code === "device.in_use" ? t("settings.video.inUse") : t("settings.video.off")}</p>
      <Button kind="quiet" size="small" icon={<CameraIcon />} onClick={() => send({ type: "camera.toggled" })}>
        {t("settings.video.turnOn")}
      </Button>
    </>
  );
}
