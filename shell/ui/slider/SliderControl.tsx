import { Slider } from "@base-ui/react/slider";
import { useState } from "react";
import { OverlayFrame } from "../overlays/OverlayFrame.tsx";
import type { SliderProps } from "./sliderProps.ts";

/** The slider itself: a track of which the whole height can be pressed. */
export function SliderControl({
  value,
  onChange,
  min = 0,
  max = 100,
  step = 1,
  valueText,
  isDisabled = false,
  labelId,
}: SliderProps & { readonly labelId: string }) {
  const [root, setRoot] = useState<HTMLDivElement | null>(null);
  return (
    <OverlayFrame near={root}>
      <Slider.Root
        ref={setRoot}
        value={value}
        onValueChange={onChange}
        {...{ min, max, step }}
        disabled={isDisabled}
        aria-labelledby={labelId}
        thumbAlignment="edge"
      >
        <Slider.Control className="pl-slider__control">
          <Slider.Track className="pl-slider__track">
            <Slider.Indicator className="pl-slider__indicator" />
            <Slider.Thumb className="pl-slider__thumb" aria-labelledby={labelId} aria-valuetext={valueText} />
          </Slider.Track>
        </Slider.Control>
      </Slider.Root>
    </OverlayFrame>
  );
}
