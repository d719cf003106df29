import { localPartOf } from "../account/session.ts";
import type { RoomPerson } from "../matrix/syncedRoom.ts";

/** Tells names apart: who shares a name with somebody else in the room is shown with the user id. */
export function displayNamesOf(people: readonly RoomPerson[]): (userId: string) => string {
  const byUser = new Map(people.map((person) => [person.userId as string, person]));
  const holders = new Map<string, number>();
  for (const person of people) {
    const key = likenessOf(nameOf(person));
    holders.set(key, (holders.get(key) ?? 0) + 1);
  }
  return (userId) => {
    const person = byUser.get(userId);
    if (person === undefined) return localPartOf(userId);
    const name = nameOf(person);
    return (holders.get(likenessOf(name)) ?? 0) > 1 ? `${name} (${userId})` : name;
  };
}

function nameOf({ name, userId }: RoomPerson): string {
  const visible = name === null ? "" : stripUnseen(name).trim();
  return visible === "" ? localPartOf(userId) : visible;
}

/** Names of equal likeness could be taken for one another. */
function likenessOf(name: string): string {
  return stripUnseen(name.normalize("NFKC")).replaceAll(/\s+/gu, " ").trim().toLowerCase();
}

/** Drops characters that show nothing or turn the reading direction: they make two names look the same. */
function stripUnseen(text: string): string {
  return text.replaceAll(/[\p{Cf}\p{Cc}\u115F\u1160\u3164]/gu, "");
}
