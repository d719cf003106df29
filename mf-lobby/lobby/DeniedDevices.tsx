import { Button, useTranslate } from "@shell/ui";
import type { DevicesView, Intent } from "@shell/contract";
import { permissionPlaceOf } from "./browser.ts";
import { PermissionDrawing } from "./PermissionDrawing.tsx";
import { blockedOf } from "./preview.ts";
import styles from "./DeniedDevices.module.css";

export interface DeniedDevicesProps {
  readonly devices: DevicesView;
  readonly userAgent: string;
  readonly send: (intent: Intent) => void;
}

/** Where this browser keeps the switch for camera and microphone, drawn and in one sentence. */
export function DeniedDevices({ devices, userAgent, send }: DeniedDevicesProps) {
  const t = useTranslate();
  const place = permissionPlaceOf(userAgent);
  return (
    <div className={styles["denied"]}>
      <PermissionDrawing place={place} label={t("denied.drawing")} />
      <div className={styles["words"]}>
        <h2 className={styles["title"]}>{t(`denied.title${blockedOf(devices) ?? "Both"}`)}</h2>
        <p className={styles["how"]}>
          {t(`denied.${place}`)} <span className={styles["without"]}>{t("denied.without")}</span>
        </p>
        <Button kind="quiet" size="small" onClick={() => send({ type: "permission.requested" })}>
          {t("denied.again")}
        </Button>
      </div>
    </div>
  );
}
