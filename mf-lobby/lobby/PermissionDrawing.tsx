import type { ReactNode } from "react";
import type { PermissionPlace } from "./browser.ts";
import styles from "./PermissionDrawing.module.css";

export interface PermissionDrawingProps {
  readonly place: PermissionPlace;
  readonly label: string;
}

/** A browser's address line with the place to press ringed, and the switches that open there. */
export function PermissionDrawing({ place, label }: PermissionDrawingProps) {
  const isBelow = place === "ios";
  const barY = isBelow ? 92 : 12;
  const cardY = isBelow ? 8 : 56;
  return (
    <svg className={styles["drawing"]} viewBox="0 0 280 136" role="img" aria-label={label}>
      <rect className={styles["bar"]} x="4" y={barY} width="272" height="36" rx="18" />
      <Sign place={place} x={26} y={barY + 18} />
      <circle className={styles["ring"]} cx="26" cy={barY + 18} r="15" />
      <rect className={styles["address"]} x="54" y={barY + 14} width="132" height="8" rx="4" />
      <path className={styles["line"]} d={isBelow ? "M26 76v-6" : "M26 48v6"} />
      <rect className={styles["card"]} x="10" y={cardY} width="178" height="70" rx="12" />
      <Row y={cardY + 22}>
        <rect x="26" y={cardY + 17} width="11" height="10" rx="2" />
        <path d={`M37 ${cardY + 20}l5-2.6v9.2l-5-2.6`} />
      </Row>
      <Row y={cardY + 48}>
        <rect x="30.5" y={cardY + 40} width="6" height="10" rx="3" />
        <path d={`M27.5 ${cardY + 47}a6 6 0 0 0 12 0M33.5 ${cardY + 53}v3`} />
      </Row>
    </svg>
  );
}

function Sign({ place, x, y }: { readonly place: PermissionPlace; readonly x: number; readonly y: number }) {
  switch (place) {
    case "firefox":
      return (
        <g className={styles["sign"]}>
          <rect x={x - 7} y={y - 4} width="9" height="8" rx="1.5" />
          <path d={`M${x + 2} ${y - 1.5}l5-2.5v8l-5-2.5M${x - 7} ${y - 7}l14 14`} />
        </g>
      );
    case "safari":
    case "ios":
      return (
        <g className={styles["sign"]}>
          <path d={`M${x - 7} ${y - 4}h14M${x - 7} ${y}h9M${x - 7} ${y + 4}h14`} />
        </g>
      );
    case "chromium":
    case "android":
      return (
        <g className={styles["sign"]}>
          <path d={`M${x - 7} ${y - 3}h7M${x + 5} ${y - 3}h2M${x - 7} ${y + 4}h2M${x} ${y + 4}h7`} />
          <circle cx={x + 2.5} cy={y - 3} r="2.4" />
          <circle cx={x - 2.5} cy={y + 4} r="2.4" />
        </g>
      );
  }
}

function Row({ y, children }: { readonly y: number; readonly children: ReactNode }) {
  return (
    <>
      <g className={styles["sign"]}>{children}</g>
      <rect className={styles["words"]} x="54" y={y - 4} width="62" height="8" rx="4" />
      <rect className={styles["track"]} x="144" y={y - 9} width="32" height="18" rx="9" />
      <circle className={styles["thumb"]} cx="167" cy={y} r="6.5" />
    </>
  );
}
