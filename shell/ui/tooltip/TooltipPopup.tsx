import { Tooltip } from "@base-ui/react/tooltip";
import { useRef } from "react";
import { OverlayFrame } from "../overlays/OverlayFrame.tsx";

export interface TooltipPopupProps {
  readonly label: string;
  readonly shortcut: string | undefined;
  readonly side: "top" | "bottom";
  /** What it belongs to; null takes it away. */
  readonly anchor: Element | null;
}

/** The tooltip itself, silent for screen readers, as the control says its name already. */
export function TooltipPopup({ label, shortcut, side, anchor }: TooltipPopupProps) {
  const last = useRef<Element | null>(null);
  if (anchor !== null) last.current = anchor;
  return (
    <OverlayFrame near={anchor}>
      <Tooltip.Root open={anchor !== null}>
        <Tooltip.Portal>
          <Tooltip.Positioner
            className="pl-tooltip__positioner"
            anchor={last}
            side={side}
            sideOffset={8}
            collisionPadding={8}
          >
            <Tooltip.Popup className="pl-tooltip" aria-hidden="true">
              {label}
              {shortcut !== undefined && <kbd className="pl-tooltip__key">{shortcut}</kbd>}
            </Tooltip.Popup>
          </Tooltip.Positioner>
        </Tooltip.Portal>
      </Tooltip.Root>
    </OverlayFrame>
  );
}
