import type { Fault } from "../machines/domain/fault.ts";
import type { Translate } from "./contract/platform.ts";
import { showPlainPanel } from "./supervisor/plainPanel.ts";

/** Says what is wrong when the app cannot even be put together; reloading is the one way on. */
export function showPlainFault(host: HTMLElement, t: Translate, { code, url, detail }: Fault): void {
  showPlainPanel(host, {
    title: t(`fault.${code}.title`),
    text: t(`fault.${code}.body`),
    details: [code, url, detail].filter((part) => part !== undefined && part !== "").join(" · "),
    action: t("remoteFailed.tryAgain"),
    onAction: () => location.reload(),
  });
}
