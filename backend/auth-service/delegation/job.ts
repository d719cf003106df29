import type { Presence } from "../sfu.ts";

/** Somebody's delayed leave, handed over to be put off while they are at the SFU and sent when they have left it. */
export interface Job {
  readonly room: string;
  readonly identity: string;
  readonly delayId: string;
  /** The delay of the event at the homeserver, in ms: so long after its last restart it sends the leave itself. */
  readonly delayMs: number;
  readonly serverName: string;
}

/** `waiting` for the participant to connect; `leaving`: the leave is being sent; `ended`: nothing follows. */
export type JobPhase = "waiting" | "connected" | "leaving" | "ended";

/** What a job knows. Times are in ms, by our clock. */
export interface JobState {
  readonly phase: JobPhase;
  /** When we took the job over; nobody who joined before that and leaves now is the one it is about. */
  readonly takenAt: number;
  /** When the delay last began. */
  readonly restartedAt: number;
  /** Whether the participant was seen, also before we took the job over from another instance. */
  readonly wasSeen: boolean;
  /** The SFU's id of the connection that counts; null when it is not known. */
  readonly sid: string | null;
  /** How often the present request has failed in a row, and looking for the participant. */
  readonly failures: number;
  readonly misses: number;
  /** How often in a row nobody answered for the participant. */
  readonly silences: number;
  /** Until when sending the leave is tried. */
  readonly leaveBy: number;
}

/** How a request to the homeserver went; `gone`: it does not know the delayed event, or no longer. */
export type DelayedAnswer =
  | { readonly kind: "done" | "gone" }
  | { readonly kind: "failed"; readonly retryAfterMs: number | null };

/** What happens to a job. */
export type JobEvent =
  | { readonly type: "job.taken" | "room.restarted" }
  | { readonly type: "participant.joined"; readonly sid: string | null }
  | {
      readonly type: "participant.left";
      readonly sid: string | null;
      readonly joinedAt: number | null;
      readonly why: "intentional" | "lost" | "moved";
    }
  | { readonly type: "participant.checked"; readonly presence: Presence }
  | {
      readonly type: "request.answered";
      readonly action: "restart" | "send";
      readonly askedAt: number;
      readonly answer: DelayedAnswer;
    }
  | { readonly type: "timer.fired"; readonly timer: JobTimer };

/** `request`: the next restart or try; `check`: looking for the participant; `deadline`: nobody came. */
export type JobTimer = "request" | "check" | "deadline";

/** What a job wants done. */
export type JobCommand =
  | { readonly type: "restart" | "send" | "check" | "save" }
  | { readonly type: "wait"; readonly timer: JobTimer; readonly ms: number }
  | { readonly type: "end"; readonly outcome: "sent" | "aborted" };

/** What deciding takes besides state and event. `chance` is from 0 to 1. */
export interface JobSurroundings {
  readonly job: Job;
  readonly now: number;
  readonly chance: number;
  /** How often a connected participant is looked for, in ms; 0 for never. */
  readonly sanityCheckMs: number;
}

type Step = readonly [JobState, readonly JobCommand[]];

const HOUR_MS = 3_600_000;
/** A restart is due when this share of the delay has passed. */
const RESTART_SHARE = 0.8;
const MIN_LEAVE_WINDOW_MS = 1000;
/** A single check may meet a node that is busy. */
const SILENCES_UNTIL_GONE = 2;
/** Time for whoever was on a node that died to come back through another, in ms: clients were seen to try for 26 s. */
const COMING_BACK_MS = 30_000;

/** The wait before try number `failures` + 1: 1 s, half as long again each time, up to 60 s, give or take a half. */
export function backoffMs(failures: number, chance: number): number {
  return Math.min(60_000, 1000 * 1.5 ** failures) * (0.5 + chance);
}

/** A job as it is when it is taken over, from a client or, with `restored`, from another instance. */
export function takenJob(
  now: number,
  restored?: { readonly restartedAt: number; readonly wasSeen: boolean },
): JobState {
  return {
    phase: "waiting",
    takenAt: now,
    restartedAt: restored?.restartedAt ?? now,
    wasSeen: restored?.wasSeen ?? false,
    sid: null,
    failures: 0,
    misses: 0,
    silences: 0,
    leaveBy: 0,
  };
}

function connect(state: JobState, sid: string | null, { now, sanityCheckMs }: JobSurroundings, isNew: boolean): Step {
  const connected: JobState = {
    ...state,
    phase: "connected",
    wasSeen: true,
    sid: sid ?? state.sid,
    restartedAt: isNew ? now : state.restartedAt,
    failures: 0,
    silences: 0,
  };
  const checks: JobCommand[] = sanityCheckMs > 0 ? [{ type: "wait", timer: "check", ms: sanityCheckMs }] : [];
  return [connected, [{ type: "restart" }, { type: "save" }, ...checks]];
}

function leave(state: JobState, { now, job }: JobSurroundings): Step {
  const windowMs = Math.min(HOUR_MS, Math.max(MIN_LEAVE_WINDOW_MS, state.restartedAt + job.delayMs - now));
  return [{ ...state, phase: "leaving", failures: 0, leaveBy: now + windowMs }, [{ type: "send" }]];
}

