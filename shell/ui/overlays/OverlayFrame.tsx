import { CSPProvider } from "@base-ui/react/csp-provider";
import { DirectionProvider } from "@base-ui/react/direction-provider";
import type { ReactNode } from "react";

/** What every overlay needs: the page's reading direction for its arrow keys, and no style elements, which a strict policy refuses. */
export function OverlayFrame({
  children,
  near,
}: {
  readonly children: ReactNode;
  readonly near?: Element | null | undefined;
}) {
  return (
    <CSPProvider disableStyleElements>
      <DirectionProvider direction={directionOf(near)}>{children}</DirectionProvider>
    </CSPProvider>
  );
}

/** The reading direction at an element, or of the page. */
export function directionOf(near: Element | null | undefined): "ltr" | "rtl" {
  const holder = near?.closest("[dir]") ?? document.documentElement;
  return holder.getAttribute("dir") === "rtl" ? "rtl" : "ltr";
}
