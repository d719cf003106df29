import type { CallView, Translate } from "@shell/contract";

/** Somebody as far as an announcement needs. */
type Person = Pick<CallView["people"][number], "id" | "displayName" | "isOwn">;

/** More names than this in one sentence are a number. */
const NAMES_MAX = 2;

/** Who came and who went between two lists; we ourselves are not news. */
export function changeBetween(
  before: readonly Person[],
  after: readonly Person[],
): { readonly joined: readonly Person[]; readonly left: readonly Person[] } {
  const missingFrom = (list: readonly Person[]) => {
    const ids = new Set(list.map(({ id }) => id));
    return (person: Person) => !person.isOwn && !ids.has(person.id);
  };
  return { joined: after.filter(missingFrom(before)), left: before.filter(missingFrom(after)) };
}

function sentence(people: readonly Person[], kind: "joined" | "left", t: Translate): string | null {
  if (people.length === 0) return null;
  const names = people.slice(0, NAMES_MAX).map(({ displayName }) => displayName);
  if (people.length > NAMES_MAX) return t(`announce.${kind}Many`, { name: names[0] ?? "", count: people.length - 1 });
  return names.length === 1
    ? t(`announce.${kind}One`, { name: names[0] ?? "" })
    : t(`announce.${kind}Two`, { first: names[0] ?? "", second: names[1] ?? "" });
}

/** What is read out about a change; empty when nobody came or went. */
export function announcementOf(before: readonly Person[], after: readonly Person[], t: Translate): string {
  const { joined, left } = changeBetween(before, after);
  return [sentence(joined, "joined", t), sentence(left, "left", t)].filter((words) => words !== null).join(" ");
}
