import { Select } from "@base-ui/react/select";
import { useState } from "react";
import { CheckIcon, ChevronDownIcon } from "../icons.ts";
import { OverlayFrame } from "../overlays/OverlayFrame.tsx";
import type { SelectProps } from "./selectProps.ts";
import "../menu/Menu.css";

export interface SelectControlProps extends SelectProps {
  readonly labelId: string;
  readonly hintId: string | undefined;
}

/** The select itself: a button and its list. */
export function SelectControl({
  value,
  options,
  onChange,
  placeholder,
  isDisabled = false,
  labelId,
  hintId,
  testId,
}: SelectControlProps) {
  const [trigger, setTrigger] = useState<HTMLButtonElement | null>(null);
  const items = options.map((option) => ({ value: option.value, label: option.label }));
  const isKnown = options.some((option) => option.value === value);
  return (
    <OverlayFrame near={trigger}>
      <Select.Root
        items={items}
        value={isKnown ? value : null}
        onValueChange={(next) => next !== null && onChange(next)}
        disabled={isDisabled}
        modal={false}
      >
        <Select.Trigger
          ref={setTrigger}
          className="pl-select__trigger"
          aria-labelledby={labelId}
          aria-describedby={hintId}
          data-testid={testId}
        >
          <Select.Value className="pl-select__value" placeholder={placeholder} />
          <ChevronDownIcon aria-hidden="true" />
        </Select.Trigger>
        <Select.Portal>
          <Select.Positioner
            className="pl-menu__positioner"
            align="start"
            sideOffset={8}
            collisionPadding={8}
            alignItemWithTrigger={false}
          >
            <Select.Popup
              className="pl-menu pl-select__popup"
              dir={trigger?.closest("[dir]")?.getAttribute("dir") ?? undefined}
            >
              <Select.List aria-labelledby={labelId}>
                {options.map((option) => (
                  <Select.Item key={option.value} value={option.value} className="pl-menu__item">
                    <span className="pl-menu__mark">{option.value === value && <CheckIcon aria-hidden="true" />}</span>
                    <span className="pl-menu__words">
                      <Select.ItemText>{option.label}</Select.ItemText>
                      {option.hint !== undefined && <span className="pl-menu__hint">{option.hint}</span>}
                    </span>
                  </Select.Item>
                ))}
              </Select.List>
            </Select.Popup>
          </Select.Positioner>
        </Select.Portal>
      </Select.Root>
    </OverlayFrame>
  );
}
