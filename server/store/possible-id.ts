/** Ids that this server gives, and hashes. Anything else is never asked of the database, which refuses some texts. */
export const isPossibleId = (id: string): boolean => /^[A-Za-z0-9_-]{1,128}$/.test(id)
