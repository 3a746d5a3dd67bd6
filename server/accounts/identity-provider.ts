import { error } from '@aw-flow/schema'
import * as client from 'openid-client'
import { UnavailableError } from '../http/unavailable.ts'

/** Settings of an OpenID Connect provider. */
export interface IdentityProviderSettings {
  /** Shown on the button of the sign-in page. */
  name: string
  /** The issuer, from whose metadata all other URLs are read. */
  issuer: string
  clientId: string
  clientSecret: string
}

/** Values of a sign-in that the browser keeps until it returns from the provider. */
export interface ProviderFlow {
  state: string
  nonce: string
  verifier: string
  /** The path of the studio to return to. */
  returnTo: string
}

/** A person as the provider describes them. */
export interface ProviderIdentity {
  issuer: string
  subject: string
  /** Absent if the provider sends none. */
  email: string | undefined
  isEmailVerified: boolean
  name: string | undefined
}

/** An OpenID Connect provider. */
export interface IdentityProvider {
  name: string
  /**
   * Returns the URL where the user signs in, and the values for `finish`.
   *
   * @throws {UnavailableError} `account.provider-unavailable` if the metadata of the provider cannot be read.
   */
  start(returnTo: string): Promise<{ url: URL; flow: ProviderFlow }>
  /**
   * Returns the user who has returned from the provider; `undefined` if the response does not belong to the flow, the
   * user has declined, or the ID token is not valid.
   *
   * @param url The full URL of the callback.
   * @throws {UnavailableError} `account.provider-unavailable` if the provider does not respond.
   */
  finish(url: URL, flow: ProviderFlow): Promise<ProviderIdentity | undefined>
}

const timeoutSeconds = 10

/**
 * Creates the client of a provider: authorization code flow with PKCE, state and nonce (OpenID Connect Core 1.0,
 * RFC 7636).
 *
 * @param callback The URL of the callback, which must be registered with the provider.
 */
export function createIdentityProvider(
  { name, issuer, clientId, clientSecret }: IdentityProviderSettings,
  callback: string,
): IdentityProvider {
  let configuration: Promise<client.Configuration> | undefined
  const discover = (): Promise<client.Configuration> => {
    const server = new URL(issuer)
    const current = (configuration ??= client.discovery(server, clientId, clientSecret, undefined, {
      timeout: timeoutSeconds,
      // Providers for tests and development run on this computer. Other URLs need HTTPS.
      ...(server.protocol === 'http:' ? { execute: [client.allowInsecureRequests] } : {}),
    }))
    return current.catch((cause: unknown) => {
      if (configuration === current) configuration = undefined
      throw new UnavailableError(error('account.provider-unavailable', { name }), cause)
    })
  }
  return {
    name,
    async start(returnTo) {
      const provider = await discover()
      const flow: ProviderFlow = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
        returnTo,
      }
      const url = client.buildAuthorizationUrl(provider, {
        redirect_uri: callback,
        scope: 'openid email profile',
        state: flow.state,
        nonce: flow.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(flow.verifier),
        code_challenge_method: 'S256',
      })
      return { url, flow }
    },
    async finish(url, { state, nonce, verifier }) {
      const provider = await discover()
      try {
        const response = await client.authorizationCodeGrant(provider, url, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        })
        const claims = response.claims()
        if (!claims) return undefined
        // Some providers return the email address only from the UserInfo endpoint.
        const profile =
          typeof claims.email === 'string'
            ? claims
            : await client.fetchUserInfo(provider, response.access_token, claims.sub)
        return {
          issuer: claims.iss,
          subject: claims.sub,
          email: typeof profile.email === 'string' ? profile.email : undefined,
          isEmailVerified: profile.email_verified === true,
          name: typeof profile.name === 'string' ? profile.name : undefined,
        }
      } catch (cause) {
        if (isRejection(cause)) return undefined
        throw new UnavailableError(error('account.provider-unavailable', { name }), cause)
      }
    },
  }
}

/**
 * Returns whether the sign-in was rejected by the provider or by the checks of its response; false if a request failed.
 */
const isRejection = (cause: unknown): boolean =>
  cause instanceof client.AuthorizationResponseError ||
  cause instanceof client.ResponseBodyError ||
  (cause instanceof client.ClientError && cause.code !== 'OAUTH_TIMEOUT' && cause.code !== 'OAUTH_ABORT')
