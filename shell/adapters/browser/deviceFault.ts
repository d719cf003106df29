import { type Fault, faultOf } from "../../../machines/domain/fault.ts";

/** What `getUserMedia` or `getDisplayMedia` threw, as a fault. @see W3C Media Capture and Streams, section 10.2 */
export function deviceFaultOf(thrown: unknown): Fault {
  const { name, message } = thrown instanceof Error ? thrown : { name: "", message: String(thrown) };
  const detail = `${name}: ${message}`;
  switch (name) {
    case "NotAllowedError":
    case "PermissionDeniedError":
      return faultOf("device.denied", { detail });
    case "NotFoundError":
    case "OverconstrainedError":
      return faultOf("device.missing", { detail });
    case "NotReadableError":
    case "AbortError":
      return faultOf("device.in_use", { detail });
    case "SecurityError":
      return faultOf("browser.insecure", { detail });
    default:
      return faultOf("device.missing", { detail });
  }
}
