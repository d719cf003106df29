import type { ReactNode } from "react";
import type { Intent } from "@shell/contract";
import styles from "./Ended.module.css";

export interface IntentLinkProps {
  /** Where it leads when it is opened in a tab of its own. */
  readonly href: string;
  readonly intent: Intent;
  readonly send: (intent: Intent) => void;
  readonly children: ReactNode;
}

/** A link that stays within the page; opened with a modifier key it is a link like any other. */
export function IntentLink({ href, intent, send, children }: IntentLinkProps) {
  return (
    <a
      href={href}
      className={styles["link"]}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        send(intent);
      }}
    >
      {children}
    </a>
  );
}
