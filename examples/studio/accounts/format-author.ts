/** Callers whose name is not shown: unknown callers, the only user of a server without accounts, and token holders. */
const unnamedCallers: readonly (string | null)[] = [null, 'local-owner', 'token']

/** Returns whether a caller has no account, so that no name is shown for their change or run. */
export const isUnnamed = (caller: string | null): boolean => unnamedCallers.includes(caller)

/** Formats an item's author and time, or only the time if the author has no account. */
export const formatAuthor = (author: string | null, time: string): string =>
  isUnnamed(author) ? time : `${author} · ${time}`
