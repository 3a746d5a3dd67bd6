import { hash, timingSafeEqual } from 'node:crypto'
import { createTokenHolder, localOwner, type Caller } from './caller.ts'
import type { HostTokenVerifier } from './host-tokens.ts'
import type { LinkAuthenticator } from './link-caller.ts'

export interface Authenticator {
  /**
   * Identifies a caller from its `Authorization` header. Returns `undefined` if the credentials are missing or unknown.
   *
   * @param workspace The workspace that the user requests. Defaults to the user's first one.
   */
  identifyCaller(credentials: string | undefined, workspace?: string): Caller | undefined | Promise<Caller | undefined>
  /** Returns the caller with its current permissions, or `undefined` if its session has ended. */
  renewCaller?(caller: Caller): Promise<Caller | undefined>
}

/** An access token and the workspace that it grants access to. */
export interface WorkspaceToken {
  workspace: string
  token: string
}

/** Identifies users and their programs by account tokens. */
export interface AccountAuthenticator {
  identify(token: string, workspace: string | undefined): Promise<Caller | undefined>
  renew(caller: Caller): Promise<Caller | undefined>
}

/**
 * Creates an authenticator that accepts the given tokens, account tokens, and tokens that a host application issues.
 * If none of these is configured, every caller is the local owner.
 */
export function createAuthenticator(
  tokens: readonly WorkspaceToken[],
  {
    accounts,
    hostTokens,
    links,
  }: {
    accounts?: AccountAuthenticator | undefined
    hostTokens?: HostTokenVerifier | undefined
    links?: LinkAuthenticator | undefined
  } = {},
  now: () => number = Date.now,
): Authenticator {
  const holders = tokens.map(({ workspace, token }) => ({
    digest: createDigest(token),
    caller: createTokenHolder(workspace),
  }))
  const identifyUser = async (token: string, workspace: string | undefined): Promise<Caller | undefined> =>
    (await accounts?.identify(token, workspace)) ?? hostTokens?.identify(token)
  return {
    identifyCaller(credentials, workspace) {
      const sentToken = /^Bearer +(\S+)$/i.exec(credentials ?? '')?.[1]
      if (sentToken !== undefined && links?.isLinkToken(sentToken)) return links.identify(sentToken)
      if (holders.length === 0 && !accounts && !hostTokens) return localOwner
      if (sentToken === undefined) return undefined
      const sentDigest = createDigest(sentToken)
      // Compares every token in constant time, so that the response time reveals nothing about them.
      const holder = holders.filter(({ digest }) => timingSafeEqual(sentDigest, digest))[0]
      return holder?.caller ?? identifyUser(sentToken, workspace)
    },
    async renewCaller(caller) {
      if (caller.link) return links?.identify(caller.link.credential)
      if (caller.expiresAt !== undefined) return caller.expiresAt > now() ? caller : undefined
      return accounts ? accounts.renew(caller) : caller
    },
  }
}

const createDigest = (text: string): Buffer => hash('sha256', text, 'buffer')
