import { logger as globalLogger, type Logger } from "matrix-js-sdk/lib/logger.js";

/** What the SDK says from `warn` up; request lines and Rust steps below it would drown everything else. */
export const sdkLogger: Logger = quiet("matrix");

let isHushed = false;

/** What the SDK's module-wide logger is underneath; its children take the factory over when they are made. */
interface SettableLogger {
  methodFactory: (method: string, ...rest: readonly unknown[]) => (...parts: readonly unknown[]) => void;
  setLevel(level: "warn", persist: boolean): void;
}

/** Hushes the SDK's own module-wide logger too, which parts of it use beside the one they are given. */
export function hushSdk(): void {
  if (isHushed) return;
  isHushed = true;
  const settable = globalLogger as unknown as SettableLogger;
  const loud = settable.methodFactory;
  settable.methodFactory = (method, ...rest) =>
    method === "warn" || method === "error" ? loud(method, ...rest) : () => {};
  settable.setLevel("warn", false);
}

function quiet(prefix: string): Logger {
  const drop = () => {};
  // A lost connection is an error to the SDK and an event to us, which the person sees: so both go out as warnings.
  const warn = (...parts: readonly unknown[]) =>
    console.warn(`[${prefix}]`, ...parts.map((part) => (part instanceof Error ? part.message : part)));
  return {
    trace: drop,
    debug: drop,
    info: drop,
    warn: drop,
    error: warn,
    getChild: (name) => quiet(`${prefix}/${name}`),
  };
}
