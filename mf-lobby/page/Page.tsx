import { use, type ReactNode } from "react";
import { Logo, classNames } from "@shell/ui";
import type { BrandView } from "@shell/contract";
import { FrameContext } from "./frame.ts";
import styles from "./Page.module.css";

export interface PageProps {
  readonly brand: BrandView;
  /** At the top's end: account menu or settings. */
  readonly end?: ReactNode;
  /** At the top's start instead of the brand, such as a way back. */
  readonly start?: ReactNode;
  /** `column` centres one column of at most 440 px, `top` hangs it so that what grows below moves nothing; `wide` gives the whole width. */
  readonly shape?: "column" | "top" | "wide";
  readonly children: ReactNode;
}

/** The frame of every page before the call: a quiet bar on top, then what the page is about. */
export function Page({ brand, start, end, shape = "column", children }: PageProps) {
  const hasBar = use(FrameContext).header !== "none";
  return (
    <div className={classNames(styles["page"], !hasBar && styles["bare"])}>
      {hasBar && (
        <header className={styles["bar"]}>
          {start === undefined ? (
            <span className={styles["brand"]}>
              <Logo size={24} />
              {brand.name}
            </span>
          ) : (
            <span className={styles["start"]}>{start}</span>
          )}
          <span className={styles["end"]}>{end}</span>
        </header>
      )}
      <main className={classNames(styles["main"], styles[shape])} tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
