// Loads the authorisation service's code and ends: with `NODE_COMPILE_CACHE` set, what was compiled is kept for every start to come.
import "../../auth-service/memory.ts"; // as at a start: compiled code fits only the settings of V8 that it was compiled under
await import("../../auth-service/service.ts");
// What is loaded only where it is used.
await import("../../auth-service/configFile.ts");
await import("../../auth-service/delegation/redisStore.ts");
await import("../../auth-service/sharedCounts.ts");
