import { ConnectionError, ConnectionErrorReason } from "livekit-client";
import { type Fault, faultOf } from "../../../machines/domain/fault.ts";

/** HTTP statuses with which LiveKit says that it has no room for one more. */
const FULL_STATUSES = [503, 429];

/** What LiveKit threw while connecting, as a fault that names the SFU. */
export function sfuFaultOf(thrown: unknown, url: string): Fault {
  if (!(thrown instanceof ConnectionError)) return faultOf("sfu.unreachable", { url, detail: String(thrown) });
  const detail = `${thrown.reasonName} ${thrown.status ?? ""} ${thrown.message}`.trim();
  if (thrown.status !== undefined && FULL_STATUSES.includes(Number(thrown.status)))
    return faultOf("sfu.full", { url, detail });
  if (Number(thrown.status) === 404) return faultOf("sfu.room_missing", { url, detail });
  if (thrown.reason === ConnectionErrorReason.Timeout) return faultOf("sfu.media_blocked", { url, detail });
  return faultOf("sfu.unreachable", { url, detail });
}
