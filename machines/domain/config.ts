import type { MatrixRtcMode } from "./call.ts";
import { faultOf, type Fault } from "./fault.ts";
import { decodeMediaQuality, type MediaQuality } from "./mediaQuality.ts";
import { Reader } from "./configReader.ts";
import { failed, ok, type Result } from "./result.ts";
import type { Transport } from "./transport.ts";

/** What the operator decides in `config.json`, with every default filled in. Keys are those of Element Call's. */
export interface Config {
  /** `default_server_config["m.homeserver"]`, without a slash at the end; null when none is named. */
  readonly homeserver: { readonly baseUrl: string; readonly serverName: string | null } | null;
  /** `livekit.livekit_service_url`: asked last, after what the homeserver names. */
  readonly transport: Transport | null;
  /** `matrix_rtc_mode`; null leaves it to the person. */
  readonly mode: MatrixRtcMode | null;
  /** `sync_disconnect_grace_period_ms`; 0 turns it off. */
  readonly syncGracePeriodMs: number;
  /** `matrix_rtc_session`. */
  readonly session: SessionConfig;
  readonly mediaQuality: MediaQuality;
  /** `ssla`: terms to agree to; null shows none. */
  readonly termsUrl: string | null;
  /** `rageshake.submit_url`; null offers no sending of logs. */
  readonly logSubmitUrl: string | null;
  /** `verified_devices_only`: our media key goes to verified devices alone. Ours. */
  readonly isVerifiedOnly: boolean;
  /** `vault_for`, in the vault's own file: origins of the apps that it serves. Ours. */
  readonly vaultFor: readonly string[];
  /** Names of keys that could not be read, so that they can be said once. */
  readonly droppedKeys: readonly string[];
}

/** Timings of a membership, in ms. */
export interface SessionConfig {
  readonly delayedLeaveDelayMs: number;
  readonly delayedLeaveRestartMs: number;
  readonly delayedLeaveRestartTimeoutMs: number;
  readonly networkRetryMs: number;
  readonly membershipExpiryMs: number;
}

const MODES: readonly MatrixRtcMode[] = ["legacy", "compatibility", "matrix_2_0"];

/**
 * Reads `config.json`; `undefined` (there is none) gives the defaults. A value that cannot be read is dropped for its
 * default and named in `droppedKeys`; keys we do not know are left alone, as other products read the same file.
 * @faults config.unreadable
 */
export function decodeConfig(value: unknown): Result<Config, Fault> {
  if (value !== undefined && (typeof value !== "object" || value === null || Array.isArray(value))) {
    return failed(faultOf("config.unreadable", { detail: "not an object" }));
  }
  const root = new Reader(value ?? {});
  const isVerifiedOnly = root.flag("verified_devices_only");
  // Passing over it would send keys to whom the operator did not want to have them.
  if (root.droppedKeys.includes("verified_devices_only")) {
    return failed(faultOf("config.unreadable", { detail: "verified_devices_only is neither true nor false" }));
  }
  const homeserver = root.within("default_server_config").within("m.homeserver");
  const baseUrl = homeserver.url("base_url");
  const serviceUrl = root.within("livekit").url("livekit_service_url");
  const session = root.within("matrix_rtc_session");
  return ok({
    homeserver:
      baseUrl === null ? null : { baseUrl: baseUrl.replace(/\/+$/u, ""), serverName: homeserver.text("server_name") },
    transport: serviceUrl === null ? null : { type: "livekit", serviceUrl },
    mode: root.oneOf("matrix_rtc_mode", MODES),
    syncGracePeriodMs: root.count("sync_disconnect_grace_period_ms") ?? 10_000,
    session: {
      delayedLeaveDelayMs: session.count("delayed_leave_event_delay_ms") ?? 10_000,
      delayedLeaveRestartMs: session.count("delayed_leave_event_restart_ms") ?? 5_000,
      delayedLeaveRestartTimeoutMs: session.count("delayed_leave_event_restart_local_timeout_ms") ?? 2_000,
      networkRetryMs: session.count("network_error_retry_ms") ?? 1_000,
      membershipExpiryMs: session.count("membership_event_expiry_ms") ?? 14_400_000,
    },
    mediaQuality: decodeMediaQuality(root.within("media_quality")),
    termsUrl: root.url("ssla"),
    logSubmitUrl: root.within("rageshake").url("submit_url"),
    isVerifiedOnly: isVerifiedOnly ?? false,
    vaultFor: root.origins("vault_for"),
    droppedKeys: root.droppedKeys,
  });
}
