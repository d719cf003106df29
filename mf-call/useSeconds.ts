import { useContext, useEffect, useState } from "react";
import { NowContext } from "./platform.ts";

/** The time, in ms since 1970; new every second. */
export function useSeconds(): number {
  const now = useContext(NowContext);
  const [shown, setShown] = useState(() => now());
  useEffect(() => {
    const timer = setInterval(() => setShown(now()), 1000);
    return () => clearInterval(timer);
  }, [now]);
  return shown;
}
