import { useId } from "react";
import { useOverlays } from "../overlays/useOverlays.ts";
import type { SliderProps } from "./sliderProps.ts";
import "./Slider.css";

export type { SliderProps } from "./sliderProps.ts";

/** A value within a range, such as a volume, that takes effect while it is moved. */
export function Slider(props: SliderProps) {
  const { label, value, onChange, min = 0, max = 100, step = 1, valueText, isDisabled } = props;
  const overlays = useOverlays(true);
  const labelId = useId();
  return (
    <div className="pl-slider" data-disabled={isDisabled || undefined}>
      <span className="pl-slider__words">
        <span id={labelId}>{label}</span>
        <span className="pl-slider__value" aria-hidden="true">
          {valueText}
        </span>
      </span>
      {overlays === null ? (
        <input
          type="range"
          className="pl-slider__native"
          aria-labelledby={labelId}
          aria-valuetext={valueText}
          {...{ min, max, step, value }}
          disabled={isDisabled}
          onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
        />
      ) : (
        <overlays.SliderControl {...props} labelId={labelId} />
      )}
    </div>
  );
}
