import { createContext } from "react";
import type { FrameView } from "@shell/contract";

/** How much of the frame is shown around every page. */
export const FrameContext = createContext<FrameView>({ header: "standard", hasControls: true, isConfined: false });
