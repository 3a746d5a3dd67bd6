import { NodeError } from '@aw-flow/engine'
import { error, defined } from '@aw-flow/schema'
import type { AuthProvider, FetchLike, OAuthClientProvider } from '@modelcontextprotocol/client'
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import {
  bindTokens,
  createAuthorizationProvider,
  removeCredentials,
  type AuthorizationStore,
  type McpAuthorization,
  type RefreshLease,
} from './authorization-provider.ts'

/** Provides an authorization's stored tokens for one connection. */
export interface StoredTokenProvider extends AuthProvider {
  /** Waits for any refresh in progress. Once the old refresh token has been redeemed, the new one must be stored. */
  close(): Promise<void>
}

export interface StoredTokenProviderOptions {
  /** Name of the MCP server. */
  name: string
  redirectUrl: string
  /** Sends the token refresh requests. Must not be aborted together with the connection. */
  fetch: FetchLike
  /** Aborts waiting for another process's refresh. */
  signal: AbortSignal
  /** Time after which another process's lease expires if it is not renewed, in ms. */
  leaseMs?: number
}

type UnauthorizedContext = Parameters<NonNullable<AuthProvider['onUnauthorized']>>[0]

/** Interval between lease renewals, in ms. */
const renewIntervalMs = 2_000
const defaultLeaseMs = 10_000
/** Interval at which to check whether another process has refreshed the tokens, in ms. */
const pollIntervalMs = 50

/**
 * Creates a provider that uses stored tokens and refreshes them when they have expired. A refresh token can be used
 * only once, so only the process that holds a lease in the database refreshes the tokens. The other processes wait for
 * the new tokens.
 */
export function createStoredTokenProvider(
  store: AuthorizationStore,
  { name, redirectUrl, fetch, signal, leaseMs = defaultLeaseMs }: StoredTokenProviderOptions,
): StoredTokenProvider {
  const owner = randomUUID()
  const provider = createAuthorizationProvider(store, { name, redirectUrl })
  let sentToken: string | undefined
  let refreshPromise: Promise<void> | undefined

  /** Acquires the lease if `isFree` returns `true` for the current lease and the tokens have not been replaced. */
  const acquireLease = (isFree: (lease: RefreshLease | undefined) => boolean): Promise<boolean> =>
    store.update((authorization) => {
      const { tokens, refresh } = authorization
      if (tokens?.access_token !== sentToken || !isFree(refresh)) return undefined
      return { ...authorization, refresh: { owner, beat: 0 } }
    })
  const updateLease = (change: (authorization: McpAuthorization, lease: RefreshLease) => McpAuthorization) =>
    store.update((authorization) => {
      const { refresh } = authorization
      return refresh?.owner === owner ? change(authorization, refresh) : undefined
    })
  const renewLease = () =>
    updateLease((authorization, { beat }) => ({ ...authorization, refresh: { owner, beat: beat + 1 } }))
  const releaseLease = () =>
    updateLease((authorization) => {
      const { refresh: _, ...rest } = authorization
      return rest
    })

  const refreshTokens = async (refreshToken: string | undefined, context: UnauthorizedContext): Promise<void> => {
    const { auth, extractWWWAuthenticateParams } = await import('@modelcontextprotocol/client')
    const { resourceMetadataUrl, scope } = extractWWWAuthenticateParams(context.response)
    const renewTimer = setInterval(() => void renewLease().catch(() => undefined), renewIntervalMs)
    try {
      await auth(
        fenceTokens(provider, store, refreshToken),
        defined({ serverUrl: context.serverUrl, fetchFn: fetch, resourceMetadataUrl, scope }),
      )
    } finally {
      clearInterval(renewTimer)
      await releaseLease()
    }
  }
  const replaceTokens = async (context: UnauthorizedContext): Promise<void> => {
    let observation: { lease: RefreshLease; observedAt: number } | undefined
    for (;;) {
      const { tokens, refresh } = await store.read()
      if (!tokens) throw new NodeError('permanent', error('mcp.unauthorized', { name }))
      if (tokens.access_token !== sentToken) return
      if (refresh && !isSameLease(refresh, observation?.lease))
        observation = { lease: refresh, observedAt: performance.now() }
      const hasExpired = observation !== undefined && performance.now() - observation.observedAt > leaseMs
      const isFree = (lease: RefreshLease | undefined) =>
        !lease || (hasExpired && isSameLease(lease, observation?.lease))
      if (await acquireLease(isFree)) return refreshTokens(tokens.refresh_token, context)
      await delay(pollIntervalMs, undefined, { signal })
    }
  }
  return {
    async token() {
      const { tokens } = await store.read()
      sentToken = tokens?.access_token
      return sentToken
    },
    async onUnauthorized(context) {
      refreshPromise ??= replaceTokens(context).finally(() => (refreshPromise = undefined))
      await refreshPromise
    },
    async close() {
      await refreshPromise?.catch(() => undefined)
    },
  }
}

const isSameLease = (lease: RefreshLease, other: RefreshLease | undefined): boolean =>
  lease.owner === other?.owner && lease.beat === other.beat

/**
 * Wraps a provider so that it stores or removes tokens only while `refreshToken` is the stored refresh token. The
 * stored token differs if a user has authorized the server again, an administrator has deleted the server, or another
 * process has taken over the lease.
 */
function fenceTokens(
  provider: OAuthClientProvider,
  store: AuthorizationStore,
  refreshToken: string | undefined,
): OAuthClientProvider {
  const update = async (change: (authorization: McpAuthorization) => McpAuthorization): Promise<void> => {
    await store.update((authorization) => {
      const { tokens } = authorization
      return tokens && tokens.refresh_token === refreshToken ? change(authorization) : undefined
    })
  }
  return {
    ...provider,
    saveTokens: (tokens, context) =>
      update((authorization) => ({ ...authorization, tokens: bindTokens(tokens, context) })),
    invalidateCredentials: (scope) => update((authorization) => removeCredentials(authorization, scope)),
  }
}
