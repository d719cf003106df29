import { Logo, Spinner, useTranslate } from "@shell/ui";
import styles from "./Starting.module.css";

/** Nothing is decided yet. Comes late and softly, as most starts are over before it could be read. */
export function Starting() {
  const t = useTranslate();
  return (
    <main className={styles["starting"]}>
      <Logo size={48} />
      <Spinner label={t("starting.label")} />
    </main>
  );
}
