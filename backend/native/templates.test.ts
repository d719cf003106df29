import { readdir } from "node:fs/promises";
import { expect, test } from "vitest";
import { describeSite } from "./description.mjs";
import { fillSiteTemplate, fillTemplate } from "./templates.mjs";

const site = describeSite({
  dir: "/data/site",
  ports: { app: 1, homeserver: 2, federation: 3, authService: 4, sfu: 5, sfuUdp: 6, redis: 7 },
  identity: {
    federationPort: 3,
    livekit: { key: "key", secret: "secret" },
    registrationSharedSecret: "shared",
    macaroonSecret: "macaroon",
    formSecret: "form",
  },
  proxied: undefined,
  redis: null,
  log: undefined,
  onEnded: undefined,
});

test("every template of a site finds its values", async () => {
  const names = (await readdir(new URL("../sites", import.meta.url))).filter((name) => name.endsWith(".yaml"));
  expect(names).toEqual(
    expect.arrayContaining(["homeserver.yaml", "livekit.yaml", "limits.normal.yaml", "limits.generous.yaml"]),
  );
  for (const name of names) expect(await fillSiteTemplate(name, site.values)).not.toContain("${");
});

test("homeserver and SFU listen on the loopback interface, each at its own port", async () => {
  const homeserver = await fillSiteTemplate("homeserver.yaml", site.values);
  expect(homeserver).toContain('server_name: "localhost:3"');
  expect(homeserver.match(/bind_addresses: .*/g)).toEqual([
    'bind_addresses: ["127.0.0.1"]',
    'bind_addresses: ["127.0.0.1"]',
  ]);
  expect(homeserver.match(/livekit_service_url: .*/g)).toEqual(
    Array(2).fill('livekit_service_url: "http://localhost:4"'),
  );
  const sfu = await fillSiteTemplate("livekit.yaml", site.values);
  expect(sfu).toMatch(/^port: 5$/m);
  expect(sfu).toContain('bind_addresses: ["127.0.0.1"]');
});

test("a name without a value is a bug", () => {
  expect(() => fillTemplate("port: ${nothing}", {})).toThrow("${nothing}");
});
