import { memo } from "react";
import type { CallView, Intent, NoticeView, Translate } from "@shell/contract";
import { NoConnectionIcon, Notice, NoticeRegion, useTranslate } from "@shell/ui";
import styles from "./CallNotices.module.css";

export interface CallNoticesProps {
  readonly notices: readonly NoticeView[];
  readonly limited: CallView["limited"];
  readonly send: (intent: Intent) => void;
}

/** What is limited now, and what happened: small, over the stage, in the way of nothing. */
export const CallNotices = memo(function CallNotices({ notices, limited, send }: CallNoticesProps) {
  const t = useTranslate();
  const isInterrupted = limited.some(({ leg }) => leg === "sfu") || notices.some(({ key }) => key === "reconnecting");
  const isWithoutHomeserver =
    limited.some(({ leg }) => leg !== "sfu") || notices.some(({ key }) => key === "homeserverLost");
  return (
    <NoticeRegion label={t("notices.region")}>
      {isInterrupted && <Reconnecting t={t} />}
      {/* While media is interrupted, that is what matters. */}
      {isWithoutHomeserver && !isInterrupted && <Notice kind="warn">{t("notice.homeserverLost")}</Notice>}
      {notices
        .filter(({ key }) => key !== "reconnecting" && key !== "homeserverLost")
        .map((notice) => (
          <Notice
            key={notice.noticeId}
            kind={notice.tone === "warning" ? "warn" : notice.key === "linkCopied" ? "good" : "info"}
            dismiss={{
              label: t("notices.dismiss"),
              onDismiss: () => send({ type: "notice.dismissed", noticeId: notice.noticeId }),
            }}
          >
            {noticeWords(notice, t)}
          </Notice>
        ))}
    </NoticeRegion>
  );
});

/** The words of a notice; a fault brings its own. */
export function noticeWords({ key, values, fault }: NoticeView, t: Translate): string {
  if (fault === null) return t(`notice.${key}`, values);
  return `${t(`fault.${fault.code}.title`)}. ${t(`fault.${fault.code}.body`)}`;
}

function Reconnecting({ t }: { readonly t: Translate }) {
  return (
    <div className={styles["reconnecting"]} role="dialog" aria-modal="false" aria-label={t("notice.reconnecting")}>
      <NoConnectionIcon aria-hidden="true" />
      <div>
        <p className={styles["title"]}>{t("notice.reconnecting")}</p>
        <p className={styles["hint"]}>{t("notice.reconnectingHint")}</p>
      </div>
    </div>
  );
}
