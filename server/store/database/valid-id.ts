/**
 * Returns whether a string can be an ID or a hash. Check it before a query, because the database rejects some other
 * strings.
 */
export const isValidId = (id: string): boolean => /^[A-Za-z0-9_-]{1,128}$/.test(id)
