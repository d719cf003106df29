import { expect, test } from "vitest";
import words from "../../locales/en/app.json" with { type: "json" };
import { faultFacts, faultOf, type FaultCode } from "../../machines/domain/fault.ts";
import { faultDetails } from "../../shell/ui/fault-panel/faultWords.ts";
import { wayOnFrom } from "./wayOn.ts";

const codes = Object.keys(faultFacts) as FaultCode[];
const look = (key: string): unknown =>
  key.split(".").reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], words);

test.each(codes)("%s says what happened, what to do, where, and has a way on", (code) => {
  expect(look(`fault.${code}.title`)).toBeTypeOf("string");
  expect(look(`fault.${code}.body`)).toBeTypeOf("string");
  expect(look(`hop.${faultFacts[code].hop}`)).toBeTypeOf("string");
  expect(look(`fault.${code}.action`)).toBeTypeOf("string");
  expect(wayOnFrom(code).intent.type).toBeTypeOf("string");
});

test.each(codes)("%s has words that neither shout, blame nor show a code", (code) => {
  const said = `${String(look(`fault.${code}.title`))} ${String(look(`fault.${code}.body`))}`;
  expect(said).not.toMatch(/!|error|invalid|failure|_/iu);
});

test("the details of a fault hold what an operator asks for, and nothing that is not known", () => {
  const t = (key: string) => key;
  expect(
    faultDetails(faultOf("transport.refused", { url: "https://sfu.example.org", detail: "403" }), t).lines.map(
      (line) => line.value,
    ),
  ).toEqual(["hop.authorisation", "transport.refused", "https://sfu.example.org", "403"]);
  expect(faultDetails(faultOf("room.not_found"), t).lines).toHaveLength(2);
});
