/** The form that a person is shown by the vault. */
export type VaultForm = "sign-in" | "register";

/** What the page says to the vault, over the port that it sent along. */
export interface FormWanted {
  readonly type: "form.wanted";
  /** Null: nothing is shown. */
  readonly form: VaultForm | null;
  /** The page's `data-theme`. */
  readonly theme: string | null;
  /** BCP 47. */
  readonly language: string;
}

/** What the vault says to the page. */
export type VaultMessage =
  | { readonly type: "vault.started" }
  | { readonly type: "vault.failed"; readonly detail: string }
  /** The person goes on to another page of the app. */
  | { readonly type: "path.wanted"; readonly path: "/" | "/login" | "/register" };

/** Reads what came over the port from the vault; null when it is none of its messages. */
export function decodeVaultMessage(value: unknown): VaultMessage | null {
  if (typeof value !== "object" || value === null) return null;
  const { type, detail, path } = value as Record<string, unknown>;
  if (type === "vault.started") return { type };
  if (type === "vault.failed") return { type, detail: String(detail) };
  if (type !== "path.wanted") return null;
  return path === "/" || path === "/login" || path === "/register" ? { type, path } : null;
}

/** Reads what came over the port from the page; null when it is none of its messages. */
export function decodeFormWanted(value: unknown): FormWanted | null {
  if (typeof value !== "object" || value === null) return null;
  const { type, form, theme, language } = value as Record<string, unknown>;
  if (type !== "form.wanted" || (form !== null && form !== "sign-in" && form !== "register")) return null;
  return {
    type,
    form,
    theme: typeof theme === "string" ? theme : null,
    language: typeof language === "string" ? language : "en",
  };
}
