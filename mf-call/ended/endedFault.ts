import type { EndedView, Translate } from "@shell/contract";
import type { FaultDetails } from "@shell/ui";
import { faultFacts } from "../../machines/domain/fault.ts";

interface EndedFault {
  readonly title: string;
  readonly body: string;
  readonly details?: FaultDetails;
}

/** What a person reads when a call was ended for them: what happened, what to do, and the details for somebody who can mend it. */
export function endedFault({ cause, fault }: EndedView, t: Translate): EndedFault {
  if (fault === null) {
    return cause === "removed"
      ? { title: t("fault.room.removed.title"), body: t("fault.room.removed.body") }
      : { title: t("ended.failedTitle"), body: t("ended.failedBody") };
  }
  const lines = [
    { name: t("faultScreen.hop"), value: t(`hop.${faultFacts[fault.code].hop}`) },
    { name: t("faultScreen.code"), value: fault.code },
    ...(fault.url === undefined ? [] : [{ name: t("faultScreen.url"), value: fault.url }]),
    ...(fault.detail === undefined ? [] : [{ name: t("faultScreen.detail"), value: fault.detail }]),
  ];
  return {
    title: t(`fault.${fault.code}.title`),
    body: t(`fault.${fault.code}.body`),
    details: {
      label: t("faultScreen.details"),
      copyLabel: t("faultScreen.copy"),
      copiedLabel: t("faultScreen.copied"),
      lines,
    },
  };
}
