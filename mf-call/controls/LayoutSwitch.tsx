import { useId } from "react";
import type { CallView, Intent } from "@shell/contract";
import { GridIcon, SpotlightIcon, useTranslate } from "@shell/ui";
import styles from "./TopBar.module.css";

export interface LayoutSwitchProps {
  readonly layout: CallView["layout"];
  readonly send: (intent: Intent) => void;
}

/** Spotlight or grid. The radios are there on every stage, as hosts press them. */
export function LayoutSwitch({ layout, send }: LayoutSwitchProps) {
  const t = useTranslate();
  const name = useId();
  const options = [
    { value: "spotlight", label: t("controls.spotlight"), icon: <SpotlightIcon aria-hidden="true" /> },
    { value: "grid", label: t("controls.grid"), icon: <GridIcon aria-hidden="true" /> },
  ] as const;
  return (
    <fieldset className={styles["layout"]} aria-label={t("controls.layout")}>
      {options.map(({ value, label, icon }) => (
        <label key={value} className={styles["layoutOption"]} title={label}>
          <input
            type="radio"
            name={name}
            value={value}
            aria-label={label}
            checked={layout.chosen === value}
            data-checked={layout.chosen === value}
            onChange={() => send({ type: "layout.chosen", layout: value })}
          />
          {icon}
        </label>
      ))}
    </fieldset>
  );
}
