/** Everything that stands on the library of primitives, in one chunk that comes with the first of them. */
export { DialogPopup } from "../dialog/DialogPopup.tsx";
export { MenuPopup } from "../menu/MenuPopup.tsx";
export { SelectControl } from "../select/SelectControl.tsx";
export { SliderControl } from "../slider/SliderControl.tsx";
export { TabsControl } from "../tabs/TabsControl.tsx";
export { TooltipPopup } from "../tooltip/TooltipPopup.tsx";
