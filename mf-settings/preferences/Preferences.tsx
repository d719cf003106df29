import { Select, Switch, useTranslate } from "@shell/ui";
import type { Intent, SettingsView } from "@shell/contract";

export interface PreferencesProps {
  readonly settings: SettingsView;
  readonly send: (intent: Intent) => void;
}

/** How it looks, and whether one sees oneself. */
export function Preferences({ settings, send }: PreferencesProps) {
  const t = useTranslate();
  const themes: readonly { readonly value: SettingsView["theme"]; readonly label: string }[] = [
    { value: "system", label: t("settings.preferences.system") },
    { value: "dark", label: t("settings.preferences.dark") },
    { value: "light", label: t("settings.preferences.light") },
    { value: "dark-high-contrast", label: t("settings.preferences.darkHighContrast") },
    { value: "light-high-contrast", label: t("settings.preferences.lightHighContrast") },
  ];
  return (
    <>
      <Select
        label={t("settings.preferences.theme")}
        value={settings.theme}
        options={themes}
        onChange={(chosen) => {
          const theme = themes.find(({ value }) => value === chosen)?.value;
          if (theme !== undefined) send({ type: "theme.chosen", theme });
        }}
      />
      <Switch
        label={t("settings.preferences.selfView")}
        hint={t("settings.preferences.selfViewHint")}
        isOn={settings.isSelfViewShown}
        onChange={(isShown) => send({ type: "selfView.chosen", isShown })}
      />
    </>
  );
}
