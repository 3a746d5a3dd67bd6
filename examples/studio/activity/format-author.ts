import { getStrings } from '../language/strings.ts'

/** The form of account IDs. */
const accountIdPattern = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/

/** Returns whether a caller has no account: the only user of a server without accounts, a token or a link. */
export const isUnnamed = (caller: string | null): boolean => caller === null || !accountIdPattern.test(caller)

/** Returns the name of a caller, or a label if the account was deleted or there is none. */
export function describePerson(id: string | null, name: string | null | undefined): string {
  const { formerMember, unknownPerson, triggers } = getStrings().activity
  return name ?? (id?.startsWith('link-') ? triggers.link : isUnnamed(id) ? unknownPerson : formerMember)
}

/** Formats an item's author and time, or only the time if the author has no account. */
export const formatAuthor = (
  { created_by: id, created_by_name: name }: { created_by: string | null; created_by_name: string | null },
  time: string,
): string => (name === null && isUnnamed(id) ? time : `${describePerson(id, name)} · ${time}`)
