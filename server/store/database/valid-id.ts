/** Returns whether a string can be an id or a hash. Other strings are not sent to the database, which rejects some. */
export const isValidId = (id: string): boolean => /^[A-Za-z0-9_-]{1,128}$/.test(id)
