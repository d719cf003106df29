import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { authorityCertificate } from "./certificate.mjs";
import { SetupFault } from "./fault.mjs";
import { run } from "./run.mjs";

const NAME = "Parley, local sites of this machine";

/** Single quotes for a shell, where the path asks for them. */
const quoted = (text) => (/^[\w/.:\\-]+$/.test(text) ? text : `"${text}"`);

function linuxWays(file, home) {
  const folder = path.join(home, ".pki/nssdb");
  return [
    {
      title: "Chrome and Chromium, for you alone (certutil is in the package libnss3-tools)",
      folder, // certutil begins a database, but no folder
      command: ["certutil", "-d", `sql:${folder}`, "-A", "-t", "C,,", "-n", NAME, "-i", file],
      isForUserAlone: true,
    },
    {
      title: "the whole system (Debian and Ubuntu), as administrator",
      text: `sudo cp ${quoted(file)} /usr/local/share/ca-certificates/parley-local.crt && sudo update-ca-certificates`,
    },
  ];
}

const waysBySystem = {
  linux: linuxWays,
  darwin: (file, home) => [
    {
      title: "Safari and Chrome, for you alone (macOS asks for your password)",
      command: [
        "security",
        "add-trusted-cert",
        "-r",
        "trustRoot",
        "-k",
        path.join(home, "Library/Keychains/login.keychain-db"),
        file,
      ],
      isForUserAlone: true,
    },
  ],
  win32: (file) => [
    {
      title: "Edge and Chrome, for you alone (Windows asks whether you mean it)",
      command: ["certutil", "-user", "-addstore", "Root", file],
      isForUserAlone: true,
    },
  ],
};

/** Ways to trust the certificate `file` on `system` (as `process.platform` names it): `{ title, folder?, command?, text?, isForUserAlone? }`, where `folder` has to be there. */
export function waysToTrust({ system, file, home }) {
  return [
    ...(waysBySystem[system] ?? (() => []))(file, home),
    { title: "Firefox", text: `Settings, Privacy & Security, View Certificates, Authorities, Import: ${file}` },
    {
      title: "one program of Node, curl or Python",
      text: `NODE_EXTRA_CA_CERTS=${quoted(file)}, --cacert, SSL_CERT_FILE`,
    },
  ];
}

function asLine({ folder, command }) {
  const line = command.map(quoted).join(" ");
  return folder ? `mkdir -p ${quoted(folder)} && ${line}` : line;
}

/** Says how to trust the sites' authority on this machine, and with `isInstalling` does what is for this user alone. @faults SetupFault */
export async function trust({
  isInstalling,
  write,
  system = process.platform,
  home = homedir(),
  file = authorityCertificate,
}) {
  if (!existsSync(file))
    throw new SetupFault("There is no authority yet: it is made when the sites start for the first time.");
  const ways = waysToTrust({ system, file, home });
  if (!isInstalling) {
    write(
      `The sites' certificates are under an authority of this machine's own, whose key never leaves it:\n  ${file}\n`,
    );
    for (const way of ways) write(`\n${way.title}:\n  ${way.command ? asLine(way) : way.text}\n`);
    write("\n`npm run backend -- trust --install` does what is for you alone.\n");
    return;
  }
  const way = ways.find((each) => each.isForUserAlone);
  if (!way)
    throw new SetupFault("On this kind of system it can only be done by hand: `npm run backend -- trust` says how.");
  write(`${way.title}:\n  ${asLine(way)}\n`);
  if (way.folder) await mkdir(way.folder, { recursive: true, mode: 0o700 });
  const [command, ...args] = way.command;
  const { code, output } = await run(command, args);
  if (code !== 0) throw new SetupFault(`It was not done: ${output || `${command} was not found`}`);
  write("Done.\n");
}
