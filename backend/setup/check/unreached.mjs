import { isCertificateCode, shown } from "./ask.mjs";
import { broken } from "./hop.mjs";

/** The hop `id`, which did not answer at all, with the remedy for why. `part` is what should be there. */
export function unreached(id, url, answer, part) {
  const proof = `GET ${url}: ${shown(answer)}`;
  if (isCertificateCode(answer.code)) {
    return broken(
      id,
      "certificate",
      proof,
      `Give ${new URL(url).host} a certificate for its name from an authority that browsers trust, with those in between (fullchain.pem).`,
    );
  }
  if (answer.code === "ENOTFOUND")
    return broken(
      id,
      "name_unknown",
      proof,
      `Add a DNS entry for ${new URL(url).hostname} that leads to this machine.`,
    );
  return broken(
    id,
    "unreachable",
    proof,
    `See that ${part} runs and that the proxy and the firewall let ${new URL(url).host} through.`,
  );
}
