// Loaded before a service of ours (`node --import`): names under `localhost` are this machine, as browsers know and many
// systems' resolvers do not. @see RFC 6761 section 6.3
import dns from "node:dns";
import { syncBuiltinESMExports } from "node:module";

const systemLookup = dns.lookup;
const THIS_MACHINE = { address: "127.0.0.1", family: 4 };

function lookup(hostname, options, callback) {
  const answer = typeof options === "function" ? options : callback;
  if (typeof hostname !== "string" || !hostname.toLowerCase().endsWith(".localhost"))
    return systemLookup.call(dns, hostname, options, callback);
  const isAll = typeof options === "object" && options !== null && options.all === true;
  return process.nextTick(() => {
    if (isAll) answer(null, [THIS_MACHINE]);
    else answer(null, THIS_MACHINE.address, THIS_MACHINE.family);
  });
}

dns.lookup = lookup;
syncBuiltinESMExports();
