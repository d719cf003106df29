import { useState, type ReactNode } from "react";
import { preloadOverlays, useOverlays } from "../overlays/useOverlays.ts";
import type { MenuEntry, MenuTriggerProps } from "./menuEntry.ts";

export type { MenuEntry, MenuTriggerProps } from "./menuEntry.ts";

export interface MenuProps {
  /** The accessible name of the menu, and its heading where it is a sheet. */
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  /** Draws the button: spread what is given on it. It stays the same element throughout, so focus stays too. */
  readonly trigger: (props: MenuTriggerProps) => ReactNode;
  readonly side?: "top" | "bottom" | undefined;
  readonly align?: "start" | "center" | "end" | undefined;
  readonly onOpen?: (() => void) | undefined;
}

/** A button that opens a menu; on a phone the menu is a sheet. Its code comes when the button is pointed at. */
export function Menu({ label, entries, trigger, side = "bottom", align = "end", onOpen }: MenuProps) {
  const [anchor, setAnchor] = useState<HTMLButtonElement | null>(null);
  const [isOpen, setOpen] = useState(false);
  const [wasOpened, setWasOpened] = useState(false);
  const overlays = useOverlays(wasOpened);
  function toggle() {
    if (!isOpen) onOpen?.();
    setWasOpened(true);
    setOpen(!isOpen);
  }
  return (
    <>
      {trigger({
        ref: setAnchor,
        onClick: toggle,
        onPointerEnter: preloadOverlays,
        onFocus: preloadOverlays,
        "aria-haspopup": "menu",
        "aria-expanded": isOpen,
      })}
      {wasOpened && overlays !== null && (
        <overlays.MenuPopup
          label={label}
          entries={entries}
          side={side}
          align={align}
          anchor={anchor}
          isOpen={isOpen}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
