import type { ReactNode } from "react";
import type { CallView } from "@shell/contract";
import { KeyIcon, useTranslate } from "@shell/ui";
import { useSeconds } from "../useSeconds.ts";
import styles from "./People.module.css";

/** A key that is on its way is nothing to tell of yet, in ms; as the tiles' own patience. */
const LATE_MS = 3_000;

/** Which keys between us and a person are missing, in words; nothing while none is. */
export function KeyHint({ person }: { readonly person: CallView["people"][number] }) {
  const t = useTranslate();
  return (
    <>
      {person.isKeyMissed && <Line>{t("people.keyNotSent")}</Line>}
      {person.keyMissingSince !== null && <NotCome since={person.keyMissingSince} />}
    </>
  );
}

function NotCome({ since }: { readonly since: number }) {
  const t = useTranslate();
  const waitedMs = useSeconds() - since;
  return waitedMs < LATE_MS ? null : <Line>{t("people.keyNotCome", { seconds: Math.floor(waitedMs / 1000) })}</Line>;
}

function Line({ children }: { readonly children: ReactNode }) {
  return (
    <span className={styles["key"]}>
      <KeyIcon aria-hidden="true" />
      <span>{children}</span>
    </span>
  );
}
