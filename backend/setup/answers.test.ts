import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { collectAnswers, readDomain } from "./answers.mjs";

async function ask(lines: string, options: Record<string, string | undefined> = {}, isSilent = false) {
  const input = new PassThrough();
  const output = new PassThrough();
  input.end(lines);
  const answers = await collectAnswers({ options, isSilent, input, output });
  return { answers, asked: String(output.read() ?? "") };
}

test("three questions, and an empty line takes what is proposed", async () => {
  const { answers, asked } = await ask("example.org\n\n\n");
  expect(answers).toEqual({ domain: "example.org", email: "postmaster@example.org", address: null });
  expect(asked.match(/: /g)?.length).toBeGreaterThanOrEqual(3);
  expect(
    asked
      .split("\n")
      .join("")
      .match(/(Domain of|E-mail for|Public IPv4)/g),
  ).toEqual(["Domain of", "E-mail for", "Public IPv4"]);
});

test("what the options say is not asked", async () => {
  const { asked } = await ask("a@example.net\n", { domain: "example.org", address: "203.0.113.5" });
  expect(asked).toMatch(/^E-mail for/);
  expect(asked).not.toMatch(/Domain|Public/);
});

test("nothing is asked of the silent", async () => {
  expect(await ask("", { domain: "example.org" }, true)).toEqual({
    answers: { domain: "example.org", email: "postmaster@example.org", address: null },
    asked: "",
  });
  await expect(ask("", {}, true)).rejects.toThrow(/Name the domain/);
});

test.each([
  "localhost",
  "example.org/",
  "https://example.org",
  "-a.org",
  "a..org",
  "192.0.2.1",
  `${"a".repeat(64)}.org`,
  "exa mple.org",
  "$(x).org",
  "a.org\nb",
])("%j is no domain", (text) => {
  expect(() => readDomain(text)).toThrow(/is not a domain/);
});

test.each([
  [{ email: "nobody" }, /not an e-mail/],
  [{ email: 'a@b"c' }, /not an e-mail/],
  [{ address: "example.org" }, /not an IPv4/],
])("%j is refused", async (options, message) => {
  await expect(ask("", { domain: "example.org", ...options }, true)).rejects.toThrow(message);
});
