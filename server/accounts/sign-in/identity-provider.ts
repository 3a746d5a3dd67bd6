import { error } from '@aw-flow/schema'
import * as client from 'openid-client'
import { UnavailableError } from '../../http/unavailable.ts'
import { emailSchema, fullNameSchema } from '../person-schemas.ts'

/** OpenID Connect provider settings. */
export interface IdentityProviderSettings {
  /** Display name, shown on the button on the sign-in page. */
  name: string
  /** Issuer URL. All other URLs are read from the issuer's metadata. */
  issuer: string
  clientId: string
  clientSecret: string
}

/** State of a sign-in in progress, stored by the browser until the provider redirects back. */
export interface ProviderFlow {
  state: string
  nonce: string
  verifier: string
  /** Path in the studio to open after signing in. */
  returnTo: string
}

/** A user's identity as reported by the provider. */
export interface ProviderIdentity {
  issuer: string
  subject: string
  /** `undefined` if the provider does not send a valid email address. */
  email: string | undefined
  isEmailVerified: boolean
  name: string | undefined
}

const requestTimeoutSeconds = 10
/** User IDs of providers (OpenID Connect Core 1.0, section 2): at most 255 ASCII characters. */
const subjectPattern = /^[\x20-\x7e]{1,255}$/

/**
 * Creates the client for a provider. It uses the authorization code flow with PKCE, state and nonce (OpenID Connect
 * Core 1.0, RFC 7636), and verifies the signature of the ID token with the provider's keys.
 *
 * @param callbackUrl The callback URL, which must be registered with the provider.
 */
export function createIdentityProvider(
  { name, issuer, clientId, clientSecret }: IdentityProviderSettings,
  callbackUrl: string,
) {
  let configuration: Promise<client.Configuration> | undefined
  const discover = (): Promise<client.Configuration> => {
    const server = new URL(issuer)
    const current = (configuration ??= client.discovery(server, clientId, clientSecret, undefined, {
      timeout: requestTimeoutSeconds,
      execute: [
        client.enableNonRepudiationChecks,
        // Plain HTTP is allowed only because test and development providers run on this computer. Other URLs need HTTPS.
        ...(server.protocol === 'http:' ? [client.allowInsecureRequests] : []),
      ],
    }))
    return current.catch((cause: unknown) => {
      if (configuration === current) configuration = undefined
      throw new UnavailableError(error('account.provider-unavailable', { name }), cause)
    })
  }
  return {
    name,
    /**
     * Starts a sign-in. Returns the provider URL to redirect to, and the state to pass to `finish`.
     *
     * @throws {UnavailableError} `account.provider-unavailable` if the provider's metadata cannot be read.
     */
    async start(returnTo: string): Promise<{ url: URL; flow: ProviderFlow }> {
      const provider = await discover()
      const flow: ProviderFlow = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
        returnTo,
      }
      const url = client.buildAuthorizationUrl(provider, {
        redirect_uri: callbackUrl,
        scope: 'openid email profile',
        state: flow.state,
        nonce: flow.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(flow.verifier),
        code_challenge_method: 'S256',
      })
      return { url, flow }
    },
    /**
     * Completes a sign-in after the provider has redirected back. Returns `undefined` if the response does not belong to
     * the flow, the user declined, or the ID token is invalid.
     *
     * @param url The full callback URL, including its query.
     * @throws {UnavailableError} `account.provider-unavailable` if the provider does not respond.
     */
    async finish(url: URL, { state, nonce, verifier }: ProviderFlow): Promise<ProviderIdentity | undefined> {
      const provider = await discover()
      try {
        const response = await client.authorizationCodeGrant(provider, url, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        })
        const claims = response.claims()
        if (!claims || !subjectPattern.test(claims.sub)) return undefined
        // Some providers return the email address only from the UserInfo endpoint.
        const profile =
          typeof claims.email === 'string'
            ? claims
            : await client.fetchUserInfo(provider, response.access_token, claims.sub)
        return {
          issuer: claims.iss,
          subject: claims.sub,
          email: emailSchema.safeParse(profile.email).data,
          isEmailVerified: profile.email_verified === true,
          name: fullNameSchema.safeParse(profile.name).data,
        }
      } catch (cause) {
        if (isRejection(cause)) return undefined
        throw new UnavailableError(error('account.provider-unavailable', { name }), cause)
      }
    },
  }
}

/**
 * Returns whether the provider rejected the sign-in or its response failed validation. Returns `false` if a request
 * failed, for example because of a timeout.
 */
const isRejection = (cause: unknown): boolean =>
  cause instanceof client.AuthorizationResponseError ||
  cause instanceof client.ResponseBodyError ||
  (cause instanceof client.ClientError && cause.code !== 'OAUTH_TIMEOUT' && cause.code !== 'OAUTH_ABORT')
