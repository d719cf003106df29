import type { EndedView, Translate } from "@shell/contract";
import { faultDetails, faultWords, type FaultDetails } from "@shell/ui";

interface EndedFault {
  readonly title: string;
  readonly body: string;
  readonly details?: FaultDetails;
}

/** What a person reads when a call was ended for them: what happened, what to do, and the details for somebody who can mend it. */
export function endedFault({ cause, fault }: EndedView, t: Translate): EndedFault {
  if (fault !== null) return { ...faultWords(fault, t), details: faultDetails(fault, t) };
  if (cause === "removed") return faultWords({ code: "room.removed" }, t);
  return { title: t("ended.failedTitle"), body: t("ended.failedBody") };
}
