import { Notice, useTranslate } from "@shell/ui";
import type { AccountView, BrandView, HomeView, Intent, PlatformMedia } from "@shell/contract";
import { Page } from "../page/Page.tsx";
import { isSignedOut } from "./account.ts";
import { AccountMenu } from "./AccountMenu.tsx";
import { RecentCalls } from "./RecentCalls.tsx";
import { StartCall } from "./StartCall.tsx";
import styles from "../page/PageForm.module.css";

export interface HomeProps {
  readonly brand: BrandView;
  readonly account: AccountView;
  readonly home: HomeView;
  readonly media: PlatformMedia;
  readonly language: string;
  /** The present moment, in ms since 1970. */
  readonly nowMs: number;
  readonly send: (intent: Intent) => void;
}

/** The first page: name a call and go; signed in, also the calls one was in. */
export function Home({ brand, account, home, media, language, nowMs, send }: HomeProps) {
  const t = useTranslate();
  return (
    <Page brand={brand} shape="top" end={<AccountMenu account={account} media={media} send={send} />}>
      <div className={styles["head"]}>
        <h1 className={styles["title"]}>{t("home.title")}</h1>
        <p className={styles["promise"]}>{t("home.promise")}</p>
      </div>
      {account.status === "expired" && (
        <div className={styles["before"]} role="status">
          <Notice
            kind="warn"
            shape="inline"
            action={{ label: t("home.expiredAction"), onAction: () => send({ type: "signInPage.requested" }) }}
          >
            {t("home.expired")}
          </Notice>
        </div>
      )}
      <StartCall account={account} home={home} send={send} />
      {!isSignedOut(account) && account.status !== "restoring" && (
        <RecentCalls calls={home.recentCalls} media={media} language={language} nowMs={nowMs} send={send} />
      )}
    </Page>
  );
}
