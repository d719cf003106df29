/** A request as a fake server sees it. */
export interface SeenRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly authorization: string | null;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What a fake server answers: status and JSON, or a lost connection. */
export type FakeReply = readonly [status: number, body: object, headers?: Record<string, string>] | "lost" | "hangs";

/** Makes a `fetch` that asks `answer`, and notes each request in `seen`. */
export function fakeFetch(answer: (request: SeenRequest) => FakeReply): {
  readonly fetch: typeof globalThis.fetch;
  readonly seen: readonly SeenRequest[];
} {
  const seen: SeenRequest[] = [];
  const fetch: typeof globalThis.fetch = async (resource, init) => {
    const url = new URL(String(resource));
    const headers = new Headers(init?.headers);
    const request: SeenRequest = {
      method: init?.method ?? "GET",
      path: url.pathname + url.search,
      authorization: headers.get("Authorization"),
      body: typeof init?.body === "string" ? (JSON.parse(init.body) as Record<string, unknown>) : {},
    };
    seen.push(request);
    const reply = answer(request);
    if (reply === "lost") throw new TypeError("fetch failed");
    if (reply === "hangs") {
      return new Promise((_, reject) =>
        init?.signal?.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")), {
          once: true,
        }),
      );
    }
    const [status, body, replyHeaders] = reply;
    return Response.json(body, { status, headers: replyHeaders ?? {} });
  };
  return { fetch, seen };
}
