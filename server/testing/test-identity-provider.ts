import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import OpenIdProvider, { type ProviderContext } from 'oidc-provider'

/** A user of the provider. */
export interface TestIdentity {
  sub: string
  email?: string
  email_verified?: boolean
  name?: string
}

/** A provider of OpenID Connect on this computer, where one user is always signed in. */
export interface TestIdentityProvider {
  issuer: string
  /** The user who is signed in; `undefined`: the user declines. */
  identity: TestIdentity | undefined
  /** Follows the redirects of the provider, and returns the first address outside it. */
  visit(url: string): Promise<URL>
  close(): Promise<void>
}

/** Starts a provider with one client, whose redirect URL is `callback`. */
export async function startIdentityProvider(client: {
  id: string
  secret: string
  callback: string
}): Promise<TestIdentityProvider> {
  let provider: OpenIdProvider | undefined
  const server = createServer((request, response) => {
    if (!request.url?.startsWith('/interaction/')) return provider!.callback()(request, response)
    const accountId = result.identity?.sub
    const finished = accountId === undefined ? { error: 'access_denied' } : { login: { accountId } }
    provider!.interactionFinished(request, response, finished).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  provider = new OpenIdProvider(issuer, {
    clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [client.callback] }],
    cookies: { keys: ['key-of-the-test-provider'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600 },
    pkce: { required: () => true },
    findAccount: (_: unknown, id: string) => ({ accountId: id, claims: () => ({ ...result.identity, sub: id }) }),
    // The user has consented before.
    async loadExistingGrant({ oidc }: ProviderContext) {
      const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
  })
  const result: TestIdentityProvider = {
    issuer,
    identity: undefined,
    async visit(url) {
      const cookies = new Map<string, string>()
      let current = new URL(url)
      while (current.origin === issuer) {
        const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
        const response = await fetch(current, { redirect: 'manual', headers: { cookie } })
        for (const line of response.headers.getSetCookie()) {
          const [name = '', value = ''] = line.split(';')[0]!.split('=')
          cookies.set(name, value)
        }
        const location = response.headers.get('location')
        if (location === null)
          throw new Error(`The provider responded with ${response.status}: ${await response.text()}`)
        current = new URL(location, current)
      }
      return current
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return result
}
