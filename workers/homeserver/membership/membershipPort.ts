import type { EventId } from "../../../machines/domain/ids.ts";
import type { Result } from "../../../machines/domain/result.ts";
import type { HttpFailure } from "../http/matrixHttp.ts";

/**
 * What a membership needs of a homeserver. Every call ends within its own timeout, and says what the server said.
 * @see MSC4140 for the delayed leave
 */
export interface MembershipPort {
  /** The longest delay the server takes, in ms; null when it does not say. */
  readMaxDelayMs(): Promise<number | null>;
  /** Asks the server to send our leave after `delayMs` unless restarted. @returns the delay id. */
  scheduleLeave(delayMs: number): Promise<Result<string, HttpFailure>>;
  /** Puts the scheduled leave off by its whole delay again. */
  restartLeave(delayId: string, timeoutMs: number): Promise<Result<null, HttpFailure>>;
  /** Has the scheduled leave sent now. */
  fireLeave(delayId: string): Promise<Result<null, HttpFailure>>;
  /**
   * Withdraws leaves that an earlier visit of this device scheduled and nobody puts off any more: they would end the
   * membership of this one. `keep` is ours. Does what it can, and says nothing.
   */
  cancelStaleLeaves(keep: string | null): Promise<void>;
  sendMembership(content: object): Promise<Result<EventId, HttpFailure>>;
  /** Sends the leave itself. */
  sendLeave(): Promise<Result<null, HttpFailure>>;
  /** Any cheap request, to see whether the server answers. */
  probe(timeoutMs: number): Promise<Result<null, HttpFailure>>;
}
