import { useOverlays } from "../overlays/useOverlays.ts";
import type { DialogProps } from "./dialogProps.ts";

export type { DialogProps } from "./dialogProps.ts";

/** A dialog over the page, a sheet on a phone. Focus is kept inside and goes back to where it came from. */
export function Dialog(props: DialogProps) {
  const overlays = useOverlays(props.isOpen);
  return overlays === null ? null : <overlays.DialogPopup {...props} />;
}
