import { createHash, timingSafeEqual } from 'node:crypto'
import { createTokenHolder, localOwner, type Caller } from './caller.ts'

export interface Authentication {
  /** Identifies the caller by its credentials; `undefined` if unknown. */
  identifyCaller(credentials: string | undefined): Caller | undefined
}

/** A token and the workspace of its holder. */
export interface WorkspaceToken {
  workspace: string
  token: string
}

/**
 * Identifies callers by their tokens, compared in constant time. Without tokens, every caller is the local owner.
 */
export function createAuthentication(tokens: readonly WorkspaceToken[]): Authentication {
  const holders = tokens.map(({ workspace, token }) => ({
    digest: createDigest(token),
    caller: createTokenHolder(workspace),
  }))
  return {
    identifyCaller(credentials) {
      if (holders.length === 0) return localOwner
      const sentToken = /^Bearer +(\S+)$/i.exec(credentials ?? '')?.[1]
      if (sentToken === undefined) return undefined
      const sentDigest = createDigest(sentToken)
      // Every token is compared, so that the response time does not reveal which one is similar.
      return holders.filter(({ digest }) => timingSafeEqual(sentDigest, digest))[0]?.caller
    },
  }
}

const createDigest = (text: string): Buffer => createHash('sha256').update(text).digest()
