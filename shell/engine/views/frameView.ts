import type { UrlParams } from "../../../machines/domain/urlParams.ts";
import type { FrameView } from "../../contract/snapshot.ts";

/** How much of our frame the address leaves around the call. */
export function selectFrameView({ header, showControls, confineToRoom }: UrlParams): FrameView {
  return { header, hasControls: showControls, isConfined: confineToRoom };
}
