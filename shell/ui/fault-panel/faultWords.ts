import type { Translate } from "../../contract/index.ts";
import type { FaultDetails } from "./FaultPanel.tsx";
import { faultFacts, type Fault } from "../../../machines/domain/fault.ts";

/** The two sentences of a fault: what happened, what to do. */
export function faultWords(fault: Fault, t: Translate): { readonly title: string; readonly body: string } {
  return { title: t(`fault.${fault.code}.title`), body: t(`fault.${fault.code}.body`) };
}

/** Both sentences in one line, for a place beside a field or in a notice. */
export function faultLine(fault: Fault, t: Translate): string {
  const { title, body } = faultWords(fault, t);
  return `${title}. ${body}`;
}

/** What somebody needs who can mend it: the hop, the code, the address, the answer. */
export function faultDetails(fault: Fault, t: Translate): FaultDetails {
  const lines = [
    { name: t("faultScreen.hop"), value: t(`hop.${faultFacts[fault.code].hop}`) },
    { name: t("faultScreen.code"), value: fault.code },
    ...(fault.url === undefined ? [] : [{ name: t("faultScreen.url"), value: fault.url }]),
    ...(fault.detail === undefined ? [] : [{ name: t("faultScreen.detail"), value: fault.detail }]),
  ];
  return {
    label: t("faultScreen.details"),
    copyLabel: t("faultScreen.copy"),
    copiedLabel: t("faultScreen.copied"),
    lines,
  };
}
