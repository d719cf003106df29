import { useTranslate } from "@shell/ui";
import { useSeconds } from "../useSeconds.ts";
import { clockWords } from "./clockWords.ts";
import styles from "./TopBar.module.css";

/** How long we have been in the call. */
export function Clock({ since }: { readonly since: number }) {
  const t = useTranslate();
  const now = useSeconds();
  return (
    <span className={styles["clock"]} role="timer" aria-label={t("call.duration")}>
      {clockWords(now - since)}
    </span>
  );
}
