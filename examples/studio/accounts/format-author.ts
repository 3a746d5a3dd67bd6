/** Callers that are not shown: unknown ones, the only user of a server without accounts, and holders of its token. */
const unnamedCallers: readonly (string | null)[] = [null, 'local-owner', 'token']

/** Returns whether a change or run was made by a caller without an account. */
export const isUnnamed = (caller: string | null): boolean => unnamedCallers.includes(caller)

/** Formats the author and time of an item; only the time if the author has no account. */
export const formatAuthor = (author: string, time: string): string => (isUnnamed(author) ? time : `${author} · ${time}`)
