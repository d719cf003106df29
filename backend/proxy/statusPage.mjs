import { createHash } from "node:crypto";

const STYLE = `
  body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color-scheme: light dark }
  table { border-collapse: collapse; width: 100% }
  th, td { text-align: left; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid #8884; vertical-align: top }
  pre { overflow: auto; max-height: 16rem; font-size: 12px; white-space: pre-wrap }
  .silent { font-weight: 700; color: light-dark(#a3000f, #ff8b8b) }
`;
/** How often the page loads anew, in s. */
const REFRESH_S = 5;

const styleHash = createHash("sha256").update(STYLE).digest("base64");
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escape = (text) => String(text).replaceAll(/[&<>"]/g, (character) => ENTITIES[character]);

function rowOf({ site, name, version, isHealthy, address }) {
  const link = /^https?:/.test(address) ? `<a href="${escape(address)}">${escape(address)}</a>` : escape(address);
  const health = isHealthy ? "answers" : '<span class="silent">does not answer</span>';
  return `<tr><td>${escape(site)}</td><td>${escape(name)}</td><td>${escape(version)}</td><td>${health}</td><td>${link}</td></tr>`;
}

function logOf({ site, name, log }) {
  if (log === null) return "";
  const text = log === "" ? "<p>It has written nothing.</p>" : `<pre>${escape(log)}</pre>`;
  return `<details><summary>${escape(site)}: ${escape(name)}</summary>${text}</details>`;
}

/** The page that shows every part of the sites: version, health, address and the end of its log. */
export function renderStatus(parts) {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Development sites</title>
<meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="${REFRESH_S}"><style>${STYLE}</style></head>
<body><h1>Development sites</h1>
<table><thead><tr><th>Site</th><th>Part</th><th>Version</th><th>Health</th><th>Address</th></tr></thead>
<tbody>${parts.map(rowOf).join("\n")}</tbody></table>
<h2>Ends of the logs</h2>
${parts.map(logOf).join("\n")}
</body></html>
`;
}

/** Answers `/backend` (the page) and `/backend/status.json`. `readStatus` gives the parts as they are now. */
export async function sendStatus(res, path, readStatus) {
  const headers = {
    "Content-Security-Policy": policy,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
  };
  const [pathname] = path.split("?");
  if (pathname !== "/" && pathname !== "/status.json") {
    res.writeHead(404, headers).end();
    return;
  }
  const parts = await readStatus();
  const isPage = pathname === "/";
  res.writeHead(200, { ...headers, "Content-Type": isPage ? "text/html; charset=utf-8" : "application/json" });
  res.end(isPage ? renderStatus(parts) : JSON.stringify(parts, null, 2));
}
