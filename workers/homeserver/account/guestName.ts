import { encodeBase64Url } from "../keys/base64.ts";

const FIRST = ["amber", "brisk", "calm", "clear", "coral", "dusky", "early", "gentle", "golden", "green", "happy", "hazel", "keen", "light", "lively", "lucky", "mild", "misty", "noble", "quiet", "rapid", "ruby", "sandy", "silver", "snowy", "sunny", "swift", "warm", "wild", "winter"] as const;
const SECOND = ["alder", "birch", "cedar", "cliff", "cloud", "creek", "dune", "fern", "field", "forest", "garden", "harbor", "hill", "island", "lake", "maple", "meadow", "moon", "oak", "pine", "rain", "reef", "river", "shore", "spring", "stone", "valley", "wave", "willow", "wind"] as const;
const THIRD = ["badger", "bear", "bee", "crane", "deer", "dove", "falcon", "finch", "fox", "hare", "heron", "jay", "lark", "lynx", "mole", "moth", "newt", "otter", "owl", "robin", "seal", "sparrow", "stork", "swan", "tern", "toad", "trout", "turtle", "wolf", "wren"] as const;

/** A user name that is easy to read and hard to meet twice: three words and four digits. */
export function makeGuestName(): string {
  const [a = 0, b = 0, c = 0, d = 0] = crypto.getRandomValues(new Uint32Array(4));
  const words = [FIRST[a % FIRST.length], SECOND[b % SECOND.length], THIRD[c % THIRD.length]];
  return `${words.join("-")}-${String(d % 10_000).padStart(4, "0")}`;
}

/** A password nobody has to remember: 128 random bits as text. */
export function makePassword(): string {
  return encodeBase64Url(crypto.getRandomValues(new Uint8Array(16)));
}
