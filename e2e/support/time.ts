/** Resolves `ms` from now: for proofs that name a time, never for waiting until something is ready. */
export function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
