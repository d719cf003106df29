import {
  CameraIcon,
  DeveloperIcon,
  Dialog,
  PersonIcon,
  PreferencesIcon,
  SpeakerIcon,
  Tabs,
  useTranslate,
} from "@shell/ui";
import type { Intent, PlatformMedia, PlatformSnapshot } from "@shell/contract";
import { Audio } from "./audio/Audio.tsx";
import { Developer } from "./developer/Developer.tsx";
import { Preferences } from "./preferences/Preferences.tsx";
import { Profile } from "./profile/Profile.tsx";
import { Video } from "./video/Video.tsx";
import styles from "./Settings.module.css";

export interface SettingsProps {
  readonly snapshot: PlatformSnapshot;
  readonly media: PlatformMedia;
  readonly send: (intent: Intent) => void;
}

/** The settings by subject. Every change applies at once, so there is nothing to save and nothing to lose. */
export function Settings({ snapshot, media, send }: SettingsProps) {
  const t = useTranslate();
  const { account, devices, settings } = snapshot;
  const tabs = [
    {
      id: "audio",
      label: t("settings.tabs.audio"),
      icon: <SpeakerIcon />,
      panel: <Audio {...{ devices, settings, media, send }} />,
    },
    {
      id: "video",
      label: t("settings.tabs.video"),
      icon: <CameraIcon />,
      panel: <Video {...{ devices, media, send }} />,
    },
    {
      id: "profile",
      label: t("settings.tabs.profile"),
      icon: <PersonIcon />,
      panel: <Profile {...{ account, media, send }} />,
    },
    {
      id: "preferences",
      label: t("settings.tabs.preferences"),
      icon: <PreferencesIcon />,
      panel: <Preferences {...{ settings, send }} />,
    },
    {
      id: "developer",
      label: t("settings.tabs.developer"),
      icon: <DeveloperIcon />,
      panel: <Developer {...{ account, settings, send }} />,
    },
  ] as const;
  return (
    <Dialog
      isOpen={settings.openTab !== null}
      onClose={() => send({ type: "settings.closed" })}
      title={t("settings.title")}
      closeLabel={t("settings.close")}
      size="wide"
    >
      <div className={styles["settings"]}>
        <Tabs
          label={t("settings.title")}
          value={settings.openTab ?? "audio"}
          onChange={(tab) => send({ type: "settings.opened", tab })}
          tabs={tabs.map((tab) => ({ ...tab, panel: <div className={styles["panel"]}>{tab.panel}</div> }))}
        />
      </div>
    </Dialog>
  );
}
