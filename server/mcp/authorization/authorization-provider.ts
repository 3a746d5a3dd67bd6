import { NodeError } from '@aw-flow/engine'
import { error, defined } from '@aw-flow/schema'
import type {
  OAuthClientInformationContext,
  OAuthClientProvider,
  OAuthDiscoveryState,
  StoredOAuthClientInformation,
  StoredOAuthTokens,
} from '@modelcontextprotocol/client'
import { randomBytes } from 'node:crypto'

/** A workspace's authorization for an MCP server. */
export interface McpAuthorization {
  /** This client's registrations, keyed by the authorization server's issuer. */
  clients?: Readonly<Record<string, StoredOAuthClientInformation>>
  /** Tokens and the issuer that they are bound to. */
  tokens?: StoredOAuthTokens
  /** Authorization that a user has started but not completed. */
  pending?: PendingAuthorization
  /** Lease held by the process that is refreshing the tokens. */
  refresh?: RefreshLease
}

/**
 * A lease based on a counter instead of timestamps, because the servers' clocks may differ. It has expired if `beat`
 * has not changed for a while.
 */
export interface RefreshLease {
  owner: string
  beat: number
}

interface PendingAuthorization {
  state: string
  redirectUrl: string
  verifier: string
  discovery?: OAuthDiscoveryState
}

/** Stores the authorization for one MCP server. The contents are secret. */
export interface AuthorizationStore {
  read(): Promise<McpAuthorization>
  /**
   * Atomically updates the authorization. `change` is called again if another process has made a change in the
   * meantime.
   *
   * @returns `false` if `change` returned `undefined`, in which case nothing is changed.
   */
  update(change: (authorization: McpAuthorization) => McpAuthorization | undefined): Promise<boolean>
}

export interface AuthorizationProviderOptions {
  /** Name of the MCP server. */
  name: string
  /** URL to which the authorization server redirects the user. */
  redirectUrl: string
  /** URL of this client's metadata. Authorization servers can read it instead of requiring a registration. */
  clientMetadataUrl?: string | undefined
  /** Called with the URL where the user can authorize this client. If absent, only stored tokens are used. */
  onRedirect?: (url: URL) => void
}

/**
 * Creates this client's metadata for authorization servers. The client does not have a secret, so it always uses PKCE.
 */
export const createClientMetadata = (redirectUrl: string) => ({
  client_name: 'aw',
  redirect_uris: [redirectUrl],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  token_endpoint_auth_method: 'none',
})

/**
 * Creates the OAuth provider for an MCP client. Registrations are stored per issuer, so that a registration with one
 * authorization server is never sent to another.
 */
export function createAuthorizationProvider(
  store: AuthorizationStore,
  { name, redirectUrl, clientMetadataUrl, onRedirect }: AuthorizationProviderOptions,
): OAuthClientProvider {
  const update = async (change: (authorization: McpAuthorization) => McpAuthorization): Promise<void> => {
    await store.update(change)
  }
  const updatePending = (change: Partial<PendingAuthorization>): Promise<void> =>
    update((authorization) => {
      const { pending = { state: '', redirectUrl, verifier: '' } } = authorization
      return { ...authorization, pending: { ...pending, ...change } }
    })
  return {
    redirectUrl,
    ...defined({ clientMetadataUrl }),
    clientMetadata: createClientMetadata(redirectUrl),
    async state() {
      const state = randomBytes(24).toString('base64url')
      await updatePending({ state, redirectUrl })
      return state
    },
    async clientInformation(context) {
      const { clients = {} } = await store.read()
      const issuer = context?.issuer ?? ''
      return Object.hasOwn(clients, issuer) ? clients[issuer] : undefined
    },
    saveClientInformation: (information, context) =>
      update((authorization) => ({
        ...authorization,
        clients: { ...authorization.clients, [context?.issuer ?? '']: information },
      })),
    async tokens(context) {
      const { tokens } = await store.read()
      return context === undefined || tokens?.issuer === context.issuer ? tokens : undefined
    },
    saveTokens: (tokens, context) =>
      update((authorization) => ({ ...authorization, tokens: bindTokens(tokens, context) })),
    redirectToAuthorization(url) {
      if (!onRedirect) throw new NodeError('permanent', error('mcp.unauthorized', { name }))
      onRedirect(url)
    },
    saveCodeVerifier: (verifier) => updatePending({ verifier }),
    async codeVerifier() {
      const { pending } = await store.read()
      if (!pending) throw new Error('No authorization has been started.')
      return pending.verifier
    },
    saveDiscoveryState: (discovery) => updatePending({ discovery }),
    async discoveryState() {
      const { pending } = await store.read()
      return pending?.discovery
    },
    invalidateCredentials: (scope) => update((authorization) => removeCredentials(authorization, scope)),
  }
}

/** Adds the issuer that the tokens are bound to. */
export const bindTokens = (
  tokens: StoredOAuthTokens,
  context: OAuthClientInformationContext | undefined,
): StoredOAuthTokens => ({ ...tokens, ...(context ? { issuer: context.issuer } : {}) })

/** Parts of an authorization that are no longer valid, such as `tokens`. */
type CredentialScope = Parameters<NonNullable<OAuthClientProvider['invalidateCredentials']>>[0]

/** Removes the credentials that are no longer valid from an authorization. */
export function removeCredentials(
  { clients, tokens, pending, refresh }: McpAuthorization,
  scope: CredentialScope,
): McpAuthorization {
  return {
    ...(clients && scope !== 'all' && scope !== 'client' ? { clients } : {}),
    ...(tokens && scope !== 'all' && scope !== 'tokens' ? { tokens } : {}),
    ...(pending && scope !== 'all' && scope !== 'verifier' && scope !== 'discovery' ? { pending } : {}),
    ...defined({ refresh }),
  }
}
