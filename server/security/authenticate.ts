import { createHash, timingSafeEqual } from 'node:crypto'
import { createTokenHolder, localOwner, type Caller } from './caller.ts'
import type { HostTokens } from './host-tokens.ts'

export interface Authentication {
  /**
   * Identifies the caller by its credentials; `undefined` if unknown.
   *
   * @param workspace The workspace that a user requests; by default the first one of the user.
   */
  identifyCaller(credentials: string | undefined, workspace?: string): Caller | undefined | Promise<Caller | undefined>
  /** Returns a caller with its current permissions; `undefined` once its session has ended. */
  renewCaller?(caller: Caller): Promise<Caller | undefined>
}

/** A token and the workspace of its holder. */
export interface WorkspaceToken {
  workspace: string
  token: string
}

/** Identifies users and their programs by the tokens of their accounts. */
export interface AccountAuthentication {
  identify(token: string, workspace: string | undefined): Promise<Caller | undefined>
  renew(caller: Caller): Promise<Caller | undefined>
}

/**
 * Identifies callers by their tokens, compared in constant time, by their accounts, or by the tokens of a host
 * application. Without any of these, every caller is the local owner.
 */
export function createAuthentication(
  tokens: readonly WorkspaceToken[],
  { accounts, hostTokens }: { accounts?: AccountAuthentication | undefined; hostTokens?: HostTokens | undefined } = {},
  now: () => number = Date.now,
): Authentication {
  const holders = tokens.map(({ workspace, token }) => ({
    digest: createDigest(token),
    caller: createTokenHolder(workspace),
  }))
  const identifyUser = async (token: string, workspace: string | undefined): Promise<Caller | undefined> =>
    (await accounts?.identify(token, workspace)) ?? hostTokens?.identify(token)
  return {
    identifyCaller(credentials, workspace) {
      if (holders.length === 0 && !accounts && !hostTokens) return localOwner
      const sentToken = /^Bearer +(\S+)$/i.exec(credentials ?? '')?.[1]
      if (sentToken === undefined) return undefined
      const sentDigest = createDigest(sentToken)
      // Every token is compared, so that the response time does not reveal which one is similar.
      const holder = holders.filter(({ digest }) => timingSafeEqual(sentDigest, digest))[0]
      return holder?.caller ?? identifyUser(sentToken, workspace)
    },
    async renewCaller(caller) {
      if (caller.expiresAt !== undefined) return caller.expiresAt > now() ? caller : undefined
      return accounts ? accounts.renew(caller) : caller
    },
  }
}

const createDigest = (text: string): Buffer => createHash('sha256').update(text).digest()
