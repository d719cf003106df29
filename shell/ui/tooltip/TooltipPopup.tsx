import { Tooltip } from "@base-ui/react/tooltip";
import { OverlayFrame } from "../overlays/OverlayFrame.tsx";

export interface TooltipPopupProps {
  readonly label: string;
  readonly shortcut: string | undefined;
  readonly side: "top" | "bottom";
  readonly anchor: Element;
  readonly isShown: boolean;
}

/** The tooltip itself, silent for screen readers, as the control says its name already. */
export function TooltipPopup({ label, shortcut, side, anchor, isShown }: TooltipPopupProps) {
  return (
    <OverlayFrame near={anchor}>
      <Tooltip.Root open={isShown}>
        <Tooltip.Portal>
          <Tooltip.Positioner
            className="pl-tooltip__positioner"
            anchor={anchor}
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
