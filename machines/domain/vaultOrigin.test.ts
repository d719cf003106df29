import { expect, test } from "vitest";
import { decodeVaultOrigin } from "./vaultOrigin.ts";

test.each([undefined, null, {}, [], "text", { vault_origin: null }])("%j names no vault", (config) => {
  expect(decodeVaultOrigin(config)).toEqual({ ok: true, value: null });
});

test("a vault is named by its origin", () => {
  const config = { vault_origin: "https://Vault.example.org:8443/" };
  expect(decodeVaultOrigin(config)).toEqual({ ok: true, value: "https://vault.example.org:8443" });
});

test.each(["", "vault.example.org", "https://example.org/vault", "https://a@example.org", 1, ["https://a.org"]])(
  "%j is no origin, and then the app does not start without its vault",
  (value) => {
    expect(decodeVaultOrigin({ vault_origin: value })).toMatchObject({
      ok: false,
      fault: { code: "config.unreadable" },
    });
  },
);
