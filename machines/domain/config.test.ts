import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeConfig, type Config } from "./config.ts";
import { defaultMediaQuality } from "./mediaQuality.ts";

function read(value: unknown): Config {
  const result = decodeConfig(value);
  if (!result.ok) throw new Error(result.fault.code);
  return result.value;
}

test("[G1] without a file everything has its default", () => {
  expect(read(undefined)).toEqual({
    homeserver: null,
    transport: null,
    mode: null,
    syncGracePeriodMs: 10_000,
    session: {
      delayedLeaveDelayMs: 10_000,
      delayedLeaveRestartMs: 5_000,
      delayedLeaveRestartTimeoutMs: 2_000,
      networkRetryMs: 1_000,
      membershipExpiryMs: 14_400_000,
    },
    mediaQuality: defaultMediaQuality,
    termsUrl: null,
    logSubmitUrl: null,
    isVerifiedOnly: false,
    vaultFor: [],
    droppedKeys: [],
  });
});

test("every key that an operator of Element Call sets is read", () => {
  const config = read({
    default_server_config: { "m.homeserver": { base_url: "https://matrix.example.org/", server_name: "example.org" } },
    livekit: { livekit_service_url: "https://rtc.example.org/livekit/jwt" },
    matrix_rtc_mode: "matrix_2_0",
    sync_disconnect_grace_period_ms: 0,
    ssla: "https://example.org/terms.pdf",
    rageshake: { submit_url: "https://logs.example.org/submit" },
    media_quality: {
      video_codec: "vp9",
      video: {
        max_resolution: 1080,
        max_bitrate: 3_000_000,
        max_framerate: 60,
        simulcast_layers: [{ height: 270, bitrate: 200_000 }],
      },
      screen_share: { max_resolution: 2160, simulcast_layers: [{ height: 540, bitrate: 500_000, framerate: 5 }] },
    },
    matrix_rtc_session: {
      delayed_leave_event_delay_ms: 18_000,
      delayed_leave_event_restart_ms: 4_000,
      delayed_leave_event_restart_local_timeout_ms: 3_000,
      network_error_retry_ms: 100,
      membership_event_expiry_ms: 180_000_000,
      wait_for_key_rotation_ms: 3_000,
    },
    features: { feature_use_device_session_member_events: true },
    posthog: { api_key: "k", api_host: "https://posthog.example.org" },
  });
  expect(config).toEqual({
    homeserver: { baseUrl: "https://matrix.example.org", serverName: "example.org" },
    transport: { type: "livekit", serviceUrl: "https://rtc.example.org/livekit/jwt" },
    mode: "matrix_2_0",
    syncGracePeriodMs: 0,
    session: {
      delayedLeaveDelayMs: 18_000,
      delayedLeaveRestartMs: 4_000,
      delayedLeaveRestartTimeoutMs: 3_000,
      networkRetryMs: 100,
      membershipExpiryMs: 180_000_000,
    },
    mediaQuality: {
      videoCodec: "vp9",
      refusedCodec: null,
      camera: {
        maxHeightPx: 1080,
        maxBitrateBps: 3_000_000,
        maxFrameRateFps: 60,
        simulcastLayers: [{ heightPx: 270, bitrateBps: 200_000, frameRateFps: null }],
      },
      screen: {
        maxHeightPx: 2160,
        maxBitrateBps: 5_000_000,
        maxFrameRateFps: 30,
        simulcastLayers: [{ heightPx: 540, bitrateBps: 500_000, frameRateFps: 5 }],
      },
    },
    termsUrl: "https://example.org/terms.pdf",
    logSubmitUrl: "https://logs.example.org/submit",
    isVerifiedOnly: false,
    vaultFor: [],
    droppedKeys: [],
  });
});

describe("[G2] a value that cannot be read leaves its default and is named", () => {
  const rows: readonly (readonly [unknown, readonly string[]])[] = [
    [{ matrix_rtc_mode: "matrix_3" }, ["matrix_rtc_mode"]],
    [{ sync_disconnect_grace_period_ms: -1 }, ["sync_disconnect_grace_period_ms"]],
    [{ sync_disconnect_grace_period_ms: "10s" }, ["sync_disconnect_grace_period_ms"]],
    [{ livekit: "https://rtc.example.org" }, ["livekit"]],
    [{ livekit: { livekit_service_url: "wss://sfu.example.org" } }, ["livekit.livekit_service_url"]],
    [
      { default_server_config: { "m.homeserver": { base_url: 8008 } } },
      ["default_server_config.m.homeserver.base_url"],
    ],
    [{ media_quality: { video_codec: "vp10" } }, ["media_quality.video_codec"]],
    [
      { media_quality: { video: { simulcast_layers: [{ height: "low", bitrate: 1 }] } } },
      ["media_quality.video.simulcast_layers.0.height"],
    ],
    [{ ssla: "javascript:alert(1)" }, ["ssla"]],
  ];
  test.each(rows)("%j", (value, droppedKeys) => {
    const { mediaQuality: _, ...config } = read(value);
    const { mediaQuality: __, ...defaults } = read(undefined);
    expect(config).toEqual({ ...defaults, droppedKeys });
  });
});

test("a service address is kept as it is written, as addresses are compared as strings", () => {
  expect(read({ livekit: { livekit_service_url: "https://rtc.example.org/" } }).transport?.serviceUrl).toBe(
    "https://rtc.example.org/",
  );
});

test.each([null, "text", 3, []])("[G3] %j is no configuration", (value) => {
  expect(decodeConfig(value)).toMatchObject({ ok: false, fault: { code: "config.unreadable" } });
});

test("whatever the file holds, reading it does not throw", () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.constantFrom("livekit", "media_quality", "default_server_config", "__proto__", "ssla"),
        fc.anything(),
      ),
      (value) => {
        expect(decodeConfig(value).ok).toBe(true);
      },
    ),
  );
});

describe("the vault", () => {
  test("names the apps that it serves", () => {
    expect(read({ vault_for: ["https://call.example.org", "http://localhost:8100/"] }).vaultFor).toEqual([
      "https://call.example.org",
      "http://localhost:8100",
    ]);
  });

  test.each([["https://call.example.org"], [["https://call.example.org", "*"]], [[1]]])(
    "serves nobody when its list is %j",
    (value) => {
      if (typeof value !== "object") expect(read({ vault_for: value }).vaultFor).toEqual([]);
      else expect(read({ vault_for: value })).toMatchObject({ vaultFor: [], droppedKeys: ["vault_for"] });
    },
  );
});

test("[KV1] whether only verified devices get our key is true or false, and nothing is guessed from anything else", () => {
  expect([true, false].map((value) => read({ verified_devices_only: value }).isVerifiedOnly)).toEqual([true, false]);
  expect(decodeConfig({ verified_devices_only: "yes" })).toMatchObject({
    ok: false,
    fault: { code: "config.unreadable" },
  });
});