function end(state: JobState, outcome: "sent" | "aborted"): Step {
  return [{ ...state, phase: "ended" }, [{ type: "end", outcome }]];
}

/** Tries again later, unless that would be too late. */
function retry(state: JobState, retryAfterMs: number | null, until: number, { now, chance }: JobSurroundings): Step {
  const ms = retryAfterMs ?? backoffMs(state.failures, chance);
  if (now + ms >= until) return end(state, "aborted");
  return [{ ...state, failures: state.failures + 1 }, [{ type: "wait", timer: "request", ms }]];
}

function isAbout(state: JobState, event: JobEvent & { type: "participant.left" }): boolean {
  if (event.why === "moved") return false;
  if (state.sid !== null && event.sid !== null) return state.sid === event.sid;
  return state.phase === "connected" || event.joinedAt === null || event.joinedAt >= state.takenAt;
}

function reduceWaiting(state: JobState, event: JobEvent, around: JobSurroundings): Step {
  switch (event.type) {
    case "job.taken": {
      const ms = Math.max(0, state.restartedAt + Math.min(HOUR_MS, around.job.delayMs) - around.now);
      return [state, [{ type: "save" }, { type: "check" }, { type: "wait", timer: "deadline", ms }]];
    }
    case "participant.joined":
      return connect(state, event.sid, around, !state.wasSeen);
    case "participant.checked":
      if (event.presence === "present") return connect(state, null, around, !state.wasSeen);
      if (event.presence === "absent" && state.wasSeen) return leave(state, around); // while nobody looked after it
      return [
        { ...state, misses: state.misses + 1 },
        [{ type: "wait", timer: "check", ms: backoffMs(state.misses, around.chance) }],
      ];
    case "participant.left":
      // Left on purpose before we heard of the joining: the next join or the deadline tells what became of them.
      return event.why === "lost" && isAbout(state, event) ? end(state, "aborted") : [state, []];
    case "timer.fired":
      if (event.timer === "deadline") return leave(state, around);
      return [state, event.timer === "check" ? [{ type: "check" }] : []];
    default:
      return [state, []];
  }
}

function reduceChecked(state: JobState, presence: Presence, around: JobSurroundings): Step {
  const silences = presence === "silent" ? state.silences + 1 : 0;
  if (presence === "absent" || silences >= SILENCES_UNTIL_GONE) return leave(state, around);
  const next: JobCommand[] =
    around.sanityCheckMs > 0 || presence === "silent"
      ? [{ type: "wait", timer: "check", ms: around.sanityCheckMs || COMING_BACK_MS }]
      : [];
  return [{ ...state, silences }, next];
}

function reduceRestarted(
  state: JobState,
  event: JobEvent & { type: "request.answered" },
  around: JobSurroundings,
): Step {
  const { delayMs } = around.job;
  if (event.answer.kind === "gone") return end(state, "aborted");
  if (event.answer.kind === "failed")
    return retry(state, event.answer.retryAfterMs, state.restartedAt + delayMs, around);
  const ms = Math.max(0, event.askedAt + RESTART_SHARE * delayMs - around.now);
  return [
    { ...state, restartedAt: event.askedAt, failures: 0 },
    [{ type: "save" }, { type: "wait", timer: "request", ms }],
  ];
}

function reduceConnected(state: JobState, event: JobEvent, around: JobSurroundings): Step {
  switch (event.type) {
    case "participant.joined":
      return [{ ...state, sid: event.sid ?? state.sid, silences: 0 }, []];
    case "participant.left":
      return isAbout(state, event) ? leave(state, around) : [state, []];
    case "participant.checked":
      return reduceChecked(state, event.presence, around);
    case "room.restarted":
      // Its node may have died, of which no leave is told: look whether they came back.
      return [state, [{ type: "wait", timer: "check", ms: COMING_BACK_MS }]];
    case "request.answered":
      return event.action === "restart" ? reduceRestarted(state, event, around) : [state, []];
    case "timer.fired":
      if (event.timer === "check") return [state, [{ type: "check" }]];
      if (event.timer !== "request") return [state, []];
      return around.now < state.restartedAt + around.job.delayMs
        ? [state, [{ type: "restart" }]]
        : end(state, "aborted");
    default:
      return [state, []];
  }
}

function reduceLeaving(state: JobState, event: JobEvent, around: JobSurroundings): Step {
  if (event.type === "timer.fired") return [state, event.timer === "request" ? [{ type: "send" }] : []];
  if (event.type !== "request.answered" || event.action !== "send") return [state, []];
  if (event.answer.kind === "failed") return retry(state, event.answer.retryAfterMs, state.leaveBy, around);
  return end(state, "sent"); // when it is gone, the homeserver has sent it itself
}

/** Decides what an event does to a job. A change of phase ends all waiting that the earlier one had asked for. */
export function reduceJob(state: JobState, event: JobEvent, around: JobSurroundings): Step {
  switch (state.phase) {
    case "waiting":
      return reduceWaiting(state, event, around);
    case "connected":
      return reduceConnected(state, event, around);
    case "leaving":
      return reduceLeaving(state, event, around);
    default:
      return [state, []];
  }
}
