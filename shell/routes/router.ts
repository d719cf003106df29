import { decodeUrlParams, type UrlParams } from "../../machines/domain/urlParams.ts";
import { createStore, type Store } from "../engine/store.ts";

/** Where we are, by the address bar. */
export interface Route {
  readonly name: "home" | "sign-in" | "register" | "room";
  readonly params: UrlParams;
}

/** The address bar. */
export interface Router {
  readonly route: Pick<Store<Route>, "getSnapshot" | "subscribe">;
  /** Goes to `path` (with query and fragment) of this site. */
  navigate(path: string): void;
  /** Goes back from signing in to the link that led there, or home. */
  comeBack(): void;
}

function readRoute(): Route {
  const params = decodeUrlParams(location);
  if (params.route === "login") return { name: "sign-in", params };
  return { name: params.route === "room" && params.room === null ? "home" : params.route, params };
}

export function startRouter(signal: AbortSignal): Router {
  const route = createStore<Route>(readRoute());
  /** The last link that was open; going home ends it. */
  let link = "/";
  const read = () => {
    route.set(readRoute());
    noteLink();
  };
  function noteLink(): void {
    const { name } = route.getSnapshot();
    if (name === "home") link = "/";
    if (name === "room") link = location.pathname + location.search + location.hash;
  }
  noteLink();
  addEventListener("popstate", read, { signal });
  function navigate(path: string): void {
    history.pushState(null, "", path);
    read();
  }
  return { route, navigate, comeBack: () => navigate(link) };
}
