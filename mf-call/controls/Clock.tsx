import { useContext, useEffect, useState } from "react";
import { useTranslate } from "@shell/ui";
import { NowContext } from "../platform.ts";
import { clockWords } from "./clockWords.ts";
import styles from "./TopBar.module.css";

/** How long we have been in the call. */
export function Clock({ since }: { readonly since: number }) {
  const t = useTranslate();
  const now = useContext(NowContext);
  const [shown, setShown] = useState(() => now());
  useEffect(() => {
    const timer = setInterval(() => setShown(now()), 1000);
    return () => clearInterval(timer);
  }, [now]);
  return (
    <span className={styles["clock"]} role="timer" aria-label={t("call.duration")}>
      {clockWords(shown - since)}
    </span>
  );
}
