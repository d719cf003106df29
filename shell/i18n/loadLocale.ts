/** Fetches the words of one language, a chunk of its own. Rejects when there is no such file or it cannot be fetched. */
export async function loadLocale(language: string): Promise<unknown> {
  const file: { readonly default: unknown } = await import(
    /* webpackChunkName: "words-[request]" */ `../../locales/${language}/app.json`
  );
  return file.default;
}
