import type { CallView } from "@shell/contract";
import { ShieldIcon, ShieldWarnIcon, useTranslate } from "@shell/ui";
import styles from "./People.module.css";

type Trust = NonNullable<CallView["people"][number]["trust"]>;

const iconOf = {
  verified: <ShieldIcon aria-hidden="true" />,
  unverified: null,
  changed: <ShieldWarnIcon aria-hidden="true" />,
};

/** How far we know whose device it is, in a word. */
export function TrustMark({ trust }: { readonly trust: Trust }) {
  const t = useTranslate();
  return (
    <span className={styles["trust"]} data-trust={trust}>
      {iconOf[trust]}
      <span>{t(`people.trust.${trust}`)}</span>
    </span>
  );
}
