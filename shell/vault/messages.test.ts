import { expect, test } from "vitest";
import { decodeFormWanted, decodeVaultMessage } from "./messages.ts";

test("the page reads from the vault what it expects, and nothing that leads elsewhere", () => {
  expect(decodeVaultMessage({ type: "vault.started", more: 1 })).toEqual({ type: "vault.started" });
  expect(decodeVaultMessage({ type: "path.wanted", path: "/login" })).toEqual({ type: "path.wanted", path: "/login" });
  for (const path of ["https://evil.example", "//evil.example", "/room/#/x", 1, undefined])
    expect(decodeVaultMessage({ type: "path.wanted", path })).toBeNull();
  for (const value of [null, "vault.started", { type: "realm.hello" }, []])
    expect(decodeVaultMessage(value)).toBeNull();
});

test("the vault shows the forms that it has, whatever the page says besides", () => {
  const wanted = { type: "form.wanted", form: "sign-in", theme: "dark", language: "de" } as const;
  expect(decodeFormWanted({ ...wanted, homeserver: { baseUrl: "https://evil.example" } })).toEqual(wanted);
  expect(decodeFormWanted({ ...wanted, form: null, theme: 1 })).toEqual({ ...wanted, form: null, theme: null });
  for (const value of [null, { ...wanted, form: "other" }, { ...wanted, type: "vault.open" }])
    expect(decodeFormWanted(value)).toBeNull();
});
