import { Menu } from "@base-ui/react/menu";
import { CheckIcon } from "../icons.ts";
import { OverlayFrame } from "../overlays/OverlayFrame.tsx";
import type { MenuEntry } from "./menuEntry.ts";
import "./Menu.css";

export interface MenuPopupProps {
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  readonly side: "top" | "bottom";
  readonly align: "start" | "center" | "end";
  readonly anchor: HTMLElement | null;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** The open menu of a button that is drawn elsewhere. */
export function MenuPopup({ label, entries, side, align, anchor, isOpen, onClose }: MenuPopupProps) {
  function closeUnlessTrigger(isNowOpen: boolean, details: { readonly event: Event }) {
    // The button's own press closes the menu by itself; closing here as well would have it opened again.
    const { event } = details;
    const target = event instanceof FocusEvent ? event.relatedTarget : event.target;
    const isOnTrigger = event.type !== "keydown" && target instanceof Node && anchor?.contains(target) === true;
    if (!isNowOpen && !isOnTrigger) onClose();
  }
  return (
    <OverlayFrame near={anchor}>
      <Menu.Root open={isOpen} onOpenChange={closeUnlessTrigger} modal={false}>
        <Menu.Portal>
          <Menu.Backdrop className="pl-menu__backdrop" />
          <Menu.Positioner
            className="pl-menu__positioner"
            anchor={anchor}
            side={side}
            align={align}
            sideOffset={8}
            collisionPadding={8}
          >
            <Menu.Popup
              className="pl-menu"
              aria-label={label}
              dir={anchor?.closest("[dir]")?.getAttribute("dir") ?? undefined}
              finalFocus={() => anchor}
            >
              <div className="pl-menu__heading" aria-hidden="true">
                {label}
              </div>
              {entries.map((entry, index) => (
                <Entry key={entry.kind === "separator" ? `separator ${index}` : entry.label} entry={entry} />
              ))}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </OverlayFrame>
  );
}

function Entry({ entry }: { readonly entry: MenuEntry }) {
  switch (entry.kind) {
    case "separator":
      return <Menu.Separator className="pl-menu__separator" />;
    case "check":
      return (
        <Menu.CheckboxItem className="pl-menu__item" checked={entry.isOn} onCheckedChange={entry.onChange}>
          <span className="pl-menu__mark">{entry.isOn && <CheckIcon aria-hidden="true" />}</span>
          <span className="pl-menu__words">{entry.label}</span>
        </Menu.CheckboxItem>
      );
    case "radios":
      return (
        <Menu.RadioGroup value={entry.value} onValueChange={entry.onChange} aria-label={entry.label}>
          <div className="pl-menu__group" aria-hidden="true">
            {entry.label}
          </div>
          {entry.options.map((option) => (
            <Menu.RadioItem key={option.value} value={option.value} className="pl-menu__item" closeOnClick>
              <span className="pl-menu__mark">{option.value === entry.value && <CheckIcon aria-hidden="true" />}</span>
              <Words label={option.label} hint={option.hint} />
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      );
    case "item":
      return (
        <Menu.Item
          className="pl-menu__item"
          disabled={entry.isDisabled ?? false}
          data-danger={entry.isDanger || undefined}
          data-testid={entry.testId}
          onClick={entry.onSelect}
        >
          {entry.icon !== undefined && <span className="pl-menu__mark">{entry.icon}</span>}
          <Words label={entry.label} hint={entry.hint} />
        </Menu.Item>
      );
  }
}

function Words({ label, hint }: { readonly label: string; readonly hint?: string | undefined }) {
  return (
    <span className="pl-menu__words">
      {label}
      {hint !== undefined && <span className="pl-menu__hint">{hint}</span>}
    </span>
  );
}
