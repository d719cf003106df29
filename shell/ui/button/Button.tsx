import type { ComponentProps, ReactNode } from "react";
import { classNames } from "../classNames.ts";
import { SpinnerRing } from "../spinner/Spinner.tsx";
import "./Button.css";

export interface ButtonProps extends Omit<ComponentProps<"button">, "children"> {
  readonly children: ReactNode;
  /** `primary` is the one thing to do here, `quiet` an alternative, `danger` ends something. */
  readonly kind?: "primary" | "quiet" | "plain" | "danger" | undefined;
  readonly size?: "small" | "medium" | "large" | undefined;
  readonly icon?: ReactNode;
  /** The name of the wait ("Signing in"), shown in place of the words; the button takes no presses meanwhile. */
  readonly busy?: string | null | undefined;
  readonly isFullWidth?: boolean | undefined;
}

/** A button with words. While busy it keeps its focus and its width at least, and says what it waits for. */
export function Button({
  children,
  kind = "primary",
  size = "medium",
  icon,
  busy,
  isFullWidth,
  className,
  onClick,
  type = "button",
  ...rest
}: ButtonProps) {
  const isBusy = typeof busy === "string";
  return (
    <button
      {...rest}
      type={isBusy && type === "submit" ? "button" : type}
      className={classNames("pl-button", className)}
      data-kind={kind}
      data-size={size}
      data-full={isFullWidth || undefined}
      aria-busy={isBusy || undefined}
      aria-disabled={isBusy || undefined}
      onClick={isBusy ? undefined : onClick}
    >
      {isBusy ? <SpinnerRing /> : icon}
      <span className="pl-button__label">{isBusy ? busy : children}</span>
    </button>
  );
}
