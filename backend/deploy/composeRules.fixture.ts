import { parse } from "yaml";

/** What a compose file may hold, by the Compose specification: the part of it that ours use. */
interface Service {
  readonly image?: string;
  readonly build?: { readonly context?: string; readonly dockerfile?: string };
  readonly depends_on?: readonly string[] | Readonly<Record<string, { readonly condition?: string }>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly network_mode?: string;
  readonly user?: string;
  readonly healthcheck?: Readonly<Record<string, unknown>>;
  readonly env_file?: string | readonly string[];
  readonly [key: string]: unknown;
}

/** A compose file as it was read. */
export interface ComposeFile {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes?: Readonly<Record<string, unknown>>;
  readonly [key: string]: unknown;
}

const TOP = ["name", "services", "volumes", "networks", "secrets", "configs"];
const SERVICE = [
  "build",
  "cap_add",
  "cap_drop",
  "command",
  "depends_on",
  "entrypoint",
  "env_file",
  "environment",
  "healthcheck",
  "image",
  "logging",
  "network_mode",
  "ports",
  "read_only",
  "restart",
  "security_opt",
  "shm_size",
  "stop_grace_period",
  "tmpfs",
  "user",
  "volumes",
];
const HEALTHCHECK = ["test", "interval", "timeout", "retries", "start_period"];
const DURATION = /^(\d+(us|ms|s|m|h))+$/;
const PORT = /^(?:(?:\d{1,3}(?:\.\d{1,3}){3}|\$\{\w+(?::\?[^}]*)?\}):)?\d+:\d+(?:\/(?:tcp|udp))?$/;

/** Reads a compose file with its anchors and merges. */
export function readCompose(text: string): ComposeFile {
  return parse(text, { merge: true }) as ComposeFile;
}

const unknownKeys = (what: object, known: readonly string[], where: string) =>
  Object.keys(what)
    .filter((key) => !known.includes(key) && !key.startsWith("x-"))
    .map((key) => `${where}: unknown key ${key}`);

function faultsOfService(name: string, service: Service, file: ComposeFile, others: readonly string[]): string[] {
  const faults = unknownKeys(service, SERVICE, name);
  const { healthcheck, depends_on: dependsOn = [], volumes = [], ports = [] } = service;
  if (healthcheck) {
    faults.push(...unknownKeys(healthcheck, HEALTHCHECK, `${name}.healthcheck`));
    for (const key of ["interval", "timeout", "start_period"])
      if (healthcheck[key] !== undefined && !DURATION.test(String(healthcheck[key])))
        faults.push(`${name}: ${key} is no duration`);
    const test = healthcheck["test"];
    if (!Array.isArray(test) || !["CMD", "CMD-SHELL"].includes(String(test[0])))
      faults.push(`${name}: healthcheck.test`);
  }
  for (const other of Array.isArray(dependsOn) ? (dependsOn as string[]) : Object.keys(dependsOn))
    if (!file.services[other] && !others.includes(other))
      faults.push(`${name}: depends on ${other}, which is not there`);
  for (const volume of volumes) {
    const [source = "", target = "", mode = "rw"] = volume.split(":");
    if (!target.startsWith("/") || !["ro", "rw"].includes(mode)) faults.push(`${name}: volume ${volume}`);
    if (!source.startsWith(".") && !(source in (file.volumes ?? {})))
      faults.push(`${name}: volume ${source} is not declared`);
  }
  for (const port of ports) if (!PORT.test(port)) faults.push(`${name}: port ${port}`);
  if (service.network_mode === "host" && ports.length > 0) faults.push(`${name}: ports on the machine's own network`);
  return faults;
}

/** What is wrong with a compose file by the specification; `others` are services of the file that it lies over. */
export function faultsOfCompose(file: ComposeFile, others: readonly string[] = []): string[] {
  return [
    ...unknownKeys(file, TOP, "file"),
    ...Object.entries(file.services).flatMap(([name, service]) => [
      ...(service.image || service.build || others.includes(name) ? [] : [`${name}: neither image nor build`]),
      ...faultsOfService(name, service, file, others),
    ]),
  ];
}

/** The variables that a compose file takes, and which of them it cannot do without. */
export function variablesOf(text: string): { readonly name: string; readonly isRequired: boolean }[] {
  return [...text.matchAll(/(?<!\$)\$\{(?<name>\w+)(?<rest>[^}]*)\}/g)].map(({ groups }) => ({
    name: groups?.["name"] ?? "",
    isRequired: !groups?.["rest"]?.startsWith(":-"),
  }));
}
