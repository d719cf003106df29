/** How far we know whose device a member's is. */
export type Trust =
  /** Its person was verified, by this account, and vouches for the device. */
  | "verified"
  /** Nobody here has verified it; that it is whose it says rests on the homeservers. */
  | "unverified"
  /** Not verified, and its key or its person's identity is another than when they were met last. */
  | "changed";
