import { encode } from "uqr";
import styles from "./InviteDialog.module.css";

/** White around the code, in its own squares: readers need four (ISO/IEC 18004). */
const QUIET_ZONE = 4;

export interface QrCodeProps {
  readonly text: string;
  readonly label: string;
}

/** `text` for the camera of a phone. Always dark on light, whatever the theme: many readers know nothing else. */
export function QrCode({ text, label }: QrCodeProps) {
  const { data, size } = encode(text, { ecc: "M", border: QUIET_ZONE });
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : []))).join("");
  return (
    <svg
      className={styles["code"]}
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
    >
      <path className={styles["dark"]} d={path} />
    </svg>
  );
}
