/** What one check found, in words for the operator. */
export interface Finding {
  readonly check: string;
  readonly isGood: boolean;
  /** The proof. */
  readonly found: string;
  /** What to change; null when nothing is wrong. */
  readonly remedy: string | null;
}

/** A check that went well. */
export function good(check: string, found: string): Finding {
  return { check, isGood: true, found, remedy: null };
}

/** A check that found a reason why calls fail. */
export function bad(check: string, found: string, remedy: string): Finding {
  return { check, isGood: false, found, remedy };
}
