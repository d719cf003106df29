import type { ReactNode } from "react";
import "./VisuallyHidden.css";

/** Words for those who listen to the page rather than look at it. */
export function VisuallyHidden({ children }: { readonly children: ReactNode }) {
  return <span className="pl-visually-hidden">{children}</span>;
}
