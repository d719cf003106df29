export type * from "./intent.ts";
export type * from "./listener.ts";
export type * from "./platform.ts";
export type * from "./snapshot.ts";
