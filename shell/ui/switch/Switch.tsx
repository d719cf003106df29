import { useId } from "react";
import "./Switch.css";

export interface SwitchProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly hint?: string | undefined;
  readonly isDisabled?: boolean | undefined;
}

/** A setting that is on or off and takes effect at once. The whole row can be pressed. */
export function Switch({ label, isOn, onChange, hint, isDisabled = false }: SwitchProps) {
  const hintId = useId();
  return (
    <label className="pl-switch" data-disabled={isDisabled || undefined}>
      <span className="pl-switch__words">
        <span>{label}</span>
        {hint !== undefined && (
          <span className="pl-switch__hint" id={hintId}>
            {hint}
          </span>
        )}
      </span>
      <input
        type="checkbox"
        role="switch"
        className="pl-switch__input"
        aria-label={label}
        aria-describedby={hint === undefined ? undefined : hintId}
        checked={isOn}
        disabled={isDisabled}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </label>
  );
}
