import { useId } from "react";
import { ChevronDownIcon } from "../icons.ts";
import { useOverlays } from "../overlays/useOverlays.ts";
import type { SelectProps } from "./selectProps.ts";
import "./Select.css";

export type { SelectProps } from "./selectProps.ts";

/** One choice out of a few, with its label above. */
export function Select(props: SelectProps) {
  const overlays = useOverlays(true);
  const labelId = useId();
  const hintId = useId();
  const chosen = props.options.find(({ value }) => value === props.value);
  return (
    <div className="pl-select">
      <span className="pl-select__label" id={labelId}>
        {props.label}
      </span>
      {overlays === null ? (
        <span className="pl-select__trigger" aria-busy="true">
          <span className="pl-select__value">{chosen?.label ?? props.placeholder}</span>
          <ChevronDownIcon aria-hidden="true" />
        </span>
      ) : (
        <overlays.SelectControl {...props} labelId={labelId} hintId={props.hint === undefined ? undefined : hintId} />
      )}
      {props.hint !== undefined && (
        <span className="pl-select__hint" id={hintId}>
          {props.hint}
        </span>
      )}
    </div>
  );
}
