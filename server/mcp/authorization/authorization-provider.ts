import { NodeError } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import type {
  OAuthClientInformationContext,
  OAuthClientProvider,
  OAuthDiscoveryState,
  StoredOAuthClientInformation,
  StoredOAuthTokens,
} from '@modelcontextprotocol/client'
import { randomBytes } from 'node:crypto'

/** The authorization of a workspace for an MCP server. */
export interface McpAuthorization {
  /** Registrations of this client by the issuer of the authorization server. */
  clients?: Readonly<Record<string, StoredOAuthClientInformation>>
  /** Tokens, with the issuer that they are bound to. */
  tokens?: StoredOAuthTokens
  /** The authorization that a user has started. */
  pending?: PendingAuthorization
  /** The lease of the process that refreshes the tokens. */
  refresh?: RefreshLease
}

/** A lease without a timestamp, because the clocks of servers differ. It has expired if `beat` stays unchanged for a while. */
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

/** Storage of the authorization for one MCP server. Its contents are secret. */
export interface AuthorizationStore {
  read(): Promise<McpAuthorization>
  /**
   * Changes the authorization in one step. `change` is called again if another process has changed it in the meantime.
   *
   * @returns False if `change` has returned `undefined`, which changes nothing.
   */
  update(change: (authorization: McpAuthorization) => McpAuthorization | undefined): Promise<boolean>
}

export interface AuthorizationProviderOptions {
  /** The name of the MCP server. */
  name: string
  /** The URL to which the authorization server redirects the user. */
  redirectUrl: string
  /** URL of this client's metadata, which an authorization server can read instead of a registration. */
  clientMetadataUrl?: string | undefined
  /** Receives the URL where a person authorizes this client. Without it, only stored tokens are used. */
  onRedirect?: (url: URL) => void
}

/** The metadata of this client for authorization servers. It has no client secret, so it uses PKCE for each code. */
export const createClientMetadata = (redirectUrl: string) => ({
  client_name: 'aw',
  redirect_uris: [redirectUrl],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  token_endpoint_auth_method: 'none',
})

/**
 * Creates the OAuth provider of an MCP client. Registrations are stored by issuer, so that the registration with one
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
    ...(clientMetadataUrl === undefined ? {} : { clientMetadataUrl }),
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

/** Returns tokens with the issuer that they are bound to. */
export const bindTokens = (
  tokens: StoredOAuthTokens,
  context: OAuthClientInformationContext | undefined,
): StoredOAuthTokens => ({ ...tokens, ...(context ? { issuer: context.issuer } : {}) })

/** Parts of an authorization that are no longer valid. */
type CredentialScope = Parameters<NonNullable<OAuthClientProvider['invalidateCredentials']>>[0]

/** Returns an authorization without credentials that are no longer valid. */
export function removeCredentials(
  { clients, tokens, pending, refresh }: McpAuthorization,
  scope: CredentialScope,
): McpAuthorization {
  return {
    ...(clients && scope !== 'all' && scope !== 'client' ? { clients } : {}),
    ...(tokens && scope !== 'all' && scope !== 'tokens' ? { tokens } : {}),
    ...(pending && scope !== 'all' && scope !== 'verifier' && scope !== 'discovery' ? { pending } : {}),
    ...(refresh ? { refresh } : {}),
  }
}
