import { logger as globalLogger, type Logger } from "matrix-js-sdk/lib/logger.js";

/** What the SDK says from `warn` up; request lines and Rust steps below it would drown everything else. */
export const sdkLogger: Logger = quiet("matrix");

/** Hushes the SDK's own module-wide logger too, which parts of it use beside the one they are given. */
export function hushSdk(): void {
  (globalLogger as unknown as { setLevel(level: "warn" | "silent", persist: boolean): void }).setLevel("warn", false);
}

function quiet(prefix: string): Logger {
  const drop = () => {};
  // A lost connection is an error to the SDK and an event to us, which the person sees: so both go out as warnings.
  const warn = (...parts: readonly unknown[]) => console.warn(`[${prefix}]`, ...parts.map((part) => (part instanceof Error ? part.message : part)));
  return { trace: drop, debug: drop, info: drop, warn: drop, error: warn, getChild: (name) => quiet(`${prefix}/${name}`) };
}
