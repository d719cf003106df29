/** What a person wants, as a view says it. */
export type Intent =
  // Getting about
  | { readonly type: "home.requested" }
  /** Away from signing in: to the link that led there, or home. */
  | { readonly type: "back.requested" }
  | { readonly type: "signInPage.requested" }
  | { readonly type: "registerPage.requested" }
  | { readonly type: "path.requested"; readonly path: string }
  // Account
  | { readonly type: "signIn.requested"; readonly userName: string; readonly password: string }
  | {
      readonly type: "register.requested";
      readonly userName: string;
      readonly password: string;
      readonly displayName: string;
    }
  | { readonly type: "signOut.requested" }
  | { readonly type: "displayName.chosen"; readonly displayName: string }
  | { readonly type: "avatar.chosen"; readonly image: Blob | null }
  // Home
  /** `displayName` when signed out: an account for it is made on the fly. */
  | {
      readonly type: "callCreation.requested";
      readonly callName: string;
      readonly displayName: string | null;
      readonly isKeyInLink: boolean;
    }
  | { readonly type: "recentCall.removed"; readonly roomId: string }
  // Entry of a link
  | { readonly type: "guestName.chosen"; readonly displayName: string }
  | { readonly type: "knock.requested" }
  // Lobby and call
  | { readonly type: "join.requested" }
  | { readonly type: "join.cancelled" }
  | { readonly type: "leave.requested" }
  | { readonly type: "rejoin.requested" }
  | { readonly type: "microphone.toggled" }
  | { readonly type: "camera.toggled" }
  /** Send within the click: browsers demand it of screen capture. */
  | { readonly type: "share.toggled" }
  | { readonly type: "device.chosen"; readonly kind: "microphone" | "camera" | "speaker"; readonly deviceId: string }
  | { readonly type: "permission.requested" }
  | { readonly type: "layout.chosen"; readonly layout: "grid" | "spotlight" }
  | { readonly type: "pin.chosen"; readonly tileId: string | null }
  | { readonly type: "page.chosen"; readonly page: number }
  /** `hasTopBar` and `hasControls`: whether those bars stand over the stage; they do unless it is said. */
  | {
      readonly type: "stage.resized";
      readonly widthPx: number;
      readonly heightPx: number;
      readonly hasTopBar?: boolean;
      readonly hasControls?: boolean;
    }
  | { readonly type: "link.copied" }
  | { readonly type: "rating.given"; readonly stars: 1 | 2 | 3 | 4 | 5 }
  // Settings
  | { readonly type: "settings.opened"; readonly tab: SettingsTab }
  | { readonly type: "settings.closed" }
  | { readonly type: "volume.chosen"; readonly volume: number }
  | {
      readonly type: "theme.chosen";
      readonly theme: "system" | "dark" | "light" | "dark-high-contrast" | "light-high-contrast";
    }
  | { readonly type: "selfView.chosen"; readonly isShown: boolean }
  | { readonly type: "mode.chosen"; readonly mode: "legacy" | "compatibility" | "matrix_2_0" }
  | { readonly type: "callLog.exported" }
  // Faults and notices
  | { readonly type: "retry.requested" }
  | { readonly type: "notice.dismissed"; readonly noticeId: string }
  /** Ends the call in the other tab and goes on here. */
  | { readonly type: "otherTab.overruled" };

/** Tabs of the settings dialog. */
export type SettingsTab = "audio" | "video" | "profile" | "preferences" | "developer";
