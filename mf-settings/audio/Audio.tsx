import { useCallback, useState } from "react";
import { Button, Meter, Select, Slider, SpeakerIcon, useTranslate } from "@shell/ui";
import type { DevicesView, Intent, PlatformMedia, SettingsView } from "@shell/contract";
import { DeviceSelect } from "../DeviceSelect.tsx";
import styles from "./Audio.module.css";

export interface AudioProps {
  readonly devices: DevicesView;
  readonly settings: SettingsView;
  readonly media: PlatformMedia;
  readonly send: (intent: Intent) => void;
}

/** What one speaks into and hears from, with a level to see and a sound to hear. */
export function Audio({ devices, settings, media, send }: AudioProps) {
  const t = useTranslate();
  const { microphone, speaker } = devices;
  const follow = useCallback((onLevel: (level: number) => void) => media.watchLevel("microphone", onLevel), [media]);
  return (
    <>
      <div className={styles["group"]}>
        <DeviceSelect kind="microphone" label={t("settings.audio.microphone")} device={microphone} send={send} />
        <Meter label={t("settings.audio.level")} follow={follow} isSilent={!microphone.isOn} />
        <p className={styles["hint"]}>{microphone.isOn ? t("settings.audio.speak") : t("settings.audio.muted")}</p>
      </div>
      <div className={styles["group"]}>
        {speaker.canChoose ? (
          <DeviceSelect kind="speaker" label={t("settings.audio.speaker")} device={speaker} send={send} />
        ) : (
          <Select
            label={t("settings.audio.speaker")}
            value="system"
            options={[{ value: "system", label: t("settings.audio.systemSpeaker") }]}
            onChange={() => undefined}
            isDisabled
          />
        )}
        <TestSound media={media} />
      </div>
      <div className={styles["group"]}>
        <Slider
          label={t("settings.audio.volume")}
          value={Math.round(settings.volume * 100)}
          valueText={t("settings.audio.volumeValue", { percent: Math.round(settings.volume * 100) })}
          onChange={(percent) => send({ type: "volume.chosen", volume: percent / 100 })}
        />
        <p className={styles["hint"]}>{t("settings.audio.volumeHint")}</p>
      </div>
    </>
  );
}

function TestSound({ media }: { readonly media: PlatformMedia }) {
  const t = useTranslate();
  const [state, setState] = useState<"quiet" | "playing" | "failed">("quiet");
  async function play() {
    setState("playing");
    try {
      await media.playTestSound();
      setState("quiet");
    } catch {
      setState("failed"); // the output was unplugged, or the browser refuses to play
    }
  }
  return (
    <div className={styles["test"]}>
      <Button
        kind="quiet"
        icon={<SpeakerIcon />}
        busy={state === "playing" ? t("settings.audio.testing") : null}
        onClick={() => void play()}
      >
        {t("settings.audio.test")}
      </Button>
      <p className={styles["fault"]} role="status">
        {state === "failed" && t("settings.audio.testFailed")}
      </p>
    </div>
  );
}
