/** One directive of an nginx or Caddy file: its words, and what its braces hold. */
export interface Directive {
  readonly words: readonly string[];
  readonly block: readonly Directive[] | null;
}

const NGINX_TOKEN = /\s+|#[^\n]*|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[{};]|(?:\\.|[^\s{};"'#\\])+/gy;
const CADDY_TOKEN =
  /[^\S\n]+|#[^\n]*|"(?:\\.|[^"\\])*"|`[^`]*`|\n|[{}](?=\s|$)|(?:\{\$[^{}\n]*\}|\{[^\s{}]*\}|[^\s"`{}]|\{(?=\S)|\}(?=\S))+/gy;

function tokensOf(text: string, pattern: RegExp, isKept: (token: string) => boolean): string[] {
  const tokens = [];
  pattern.lastIndex = 0;
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex;
    const [token] = pattern.exec(text) ?? [];
    if (token === undefined) throw new Error(`cannot read: ${text.slice(at, at + 40)}`);
    if (isKept(token)) tokens.push(token);
  }
  return tokens;
}

function directivesOf(tokens: string[], end: string, isInside = false): Directive[] {
  const directives: Directive[] = [];
  let words: string[] = [];
  for (let token = tokens.shift(); token !== undefined; token = tokens.shift()) {
    if (token === "{") {
      directives.push({ words, block: directivesOf(tokens, end, true) });
      words = [];
    } else if (token === "}") {
      if (!isInside || (words.length > 0 && end === ";")) throw new Error(`unexpected } after ${words.join(" ")}`);
      return words.length > 0 ? [...directives, { words, block: null }] : directives;
    } else if (token === end) {
      if (words.length > 0) directives.push({ words, block: null });
      words = [];
    } else words.push(/^["'`]/.test(token) ? token.slice(1, -1) : token);
  }
  if (isInside || (words.length > 0 && end === ";")) throw new Error("the file ends in the middle");
  return words.length > 0 ? [...directives, { words, block: null }] : directives;
}

/** Reads an nginx file. Throws when a brace, quote or semicolon is missing. */
export const readNginx = (text: string): Directive[] =>
  directivesOf(
    tokensOf(text, NGINX_TOKEN, (token) => !/^(\s|#)/.test(token)),
    ";",
  );

/** Reads a Caddyfile. Throws when a brace or quote is missing. */
export const readCaddy = (text: string): Directive[] =>
  directivesOf(
    tokensOf(text, CADDY_TOKEN, (token) => token === "\n" || !/^(\s|#)/.test(token)),
    "\n",
  );

/** All directives, those in blocks as well. */
export function flatten(directives: readonly Directive[]): Directive[] {
  return directives.flatMap((each) => [each, ...flatten(each.block ?? [])]);
}
