import { parse } from "yaml";
import { faultsBySchema } from "../compose/composeSchema.fixture.ts";

/** A service of a compose file: what the rules look at. */
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

const PORT = /^(?:(?:\d{1,3}(?:\.\d{1,3}){3}|\$\{\w+(?::\?[^}]*)?\}):)?\d+:\d+(?:\/(?:tcp|udp))?$/;

/** Reads a compose file with its anchors and merges. */
export function readCompose(text: string): ComposeFile {
  return parse(text, { merge: true }) as ComposeFile;
}

function faultsOfService(name: string, service: Service, file: ComposeFile, others: readonly string[]): string[] {
  const faults: string[] = [];
  const { depends_on: dependsOn = [], volumes = [], ports = [] } = service;
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

/**
 * What is wrong with a compose file: by the specification's schema, and in how its parts name one another, which no schema sees.
 * `others` are services of the file that it lies over.
 */
export function faultsOfCompose(file: ComposeFile, others: readonly string[] = []): string[] {
  return [
    ...faultsBySchema(file),
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
