import { error, type Problem } from '@aw-flow/schema'
import { createHash, timingSafeEqual } from 'node:crypto'
import { localOwner, tokenHolder, type Caller, type Permission } from './caller.ts'

export interface Authentication {
  /** Identifies the caller by its credentials; `undefined` if unknown. */
  identifyCaller(credentials: string | undefined): Caller | undefined
  /** Returns the rejection of a caller that lacks a permission; `undefined` if it has the permission. */
  findRejection(caller: Caller | undefined, permission: Permission): { status: 401 | 403; problem: Problem } | undefined
}

/** Without a token, every caller is the local owner; with a token, callers must send it. Compares in constant time. */
export function createAuthentication(token: string | undefined): Authentication {
  const expected = token === undefined ? undefined : digest(token)
  return {
    identifyCaller(credentials) {
      if (!expected) return localOwner
      const sentToken = /^Bearer +(\S+)$/i.exec(credentials ?? '')?.[1]
      return sentToken !== undefined && timingSafeEqual(digest(sentToken), expected) ? tokenHolder : undefined
    },
    findRejection(caller, permission) {
      if (caller?.permissions.has(permission)) return undefined
      if (!caller) return { status: 401, problem: noToken }
      return { status: 403, problem: error('caller.no-right', { right: permission }) }
    },
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

const noToken = error('caller.unknown', {})
