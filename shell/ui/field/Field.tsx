import { useId, useState, type ComponentProps, type ReactNode } from "react";
import { classNames } from "../classNames.ts";
import { FaultIcon, HideIcon, ShowIcon } from "../icons.ts";
import "./Field.css";

type InputProps = Omit<ComponentProps<"input">, "value" | "onChange" | "children" | "size">;

export interface FieldProps extends InputProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string | undefined;
  /** What is wrong with the value and what to do, in words; null when nothing is. */
  readonly fault?: string | null | undefined;
  /** How much room is left ("12 of 255"), shown at the end of the line below. */
  readonly counter?: string | undefined;
  /** More than one line makes it a text area of that height. */
  readonly lines?: number | undefined;
  readonly isLabelHidden?: boolean | undefined;
  readonly size?: "medium" | "large" | undefined;
  /** For a password: the names of the button that shows and hides what was typed. */
  readonly reveal?: { readonly show: string; readonly hide: string } | undefined;
  /** Something at the end inside the frame, such as a copy button. */
  readonly trailing?: ReactNode;
}

/** One line to type in, with its label, hint, fault and counter. What was typed is the caller's and is never lost here. */
export function Field({
  label,
  value,
  onChange,
  hint,
  fault,
  counter,
  lines = 1,
  isLabelHidden,
  size = "medium",
  reveal,
  trailing,
  className,
  type,
  id,
  ...input
}: FieldProps) {
  const ownId = useId();
  const inputId = id ?? ownId;
  const [isRevealed, setRevealed] = useState(false);
  const hasFault = typeof fault === "string" && fault !== "";
  const below = hasFault ? fault : hint;
  const shared = {
    id: inputId,
    className: "pl-field__input",
    value,
    "aria-invalid": hasFault || undefined,
    "aria-describedby": classNames(below && `${ownId}-below`, counter && `${ownId}-counter`) || undefined,
  };
  return (
    <div className={classNames("pl-field", className)} data-size={size} data-fault={hasFault || undefined}>
      <label htmlFor={inputId} className={isLabelHidden ? "pl-visually-hidden" : "pl-field__label"}>
        {label}
      </label>
      <span className="pl-field__frame">
        {lines > 1 ? (
          <textarea
            {...(input as ComponentProps<"textarea">)}
            {...shared}
            rows={lines}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
        ) : (
          <input
            {...input}
            {...shared}
            type={isRevealed ? "text" : type}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
        )}
        {reveal !== undefined && (
          <button
            type="button"
            className="pl-field__reveal"
            aria-label={isRevealed ? reveal.hide : reveal.show}
            aria-controls={inputId}
            onClick={() => setRevealed(!isRevealed)}
          >
            {isRevealed ? <HideIcon /> : <ShowIcon />}
          </button>
        )}
        {trailing}
      </span>
      <span className="pl-field__below" hidden={!below && !counter}>
        <span id={`${ownId}-below`} className="pl-field__words" aria-live="polite">
          {hasFault && <FaultIcon aria-hidden="true" />}
          {below}
        </span>
        {counter !== undefined && (
          <span id={`${ownId}-counter`} className="pl-field__counter">
            {counter}
          </span>
        )}
      </span>
    </div>
  );
}
