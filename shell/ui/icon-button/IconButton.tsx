import type { ComponentProps, ReactNode } from "react";
import { classNames } from "../classNames.ts";
import { Tooltip } from "../tooltip/Tooltip.tsx";
import "./IconButton.css";

export interface IconButtonProps extends Omit<ComponentProps<"button">, "children"> {
  /** The accessible name, also shown as a tooltip. */
  readonly label: string;
  readonly icon: ReactNode;
  /** `control` is filled and stands on the stage, `plain` is an icon until touched, `danger` ends something, `primary` is under way. */
  readonly kind?: "control" | "plain" | "danger" | "primary" | undefined;
  readonly size?: "small" | "medium" | "large" | undefined;
  /** Given for a switch only: whether it is on. Off shows `offIcon`, light on dark, to be seen from two metres. */
  readonly isOn?: boolean | undefined;
  readonly offIcon?: ReactNode;
  /** The key that does the same, shown in the tooltip and told to assistive technology. */
  readonly shortcut?: string | undefined;
  /** A mark at the corner: a short number, or an empty string for a dot. */
  readonly badge?: string | undefined;
  readonly hasTooltip?: boolean | undefined;
}

/** A round button with an icon; with `isOn` it is a switch. */
export function IconButton({
  label,
  icon,
  kind = "plain",
  size = "medium",
  isOn,
  offIcon,
  shortcut,
  badge,
  hasTooltip = true,
  className,
  ...rest
}: IconButtonProps) {
  const isSwitch = isOn !== undefined;
  const button = (
    <button
      type="button"
      {...rest}
      className={classNames("pl-icon-button", className)}
      data-kind={kind}
      data-size={size}
      data-off={isOn === false || undefined}
      aria-label={badge ? `${label}, ${badge}` : label}
      aria-keyshortcuts={shortcut}
      role={isSwitch ? "switch" : rest.role}
      aria-checked={isSwitch ? isOn : rest["aria-checked"]}
    >
      {isOn === false && offIcon !== undefined ? offIcon : icon}
      {badge !== undefined && (
        <span className="pl-icon-button__badge" data-dot={badge === "" || undefined} aria-hidden="true">
          {badge}
        </span>
      )}
    </button>
  );
  return hasTooltip ? (
    <Tooltip label={label} shortcut={shortcut}>
      {button}
    </Tooltip>
  ) : (
    button
  );
}
