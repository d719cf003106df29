import type { Json } from "./matrix.ts";

/** Who should have sent something. */
export interface Sender {
  readonly userId: string;
  readonly deviceId: string;
  readonly roomId: string;
}

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What of `content` is not as `rules` say: each names a field and tells whether its value is right. Unknown fields are wrong. */
function compare(
  content: unknown,
  rules: Readonly<Record<string, (value: unknown) => boolean>>,
  optional: readonly string[] = [],
): readonly string[] {
  if (!isObject(content)) return [`not an object: ${JSON.stringify(content)}`];
  const unknown = Object.keys(content)
    .filter((name) => !(name in rules))
    .map((name) => `unknown field ${name}`);
  const wrong = Object.entries(rules)
    .filter(([name, isRight]) => !(optional.includes(name) && !(name in content)) && !isRight(content[name]))
    .map(([name]) => `${name}: ${JSON.stringify(content[name])}`);
  return [...unknown, ...wrong];
}

const is = (expected: unknown) => (value: unknown) => value === expected;
const isPositive = (value: unknown) => Number.isInteger(value) && Number(value) > 0;
const fits = (rules: Parameters<typeof compare>[1]) => (value: unknown) => compare(value, rules).length === 0;
/** Within an hour of this machine's clock, in ms. */
const isNow = (value: unknown) => isPositive(value) && Math.abs(Date.now() - Number(value)) < 3_600_000;

/** State key of a member in rooms whose keys cannot begin with somebody's name. */
export const stateKeyOf = ({ userId, deviceId }: Sender) => `_${userId}_${deviceId}_m.call`;

/** What is wrong with a membership in its state event form. @see MSC3401 */
export function checkMembership(content: unknown, sender: Sender, serviceUrl: string): readonly string[] {
  const focus = { type: is("livekit"), livekit_service_url: is(serviceUrl), livekit_alias: is(sender.roomId) };
  return compare(
    content,
    {
      application: is("m.call"),
      call_id: is(""),
      scope: is("m.room"),
      device_id: is(sender.deviceId),
      membershipID: is(`${sender.userId}:${sender.deviceId}`),
      expires: isPositive,
      created_ts: isNow,
      "m.call.intent": (value) => value === "video" || value === "audio",
      focus_active: fits({ type: is("livekit"), focus_selection: is("multi_sfu") }),
      foci_preferred: (value) => Array.isArray(value) && value.length === 1 && fits(focus)(value[0]),
    },
    ["created_ts", "m.call.intent"],
  );
}

/** What is wrong with a delayed leave as the homeserver lists it. @see MSC4140 */
export function checkDelayedLeave(scheduled: unknown, sender: Sender, delayMs: number): readonly string[] {
  // Synapse names the two times a second way as well.
  const listed = { delay_ms: is(delayMs), delayed_since_ts: isNow };
  return compare(
    scheduled,
    {
      ...listed,
      delay_id: (value) => typeof value === "string" && value !== "",
      room_id: is(sender.roomId),
      type: is("org.matrix.msc3401.call.member"),
      state_key: is(stateKeyOf(sender)),
      delay: is(delayMs),
      running_since: isNow,
      content: fits({}),
    },
    Object.keys(listed),
  );
}

/** What is wrong with a message that brings a media key. @see MSC4143 */
export function checkKeyMessage(
  { outer, inner }: { readonly outer: Json; readonly inner: Json | null },
  sender: Sender,
): readonly string[] {
  if (inner === null) return [`did not decrypt: ${JSON.stringify(outer).slice(0, 200)}`];
  const wrapper = compare(
    { type: outer["type"], algorithm: isObject(outer["content"]) ? outer["content"]["algorithm"] : null },
    {
      type: is("m.room.encrypted"),
      algorithm: is("m.olm.v1.curve25519-aes-sha2"),
    },
  );
  const about = compare(
    { type: inner["type"], sender: inner["sender"] },
    { type: is("io.element.call.encryption_keys"), sender: is(sender.userId) },
  );
  const isKey = (value: unknown) =>
    typeof value === "string" && /^[A-Za-z0-9+/]{22}==$/.test(value) && Buffer.from(value, "base64").length === 16;
  const content = compare(inner["content"], {
    keys: fits({ index: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 255, key: isKey }),
    room_id: is(sender.roomId),
    member: fits({ claimed_device_id: is(sender.deviceId), id: is(`${sender.userId}:${sender.deviceId}`) }),
    session: fits({ application: is("m.call"), call_id: is(""), scope: is("m.room") }),
    sent_ts: isNow,
  });
  return [...wrapper, ...about, ...content];
}
