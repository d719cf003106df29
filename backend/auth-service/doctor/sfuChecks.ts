import { randomUUID } from "node:crypto";
import type { AskSfu, SfuFault } from "../sfuApi.ts";
import { bad, good } from "./findings.ts";
import type { Finding } from "./findings.ts";

/** What checking the SFU takes. */
export interface SfuCheckParts {
  readonly livekitUrl: string;
  readonly askSfu: AskSfu;
  /** Waits for a webhook about `room`. @returns whether one came within `ms` */
  readonly awaitWebhook: (room: string, ms: number) => Promise<boolean>;
}

/** Tokens are good from the moment that they are made, so a clock that is behind refuses them; LiveKit forgives a minute. */
const MAX_SKEW_MS = 30_000;
const WEBHOOK_WAIT_MS = 3000;

function explain(url: string, { code, message }: SfuFault): Finding {
  if (code === "unauthenticated" || code === "permission_denied") {
    return bad(
      "sfu",
      `${url} refuses our key: ${message}`,
      "Set LIVEKIT_KEY and LIVEKIT_SECRET to a pair in the SFU's `keys`.",
    );
  }
  return bad(
    "sfu",
    `${url} does not answer: ${message}`,
    "Check that the SFU runs and that LIVEKIT_URL leads to it from this machine.",
  );
}

function checkClock(serverTime: number | null): Finding {
  if (serverTime === null) return good("clock", "the SFU does not tell its time");
  const skewMs = serverTime - Date.now();
  const found = `the SFU's clock is ${Math.abs(Math.round(skewMs / 1000))} s ${skewMs < 0 ? "behind" : "ahead of"} ours`;
  if (Math.abs(skewMs) <= MAX_SKEW_MS) return good("clock", found);
  return bad("clock", found, "Set the clocks of both machines by NTP: tokens are refused until they agree.");
}

/** Checks the SFU: whether it answers, its clock, whether it opens rooms, and whether its webhooks reach us. */
export async function checkSfu({ livekitUrl, askSfu, awaitWebhook }: SfuCheckParts): Promise<readonly Finding[]> {
  const listed = await askSfu("ListRooms", { roomList: true }, { names: ["parley-doctor"] });
  if (!listed.ok) return [explain(livekitUrl, listed.fault)];
  const findings = [good("sfu", `${livekitUrl} answers`), checkClock(listed.value.serverTime)];
  const room = `parley-doctor-${randomUUID()}`;
  const heard = awaitWebhook(room, WEBHOOK_WAIT_MS);
  const created = await askSfu("CreateRoom", { roomCreate: true }, { name: room, emptyTimeout: 10 });
  if (!created.ok) {
    const remedy = "Look into the SFU's log: without a room, nobody can begin a call.";
    return [...findings, bad("room", `the SFU opens no room: ${created.fault.message}`, remedy)];
  }
  findings.push(good("room", "the SFU opens rooms"));
  const isHeard = await heard;
  await askSfu("DeleteRoom", { roomCreate: true }, { room });
  findings.push(
    isHeard
      ? good("webhook", "the SFU's webhooks arrive")
      : bad(
          "webhook",
          `no webhook came within ${WEBHOOK_WAIT_MS / 1000} s of opening a room`,
          "Add `webhook: { api_key: <key>, urls: [<address of this service>/sfu_webhook] }` to livekit.yaml: without it, delegated leaves rest on polling.",
        ),
  );
  return findings;
}
