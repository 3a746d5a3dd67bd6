/** Callers without an account, who have no name: of a server without accounts, and with the token of a server. */
const unnamedCallers: readonly (string | null)[] = [null, 'local-owner', 'token']

/** Returns whether a change or run is of a caller without an account. */
export const isUnnamed = (caller: string | null): boolean => unnamedCallers.includes(caller)

/** Joins the author of an item, if the author has an account, with a time. */
export const joinAuthor = (author: string, time: string): string => (isUnnamed(author) ? time : `${author} · ${time}`)
