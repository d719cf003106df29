const signs = { ok: "  ok", broken: "FAIL", warning: "WARN", unasked: "   –" };

/** Whether anything is so broken that calls fail. */
export const isBroken = (hops) => hops.some(({ state }) => state === "broken");

function countOf(hops, state) {
  return hops.filter((hop) => hop.state === state).length;
}

/** The hops as lines for a terminal: one a hop, with the remedy below what does not work. */
export function linesOf(hops) {
  const widest = Math.max(...hops.map(({ id }) => id.length));
  const lines = hops.flatMap(({ id, state, fault, proof, remedy }) => [
    `${signs[state]}  ${id.padEnd(widest)}  ${proof}`,
    ...(fault
      ? [`      ${" ".repeat(widest)}  ${fault}: ${remedy}`]
      : remedy
        ? [`      ${" ".repeat(widest)}  ${remedy}`]
        : []),
  ]);
  const counts = `${countOf(hops, "ok")} ok, ${countOf(hops, "broken")} broken, ${countOf(hops, "warning")} to look at, ${countOf(hops, "unasked")} not asked`;
  return [...lines, "", counts];
}

/** The same for programs. */
export function jsonOf(hops) {
  return { isHealthy: !isBroken(hops), hops };
}
