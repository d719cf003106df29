import type { Result } from "../../../machines/domain/result.ts";
import type { HttpFailure } from "../http/matrixHttp.ts";
import type { MembershipPort } from "./membershipPort.ts";

/** One thing that every homeserver behind the port does, the fake one and the real one. */
export interface PortRule {
  readonly title: string;
  readonly run: (port: MembershipPort) => Promise<unknown>;
  /** What `run` comes to. */
  readonly expected: unknown;
}

/** What {@link MembershipPort} promises; `content` is a membership that the room takes. */
export function membershipPortRules(content: object): readonly PortRule[] {
  return [
    {
      title: "a scheduled leave can be put off as often as we like, and fired once",
      async run(port) {
        const delayId = await schedule(port, 60_000);
        const outcomes = [
          await port.restartLeave(delayId, 5_000),
          await port.restartLeave(delayId, 5_000),
          await port.fireLeave(delayId),
          await port.fireLeave(delayId),
        ];
        return outcomes.map(wordOf);
      },
      expected: ["ok", "ok", "ok", "404 M_NOT_FOUND"],
    },
    {
      title: "a leave that fired cannot be put off",
      async run(port) {
        const delayId = await schedule(port, 60_000);
        await port.fireLeave(delayId);
        return wordOf(await port.restartLeave(delayId, 5_000));
      },
      expected: "404 M_NOT_FOUND",
    },
    {
      title: "stale leaves are withdrawn, ours is kept",
      async run(port) {
        const [stale, ours] = [await schedule(port, 60_000), await schedule(port, 60_000)];
        await port.cancelStaleLeaves(ours);
        return [wordOf(await port.restartLeave(stale, 5_000)), wordOf(await port.fireLeave(ours))];
      },
      expected: ["404 M_NOT_FOUND", "ok"],
    },
    {
      title: "a delay longer than the server takes is refused, the longest is not",
      async run(port) {
        const longest = (await port.readMaxDelayMs()) ?? 0;
        const tooLong = await port.scheduleLeave(longest + 1_000);
        const delayId = await schedule(port, longest);
        await port.fireLeave(delayId);
        // Synapse up to 1.157 said 403, newer ones say 400 with a code of their own.
        return !tooLong.ok && [400, 403].includes(tooLong.fault.status);
      },
      expected: true,
    },
    {
      title: "memberships are sent and ended",
      run: async (port) => [wordOf(await port.sendMembership(content)), wordOf(await port.sendLeave())],
      expected: ["ok", "ok"],
    },
    { title: "a probe is answered", run: async (port) => wordOf(await port.probe(5_000)), expected: "ok" },
  ];
}

async function schedule(port: MembershipPort, delayMs: number): Promise<string> {
  const reply = await port.scheduleLeave(delayMs);
  if (!reply.ok) throw new Error(wordOf(reply));
  return reply.value;
}

function wordOf(reply: Result<unknown, HttpFailure>): string {
  return reply.ok ? "ok" : `${reply.fault.status} ${reply.fault.errcode}`;
}
