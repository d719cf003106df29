import type { Epoch, MemberId } from "../../../machines/domain/ids.ts";
import type { KeyDistributed } from "../../../machines/events/callEvents.ts";
import type { DeviceAddress, Olm } from "../matrix/olm.ts";
import { KEY_TYPE } from "./keyMessage.ts";

/** How long to wait before a device is tried again, in ms; doubled each time. */
const RETRY_MIN_MS = 500;
/** Longest such wait, in ms. */
const RETRY_MAX_MS = 8_000;

/** One member's device. */
export interface KeyTarget extends DeviceAddress {
  readonly memberId: MemberId;
}

/** Sends our key and keeps at it until everybody has it. */
export interface KeyDistributor {
  /** Sends `content` to `targets`; resolves after the first attempt. Whoever was missed is tried again until given up. */
  distribute(epoch: Epoch, content: object, targets: readonly KeyTarget[]): Promise<void>;
  /** Ends all tries for members who are not among these. */
  keepOnly(memberIds: readonly MemberId[]): void;
  /** Tries at once whoever is waiting. */
  hurry(): void;
  stop(): void;
}

/** Makes a distributor. A newer epoch ends the tries for older ones (rules `KD1` to `KD4` of `docs/rules/keys.md`). */
export function createKeyDistributor(input: {
  readonly olm: Olm;
  readonly onDistributed: (event: KeyDistributed) => void;
}): KeyDistributor {
  let newest: Epoch = -1;
  let content: object = {};
  let waiting = new Map<MemberId, KeyTarget>();
  let delayMs = RETRY_MIN_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;

  async function attempt(epoch: Epoch, targets: readonly KeyTarget[]): Promise<void> {
    const sent = await input.olm.send(targets, KEY_TYPE, content);
    if (isStopped || epoch !== newest) return;
    const missed = sent.ok
      ? targets.filter((target) => sent.value.some((device) => isSameDevice(device, target)))
      : targets;
    const reached = targets.filter((target) => !missed.includes(target));
    for (const { memberId } of reached) waiting.delete(memberId);
    for (const target of missed) waiting.set(target.memberId, target);
    input.onDistributed({
      type: "key.distributed",
      v: 1,
      epoch,
      memberIds: reached.map(({ memberId }) => memberId),
      missedMemberIds: missed.map(({ memberId }) => memberId),
    });
    if (missed.length > 0) retryLater(sent.ok ? null : sent.fault.retryAfterMs);
    else if (waiting.size === 0) delayMs = RETRY_MIN_MS;
  }

  function retryLater(atLeastMs: number | null): void {
    clearTimeout(timer);
    timer = setTimeout(retry, Math.max(delayMs, atLeastMs ?? 0));
    delayMs = Math.min(delayMs * 2, RETRY_MAX_MS);
  }

  function retry(): void {
    clearTimeout(timer);
    if (!isStopped && waiting.size > 0) void attempt(newest, [...waiting.values()]);
  }

  return {
    async distribute(epoch, nextContent, targets) {
      if (epoch > newest) {
        newest = epoch;
        waiting = new Map();
        delayMs = RETRY_MIN_MS;
        clearTimeout(timer);
      }
      content = nextContent;
      if (targets.length > 0) await attempt(epoch, targets);
    },
    keepOnly(memberIds) {
      waiting = new Map([...waiting].filter(([memberId]) => memberIds.includes(memberId)));
    },
    hurry() {
      delayMs = RETRY_MIN_MS;
      retry();
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
      waiting = new Map();
      content = {};
    },
  };
}

function isSameDevice(a: DeviceAddress, b: DeviceAddress): boolean {
  return a.userId === b.userId && a.deviceId === b.deviceId;
}
