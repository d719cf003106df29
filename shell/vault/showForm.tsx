import { createRoot, type Root } from "react-dom/client";
import type { HomeserverAddress } from "../../workers/homeserver/homeserver.api.ts";
import { homeserverClient } from "../../workers/homeserver/homeserver.client.ts";
import { chooseLanguage } from "../i18n/chooseLanguage.ts";
import { createTranslator } from "../i18n/createTranslator.ts";
import { loadLocale } from "../i18n/loadLocale.ts";
import { TranslateContext } from "@shell/ui";
import { AccountForm, type Asked } from "./AccountForm.tsx";
import type { FormWanted, VaultMessage } from "./messages.ts";

/** What the form works with. */
export interface FormParts extends FormWanted {
  readonly worker: Worker;
  /** Of the vault's own `config.json`: a page that could name another would be told passwords. */
  readonly homeserver: HomeserverAddress | null;
  tell(message: VaultMessage): void;
}

let root: Root | null = null;
const clients = new WeakMap<Worker, ReturnType<typeof homeserverClient>>();

function clientOf(worker: Worker): ReturnType<typeof homeserverClient> {
  const known = clients.get(worker) ?? homeserverClient(worker);
  clients.set(worker, known);
  return known;
}

/** Shows the form that is wanted, or none: what was typed is forgotten with it. */
export async function showForm({ form, theme, language, worker, homeserver, tell }: FormParts): Promise<void> {
  root?.unmount();
  root = null;
  const host = document.getElementById("vault");
  if (form === null || host === null) return;
  if (theme !== null) document.documentElement.dataset["theme"] = theme;
  const t = await createTranslator({ language: chooseLanguage([language]), load: loadLocale, page: document });
  const client = clientOf(worker);

  async function ask({ userName, password }: Asked) {
    if (homeserver === null) return { code: "config.unreadable", detail: "default_server_config" } as const;
    const input = { homeserver, userName, password };
    const result = await (form === "register" ? client.register(input) : client.signIn(input));
    if (!result.ok) return result.fault;
    if (form === "register") await client.setDisplayName(userName);
    return null;
  }

  root = createRoot(host);
  root.render(
    <TranslateContext value={t}>
      <AccountForm
        form={form}
        server={homeserver?.serverName ?? homeserver?.baseUrl ?? null}
        ask={ask}
        onGo={(path) => tell({ type: "path.wanted", path })}
      />
    </TranslateContext>,
  );
}
