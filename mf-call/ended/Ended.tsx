import type { EndedView, Intent, PlatformV1 } from "@shell/contract";
import { Button, CallIcon, FaultPanel, IntentLink, usePlatform, useTranslate } from "@shell/ui";
import { endedFault } from "./endedFault.ts";
import { Rating } from "./Rating.tsx";
import styles from "./Ended.module.css";

/** After the call: how it was, the way back into it, the way home. A call that was ended for us says why. */
export function Ended({ platform }: { readonly platform: PlatformV1 }) {
  const ended = usePlatform(platform, (snapshot) => snapshot.ended);
  const { isConfined } = usePlatform(platform, (snapshot) => snapshot.frame);
  if (ended === null) return <main className={styles["page"]} />;
  return (
    <main className={styles["page"]}>
      {ended.cause === "left" ? (
        <Farewell ended={ended} isConfined={isConfined} send={platform.send} />
      ) : (
        <Broken ended={ended} isConfined={isConfined} send={platform.send} />
      )}
    </main>
  );
}

interface PartProps {
  readonly ended: EndedView;
  /** No way leads out of the room, only back into the call. */
  readonly isConfined: boolean;
  readonly send: (intent: Intent) => void;
}

function Farewell({ ended, isConfined, send }: PartProps) {
  const t = useTranslate();
  return (
    <div className={styles["column"]}>
      <h1 className={styles["title"]}>{t("ended.title", { name: ended.displayName })}</h1>
      <Rating rating={ended.rating} send={send} />
      <Button size="large" kind="quiet" icon={<CallIcon />} onClick={() => send({ type: "rejoin.requested" })}>
        {t("ended.callAgain")}
      </Button>
      {ended.isGuest && !isConfined && (
        <p className={styles["account"]}>
          {t("ended.guest")}{" "}
          <IntentLink href="./register" intent={{ type: "registerPage.requested" }} send={send}>
            {t("ended.createAccount")}
          </IntentLink>
        </p>
      )}
      {!isConfined && (
        <IntentLink href="./" intent={{ type: "home.requested" }} send={send}>
          {t("ended.home")}
        </IntentLink>
      )}
    </div>
  );
}

function Broken({ ended, isConfined, send }: PartProps) {
  const t = useTranslate();
  return (
    <FaultPanel
      {...endedFault(ended, t)}
      action={{ label: t("ended.rejoin"), onAction: () => send({ type: "rejoin.requested" }) }}
      other={
        isConfined ? undefined : { label: t("faultScreen.home"), onAction: () => send({ type: "home.requested" }) }
      }
    />
  );
}
