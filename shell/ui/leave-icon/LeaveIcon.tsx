import type { ComponentProps } from "react";
import Phone from "lucide-react/icons/phone";
import "./LeaveIcon.css";

/** A receiver laid down, which means leaving on every telephone. */
export function LeaveIcon(props: ComponentProps<typeof Phone>) {
  return <Phone className="pl-leave-icon" fill="currentColor" {...props} />;
}
