/** Says that the worker runs; built in after each worker's own module. Without it a failed start and a slow one look alike. */
postMessage({ type: "realm.hello" });

export {};
