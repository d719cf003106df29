import { useEffect, useRef, type CSSProperties } from "react";
import type { Subscription } from "../../contract/platform.ts";
import "./Meter.css";

export interface MeterProps {
  readonly label: string;
  /** The level, 0 to 1. */
  readonly level?: number | undefined;
  /** For a live level: takes a sink, returns its own end. The samples move the bar without rendering anything. */
  readonly follow?: ((onLevel: (level: number) => void) => Subscription) | undefined;
  readonly shape?: "bars" | "line" | undefined;
  /** Whether nothing can be heard on purpose, as when muted. */
  readonly isSilent?: boolean | undefined;
}

/** How loud it is, as bars beside a name or as a line across a settings page. */
export function Meter({ label, level = 0, follow, shape = "line", isSilent = false }: MeterProps) {
  const ref = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (follow === undefined || isSilent) return undefined;
    const following = follow((sample) => {
      const shown = clamp(sample);
      ref.current?.style.setProperty("--pl-level", shown.toFixed(3));
      ref.current?.setAttribute("aria-valuenow", String(Math.round(shown * 10) * 10));
    });
    return () => following.unsubscribe();
  }, [follow, isSilent]);
  const shown = isSilent ? 0 : clamp(level);
  return (
    <span
      ref={ref}
      className="pl-meter"
      data-shape={shape}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(shown * 100)}
      style={{ "--pl-level": shown } as CSSProperties}
    >
      <span className="pl-meter__level" />
    </span>
  );
}

function clamp(level: number): number {
  return Math.min(1, Math.max(0, level));
}
