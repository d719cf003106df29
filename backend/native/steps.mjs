/**
 * Runs `work` as a named step. `onStep` hears `{ name, state: "started" }`, then `{ name, state: "done" | "failed", ms, note }`;
 * `note` is what `work` gave back when that is a string.
 */
export async function step(name, onStep, work) {
  const startedAt = performance.now();
  onStep?.({ name, state: "started" });
  try {
    const result = await work();
    const note = typeof result === "string" ? result : undefined;
    onStep?.({ name, state: "done", ms: performance.now() - startedAt, note });
    return result;
  } catch (error) {
    onStep?.({ name, state: "failed", ms: performance.now() - startedAt });
    throw error;
  }
}
