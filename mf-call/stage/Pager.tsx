import { useEffect } from "react";
import type { Intent } from "@shell/contract";
import { ChevronLeftIcon, ChevronRightIcon, IconButton, useTranslate } from "@shell/ui";
import { barsOf, gapOf, PAGER_HEIGHT } from "../../machines/layout/geometry.ts";
import { isTyping } from "../controls/typing.ts";
import type { StageBox } from "./useStageSize.ts";
import styles from "./Stage.module.css";

/** More pages than this are counted in digits, as nobody counts dots. */
const DOTS_MAX = 7;

export interface PagerProps {
  readonly page: number;
  readonly pageCount: number;
  readonly stage: StageBox;
  readonly send: (intent: Intent) => void;
}

/** Which page of tiles is shown: dots, the two ways on, and the arrow keys. */
export function Pager({ page, pageCount, stage, send }: PagerProps) {
  const t = useTranslate();
  const { isRightToLeft } = stage;
  useEffect(() => {
    function turn(event: globalThis.KeyboardEvent) {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
      if (step === 0) return;
      const next = page + (isRightToLeft ? -step : step);
      if (next >= 0 && next < pageCount) send({ type: "page.chosen", page: next });
    }
    window.addEventListener("keydown", turn);
    return () => window.removeEventListener("keydown", turn);
  }, [page, pageCount, isRightToLeft, send]);
  const bottom = barsOf(stage).bottom + gapOf(stage);
  const [Before, After] = isRightToLeft ? [ChevronRightIcon, ChevronLeftIcon] : [ChevronLeftIcon, ChevronRightIcon];
  return (
    <nav className={styles["pager"]} style={{ bottom, height: PAGER_HEIGHT }} aria-label={t("call.pages")}>
      <IconButton
        size="small"
        icon={<Before />}
        label={t("call.previousPage")}
        disabled={page === 0}
        hasTooltip={false}
        onClick={() => send({ type: "page.chosen", page: page - 1 })}
      />
      {pageCount <= DOTS_MAX ? (
        Array.from({ length: pageCount }, (_, index) => (
          <button
            key={index}
            type="button"
            className={styles["dot"]}
            aria-label={t("call.page", { page: index + 1, count: pageCount })}
            aria-current={index === page ? "page" : undefined}
            onClick={() => send({ type: "page.chosen", page: index })}
          />
        ))
      ) : (
        <span
          className={styles["pageCount"]}
          aria-label={t("call.page", { page: page + 1, count: pageCount })}
          role="img"
        >
          {t("call.pageShort", { page: page + 1, count: pageCount })}
        </span>
      )}
      <IconButton
        size="small"
        icon={<After />}
        label={t("call.nextPage")}
        disabled={page === pageCount - 1}
        hasTooltip={false}
        onClick={() => send({ type: "page.chosen", page: page + 1 })}
      />
    </nav>
  );
}
