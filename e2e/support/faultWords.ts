import type { Page } from "@playwright/test";
import words from "../../locales/en/app.json" with { type: "json" };
import { expect } from "./site.ts";

/** What a fault says, and what its button is called. */
export interface FaultWords {
  readonly title: string;
  readonly body: string;
  readonly action: string;
}

/** Waits for a fault in words, with the button that leads on. */
export async function expectFault(page: Page, { title, body, action }: FaultWords): Promise<void> {
  await expect(page.getByRole("heading", { name: title })).toBeVisible({ timeout: 45_000 });
  await expect(page.getByText(body)).toBeVisible();
  await expect(page.getByRole("button", { name: action })).toBeVisible();
}

/** The faults by area and name, as in the words of the app. */
export const faults = words.fault;
