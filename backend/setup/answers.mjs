import { isIPv4 } from "node:net";
import { createInterface } from "node:readline/promises";
import { SetupFault } from "../native/fault.mjs";

const LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;

/** The domain of the accounts, in lower case. @faults SetupFault */
export function readDomain(text) {
  const domain = text.trim().toLowerCase();
  const labels = domain.split(".");
  if (
    domain.length > 240 ||
    labels.length < 2 ||
    !labels.every((label) => LABEL.test(label)) ||
    /^\d+$/.test(labels.at(-1))
  )
    throw new SetupFault(`"${text}" is not a domain such as example.org.`);
  return domain;
}

/** The address for news of certificates. @faults SetupFault */
function readEmail(text) {
  const email = text.trim();
  if (!/^[^\s@"'{}$]+@[^\s@"'{}$]+$/.test(email)) throw new SetupFault(`"${text}" is not an e-mail address.`);
  return email;
}

/** The public IPv4 address of the machine; null when the SFU is to find it by itself. @faults SetupFault */
function readAddress(text) {
  const address = text.trim();
  if (address === "") return null;
  if (!isIPv4(address)) throw new SetupFault(`"${text}" is not an IPv4 address such as 203.0.113.5.`);
  return address;
}

/** The three questions, and what each is answered by when nobody is asked. */
function questionsFor({ domain, email, address }, kept) {
  return [
    {
      name: "domain",
      given: domain,
      ask: "Domain of the accounts (@alice:example.org)",
      ifSilent: () => kept.domain,
      read: readDomain,
    },
    {
      name: "email",
      given: email,
      ask: "E-mail for news of certificates",
      ifSilent: (answers) => kept.email ?? `postmaster@${answers.domain}`,
      read: readEmail,
    },
    {
      name: "address",
      given: address,
      ask: "Public IPv4 address of this machine (empty: found by asking a STUN server)",
      ifSilent: () => kept.address ?? "",
      read: readAddress,
    },
  ];
}

/**
 * What the setup has to know: `{ domain, email, address }`. Asks through `input` and `output` what the options leave open,
 * unless `isSilent`; `kept` are the answers of an earlier time, which are proposed again. @faults SetupFault
 */
export async function collectAnswers({ options, kept = {}, isSilent, input, output }) {
  const answers = {};
  const terminal = isSilent ? null : createInterface({ input, output });
  // Taken one by one from a queue: lines that came in one piece must not be lost between two questions.
  const lines = terminal?.[Symbol.asyncIterator]();
  try {
    for (const { name, given, ask, ifSilent, read } of questionsFor(options, kept)) {
      const silent = ifSilent(answers);
      let text = given ?? silent;
      if (given === undefined && terminal !== null) {
        output.write(`${ask}${silent ? ` [${silent}]` : ""}: `);
        text = (await lines.next()).value?.trim() || silent;
      }
      if (text === undefined) throw new SetupFault("Name the domain: npm run setup -- --domain example.org");
      answers[name] = read(text);
    }
  } finally {
    terminal?.close();
  }
  return answers;
}
