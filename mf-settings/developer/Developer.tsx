import { useId, useState } from "react";
import { Button, CheckIcon, CopyIcon, IconButton, useTranslate } from "@shell/ui";
import type { AccountView, Intent, SettingsView } from "@shell/contract";
import styles from "./Developer.module.css";

export interface DeveloperProps {
  readonly account: AccountView;
  readonly settings: SettingsView;
  readonly send: (intent: Intent) => void;
}

const modes = ["legacy", "compatibility", "matrix_2_0"] as const;

/** What somebody needs who looks into a call that did not work. */
export function Developer({ account, settings, send }: DeveloperProps) {
  const t = useTranslate();
  return (
    <>
      <fieldset className={styles["modes"]} disabled={settings.isModeFixed}>
        <legend>{t("settings.developer.mode")}</legend>
        {modes.map((mode) => (
          <Mode
            key={mode}
            label={t(`settings.developer.${mode}`)}
            hint={t(`settings.developer.${mode}Hint`)}
            isChosen={settings.mode === mode}
            onChoose={() => send({ type: "mode.chosen", mode })}
          />
        ))}
        <p className={styles["hint"]}>
          {settings.isModeFixed ? t("settings.developer.modeFixed") : t("settings.developer.modeHint")}
        </p>
      </fieldset>
      <div className={styles["log"]}>
        <div>
          <h3>{t("settings.developer.log")}</h3>
          <p className={styles["hint"]}>{t("settings.developer.logHint")}</p>
        </div>
        <Button kind="quiet" size="small" onClick={() => send({ type: "callLog.exported" })}>
          {t("settings.developer.export")}
        </Button>
      </div>
      <dl className={styles["facts"]}>
        <Fact name={t("settings.developer.version")} value={settings.version} />
        <Fact name={t("settings.developer.userId")} value={account.userId} />
        <Fact name={t("settings.developer.server")} value={account.serverName} />
      </dl>
    </>
  );
}

interface ModeProps {
  readonly label: string;
  readonly hint: string;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function Mode({ label, hint, isChosen, onChoose }: ModeProps) {
  const hintId = useId();
  return (
    <label className={styles["mode"]}>
      <input
        type="radio"
        name="rtc-mode"
        aria-label={label}
        aria-describedby={hintId}
        checked={isChosen}
        onChange={onChoose}
      />
      <span>
        {label}
        <span id={hintId} className={styles["hint"]}>
          {hint}
        </span>
      </span>
    </label>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string | null }) {
  const t = useTranslate();
  const [isCopied, setCopied] = useState(false);
  async function copy() {
    await navigator.clipboard.writeText(value ?? "");
    setCopied(true);
  }
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value ?? t("settings.developer.unknown")}</dd>
      {value !== null && (
        <dd className={styles["copy"]}>
          <IconButton
            size="small"
            hasTooltip={false}
            label={isCopied ? t("settings.developer.copied") : `${t("settings.developer.copy")}: ${name}`}
            icon={isCopied ? <CheckIcon /> : <CopyIcon />}
            onClick={() => void copy()}
          />
        </dd>
      )}
    </div>
  );
}
