import { expect, test } from "vitest";
import { chooseLanguage } from "./chooseLanguage.ts";
import { createTranslator } from "./createTranslator.ts";
import { loadLocale } from "./loadLocale.ts";

const files: Record<string, unknown> = {
  en: {
    lobby: { join: "Join", here_one: "{{count}} person", here_other: "{{count}} people", hello: "Hello {{name}}" },
  },
  pl: { lobby: { here_one: "{{count}} osoba", here_few: "{{count}} osoby", here_many: "{{count}} osób" } },
  he: { lobby: { join: "הצטרפות" } },
};
const load = async (language: string) => files[language] ?? Promise.reject(new Error(`no ${language}`));
const pageOf = () => ({ documentElement: { lang: "", dir: "" } as HTMLElement });

test("a key that a language has not, is said in English", async () => {
  const t = await createTranslator({ language: "pl", load });
  expect(t("lobby.join")).toBe("Join");
});

test("a count takes the language's own plural", async () => {
  const t = await createTranslator({ language: "pl", load });
  expect([1, 3, 5].map((count) => t("lobby.here", { count }))).toEqual(["1 osoba", "3 osoby", "5 osób"]);
});

test("a name is put in as it is, not as markup entities", async () => {
  const t = await createTranslator({ language: "en", load });
  expect(t("lobby.hello", { name: "<b>Tom & Ann</b>" })).toBe("Hello <b>Tom & Ann</b>");
});

test("the page gets the language and its direction", async () => {
  const page = pageOf();
  await createTranslator({ language: "he", load, page });
  expect(page.documentElement).toEqual({ lang: "he", dir: "rtl" });
});

test("a language that cannot be fetched gives way to English, and the page says so", async () => {
  const page = pageOf();
  const t = await createTranslator({ language: "xx", load, page });
  expect([t("lobby.join"), page.documentElement.lang]).toEqual(["Join", "en"]);
});

test("without any words a key stands for itself", async () => {
  const t = await createTranslator({ language: "en", load: () => Promise.reject(new Error("offline")) });
  expect(t("lobby.join")).toBe("lobby.join");
});

test("the English words can be loaded", async () => {
  expect(await loadLocale("en")).toHaveProperty("brand.name");
});

test.each([
  [["de-AT", "en-GB"], "de"],
  [["pt-BR"], "pt-br"],
  [["fr"], "en"],
  [[], "en"],
])("who wants %j gets %s", (wanted, language) => {
  expect(chooseLanguage(wanted, ["en", "de", "pt-br"])).toBe(language);
});
