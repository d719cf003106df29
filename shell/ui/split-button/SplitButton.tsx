import type { ReactNode } from "react";
import { classNames } from "../classNames.ts";
import { ChevronDownIcon, ChevronUpIcon } from "../icons.ts";
import { IconButton, type IconButtonProps } from "../icon-button/IconButton.tsx";
import { Menu, type MenuEntry } from "../menu/Menu.tsx";
import "./SplitButton.css";

export interface SplitButtonProps extends Omit<IconButtonProps, "kind"> {
  /** The accessible name of the caret ("Microphone options"), and of the menu that it opens. */
  readonly menuLabel: string;
  /** Without entries there is no caret. */
  readonly entries: readonly MenuEntry[];
  /** Where the caret sits: `beside` in a bar at the bottom (opens upwards), `below` under a preview. */
  readonly caret?: "beside" | "below" | undefined;
  /** Told when the menu opens, the moment to ask for the list of devices anew. */
  readonly onMenuOpen?: (() => void) | undefined;
  readonly children?: ReactNode;
}

/** A device's round button with a caret for its choices; the two are one control to the eye and two to the keyboard. */
export function SplitButton({
  menuLabel,
  entries,
  caret = "beside",
  onMenuOpen,
  size = "large",
  className,
  ...button
}: SplitButtonProps) {
  return (
    <span
      className={classNames("pl-split-button", className)}
      data-caret={caret}
      data-off={button.isOn === false || undefined}
    >
      <IconButton {...button} kind="control" size={size} />
      {entries.length > 0 && (
        <Menu
          label={menuLabel}
          entries={entries}
          side={caret === "beside" ? "top" : "bottom"}
          align="center"
          onOpen={onMenuOpen}
          trigger={(props) => (
            <button {...props} type="button" className="pl-split-button__caret" aria-label={menuLabel}>
              {caret === "beside" ? <ChevronUpIcon /> : <ChevronDownIcon />}
            </button>
          )}
        />
      )}
    </span>
  );
}
