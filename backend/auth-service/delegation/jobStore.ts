import type { Job } from "./job.ts";

/** What is kept of a job. */
export interface StoredJob {
  readonly job: Job;
  readonly restartedAt: number;
  readonly wasSeen: boolean;
}

/** A word from another instance: what the SFU told it, or that it has taken over somebody's job. */
export type Message =
  | { readonly kind: "sfu"; readonly event: unknown }
  | { readonly kind: "taken"; readonly room: string; readonly identity: string; readonly delayId: string };

/** Keeps jobs beyond the life of one instance, so that whoever lives looks after them. Every promise may reject. */
export interface JobStore {
  /** Keeps a job that a client gave us, whosever it was before. */
  readonly take: (stored: StoredJob) => Promise<void>;
  /** Keeps what is new of a job of ours. @returns whether it is still ours */
  readonly save: (stored: StoredJob) => Promise<boolean>;
  /** Forgets a job of ours. */
  readonly remove: (job: Job) => Promise<void>;
  /** Makes jobs ours that nobody alive looks after. */
  readonly claim: () => Promise<readonly StoredJob[]>;
  /** Tells the other instances. */
  readonly tell: (message: Message) => Promise<void>;
  readonly onMessage: (listen: (message: Message) => void) => void;
  /** Says whether it can be reached. */
  readonly check: () => Promise<void>;
  /** Leaves our jobs to the other instances. */
  readonly close: () => Promise<void>;
}

/** Keeps nothing: jobs live in their instance alone, and end with it. */
export function createMemoryStore(): JobStore {
  const nothing = async (): Promise<void> => undefined;
  return {
    take: nothing,
    save: async () => true,
    remove: nothing,
    claim: async () => [],
    tell: nothing,
    onMessage: () => undefined,
    check: nothing,
    close: nothing,
  };
}
