/** Ids of this server and hashes. Other strings never reach the database, which rejects some of them. */
export const isValidId = (id: string): boolean => /^[A-Za-z0-9_-]{1,128}$/.test(id)
