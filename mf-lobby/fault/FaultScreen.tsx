import { use } from "react";
import { faultDetails, FaultPanel, faultWords, useTranslate, VisuallyHidden } from "@shell/ui";
import type { BrandView, Intent } from "@shell/contract";
import type { Fault } from "../../machines/domain/fault.ts";
import { FrameContext } from "../page/frame.ts";
import { Page } from "../page/Page.tsx";
import { wayOnFrom } from "./wayOn.ts";

export interface FaultScreenProps {
  readonly brand: BrandView;
  readonly fault: Fault;
  readonly send: (intent: Intent) => void;
}

/** A call that cannot be shown: what happened, what to do, and the button that does it. */
export function FaultScreen({ brand, fault, send }: FaultScreenProps) {
  const t = useTranslate();
  const { isConfined } = use(FrameContext);
  const { kind, intent, words = `fault.${fault.code}.action` } = wayOnFrom(fault.code, isConfined);
  return (
    <Page brand={brand}>
      <h1>
        <VisuallyHidden>{brand.name}</VisuallyHidden>
      </h1>
      <FaultPanel
        {...faultWords(fault, t)}
        action={{ label: t(words), onAction: () => send(intent) }}
        other={
          kind === "startNew" || isConfined
            ? undefined
            : { label: t("faultScreen.home"), onAction: () => send({ type: "home.requested" }) }
        }
        details={faultDetails(fault, t)}
      />
    </Page>
  );
}
