import { useId } from "react";
import { useTranslate } from "@shell/ui";
import styles from "./People.module.css";

/** The call's code in its groups of digits, and how to compare it. */
export function SafetyCode({ code }: { readonly code: string }) {
  const t = useTranslate();
  const titleId = useId();
  return (
    <section className={styles["safety"]} aria-labelledby={titleId} data-testid="safety_code">
      <h3 id={titleId} className={styles["safetyTitle"]}>
        {t("people.safetyCode")}
      </h3>
      <p className={styles["digits"]} dir="ltr">
        {code.split(" ").map((group, index) => (
          // Two groups may be the same.
          <span key={`${index} ${group}`}>{group} </span>
        ))}
      </p>
      <p className={styles["safetyHint"]}>{t("people.safetyCodeHint")}</p>
    </section>
  );
}
