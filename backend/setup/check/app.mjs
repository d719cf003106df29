import { ask, shown } from "./ask.mjs";
import { broken, ok, unasked, warning } from "./hop.mjs";
import { unreached } from "./unreached.mjs";

const FRAGMENT = "script-src";

async function checkConfig(app, { serverName }, options) {
  const id = "app.config";
  const url = `${app}/config.json`;
  const answer = await ask(url, options);
  const server = answer.json?.default_server_config?.["m.homeserver"];
  if (answer.status !== 200 || !URL.canParse(server?.base_url))
    return broken(
      id,
      "app_config",
      `GET ${url}: ${shown(answer)}${answer.json ? " without default_server_config" : ""}`,
      "Put a config.json beside the page that names the homeserver under default_server_config.",
    );
  if (serverName !== null && server.server_name !== serverName)
    return warning(
      id,
      "app_other_homeserver",
      `GET ${url}: the homeserver is ${server.server_name}`,
      `Name ${serverName} in config.json, unless the app is meant for another homeserver.`,
    );
  return ok(id, `GET ${url}: the homeserver is ${server.server_name}`);
}

/** The first name of a WebAssembly file in the homeserver realm of the build, or in one of its chunks. */
async function findWasm(app, options) {
  const manifest = await ask(`${app}/manifest.json`, options);
  const realm = manifest.json?.realms?.homeserver?.url;
  if (typeof realm !== "string") return null;
  const entry = new URL(realm, `${app}/`).href;
  const { text = "" } = await ask(entry, options);
  const chunks = [...text.matchAll(/["'](\.\/[\w.-]+\.js)["']/g)].map(([, name]) => new URL(name, entry).href);
  for (const url of [entry, ...new Set(chunks)]) {
    const name = /["'](\.\/[\w.-]+\.wasm)["'](?=\s*,\s*import\.meta)/.exec((await ask(url, options)).text ?? "")?.[1];
    if (name !== undefined) return new URL(name, url).href;
  }
  return null;
}

/** Browsers compile WebAssembly while it loads only when it comes with its type. */
async function checkWasm(app, options) {
  const id = "app.wasm";
  const url = await findWasm(app, options);
  if (url === null) return unasked(id, `the build at ${app} names none`);
  const answer = await ask(url, { ...options, method: "HEAD" });
  const type = String(answer.headers?.["content-type"] ?? "none");
  return answer.status === 200 && type.startsWith("application/wasm")
    ? ok(id, `HEAD ${url}: ${type}`)
    : broken(
        id,
        "app_wasm_type",
        `HEAD ${url}: ${shown(answer)}, type ${type}`,
        "Let the web server give .wasm files the type application/wasm.",
      );
}

/** Checks the app: that it is there, guarded, and knows this homeserver. */
export async function checkApp(target, options) {
  const { app, isAppGuessed } = target;
  const id = "app";
  if (app === null) return [unasked(id, "no address of it was given")];
  const answer = await ask(`${app}/`, options);
  if (!answer.reached && answer.code === "ENOTFOUND" && isAppGuessed)
    return [unasked(id, `there is no ${new URL(app).hostname}`, "Name the app's address: app=https://…")];
  if (!answer.reached) return [unreached(id, `${app}/`, answer, "the app's web server")];
  if (answer.status !== 200)
    return [
      broken(id, "app_missing", `GET ${app}/: ${shown(answer)}`, "See that the app's web server gives out index.html."),
    ];
  const policy = String(answer.headers["content-security-policy"] ?? "");
  return [
    ok(id, `GET ${app}/: 200`),
    policy.includes(FRAGMENT)
      ? ok("app.policy", "Content-Security-Policy is there")
      : broken(
          "app.policy",
          "app_unguarded",
          `GET ${app}/: ${policy === "" ? "no Content-Security-Policy" : policy}`,
          "Send the headers of caddy/snippets/appHeaders.caddy or nginx/app-headers.conf with every answer of the app.",
        ),
    await checkConfig(app, target, options),
    await checkWasm(app, options),
  ];
}
