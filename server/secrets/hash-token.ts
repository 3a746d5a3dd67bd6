import { createHash } from 'node:crypto'

/** Returns the SHA-256 of a token, under which the database stores it. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')
