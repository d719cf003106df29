import { faultLine, Notice, NoticeRegion, useTranslate } from "@shell/ui";
import type { Intent, NoticeView } from "@shell/contract";

export interface NoticesProps {
  readonly notices: readonly NoticeView[];
  readonly send: (intent: Intent) => void;
}

/** What happened beside what the person is doing; each can be put away. */
export function Notices({ notices, send }: NoticesProps) {
  const t = useTranslate();
  return (
    <NoticeRegion label={t("notices.region")}>
      {notices.map(({ noticeId, tone, key, values, fault }) => (
        <Notice
          key={noticeId}
          kind={tone === "warning" ? "warn" : "info"}
          dismiss={{ label: t("notices.dismiss"), onDismiss: () => send({ type: "notice.dismissed", noticeId }) }}
        >
          {fault === null ? t(`notice.${key}`, values) : faultLine(fault, t)}
        </Notice>
      ))}
    </NoticeRegion>
  );
}
