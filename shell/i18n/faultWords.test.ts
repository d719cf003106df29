import { expect, test } from "vitest";
import words from "../../locales/en/app.json" with { type: "json" };
import { faultFacts } from "../../machines/domain/fault.ts";

const at = (path: readonly string[]) =>
  path.reduce<unknown>((node, name) => (node as Record<string, unknown> | undefined)?.[name], words);

test.each(Object.keys(faultFacts))("%s has a heading, a sentence that says what to do, and a button", (code) => {
  const title = at(["fault", ...code.split("."), "title"]);
  const body = at(["fault", ...code.split("."), "body"]);
  expect(title).toMatch(/^\p{Lu}.{4,58}[^.!?]$/u); // one short line: it has to fit on a phone
  expect(at(["fault", ...code.split("."), "action"])).toMatch(/^\p{Lu}[\p{L} ]{2,22}$/u);
  expect(body).toMatch(/^\p{Lu}.{8,140}\.$/u);
});

test("no word of the product shouts or is left empty", () => {
  const all = wordsUnder(words);
  expect(all.filter(([, text]) => text.trim() === "" || text.includes("!"))).toEqual([]);
});

test("a counted sentence has both of the forms that English needs", () => {
  const keys = new Set(wordsUnder(words).map(([key]) => key));
  const single = [...keys].filter((key) => key.endsWith("_one") && !keys.has(key.replace(/_one$/u, "_other")));
  const many = [...keys].filter((key) => key.endsWith("_other") && !keys.has(key.replace(/_other$/u, "_one")));
  expect([...single, ...many]).toEqual([]);
});

function wordsUnder(node: unknown, prefix = ""): readonly (readonly [string, string])[] {
  if (typeof node === "string") return [[prefix, node]];
  return Object.entries(node as Record<string, unknown>).flatMap(([name, child]) =>
    wordsUnder(child, prefix === "" ? name : `${prefix}.${name}`),
  );
}
