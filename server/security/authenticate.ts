import { error, type Problem } from '@aw-flow/schema'
import { createHash, timingSafeEqual } from 'node:crypto'
import { localOwner, tokenHolder, type Caller, type Right } from './caller.ts'

export interface Authentication {
  /** Identifies the caller by its credentials; `undefined` if unknown. */
  callerOf(credentials: string | undefined): Caller | undefined
  /** Why a caller lacks a right; `undefined` if it has it. */
  refusal(caller: Caller | undefined, right: Right): { status: 401 | 403; problem: Problem } | undefined
}

/** Without a token, every caller is the local owner; with a token, callers must send it. Compared in constant time. */
export function createAuthentication(token: string | undefined): Authentication {
  const expected = token === undefined ? undefined : digest(token)
  return {
    callerOf(credentials) {
      if (!expected) return localOwner
      const sent = /^Bearer +(\S+)$/i.exec(credentials ?? '')?.[1]
      return sent !== undefined && timingSafeEqual(digest(sent), expected) ? tokenHolder : undefined
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
