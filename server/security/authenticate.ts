import { error, type Problem } from '@aw-flow/schema'
import { createHash, timingSafeEqual } from 'node:crypto'
import { localOwner, tokenHolder, type Caller, type Right } from './caller.ts'

export interface Authentication {
  /** Who asks, by what the request brings; `undefined` where that is not known. */
  callerOf(credentials: string | undefined): Caller | undefined
  /** Why a caller may not do what needs a right; `undefined` where they may. */
  refusal(caller: Caller | undefined, right: Right): { status: 401 | 403; problem: Problem } | undefined
}

/** Whoever asks is the local owner; with a token, whoever names it. It is compared in constant time. */
export function createAuthentication(token: string | undefined): Authentication {
  const expected = token === undefined ? undefined : digest(token)
  return {
    callerOf(credentials) {
      if (!expected) return localOwner
      const given = /^Bearer +(\S+)$/i.exec(credentials ?? '')?.[1]
      return given !== undefined && timingSafeEqual(digest(given), expected) ? tokenHolder : undefined
    },
    refusal(caller, right) {
      if (caller?.rights.has(right)) return undefined
      if (!caller) return { status: 401, problem: noToken }
      return { status: 403, problem: error('caller.no-right', { right }) }
    },
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

const noToken = error('caller.unknown', {})
