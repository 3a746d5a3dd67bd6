import { error, failed, ok, type Result } from '@aw-flow/schema'
import type { IdentityProviderSettings } from '../accounts/sign-in/identity-provider.ts'

const requiredVariables = ['AW_OIDC_ISSUER', 'AW_OIDC_CLIENT_ID', 'AW_OIDC_CLIENT_SECRET'] as const

/**
 * Reads the OpenID Connect settings from AW_OIDC_ISSUER, AW_OIDC_CLIENT_ID, AW_OIDC_CLIENT_SECRET and AW_OIDC_NAME
 * (default: the issuer's host name). Returns `undefined` if none of them is configured. Problems do not include the
 * secret.
 *
 * @param hasUrl Whether AW_URL is set, which is needed to build the callback URL.
 */
export function readIdentityProviderSettings(
  environment: NodeJS.ProcessEnv,
  hasUrl: boolean,
): Result<IdentityProviderSettings | undefined> {
  const readVariable = (name: string): string | undefined => environment[name]?.trim() || undefined
  const values = requiredVariables.map(readVariable)
  const name = readVariable('AW_OIDC_NAME')
  if (values.every((value) => value === undefined)) return ok(undefined)
  const missingIndex = values.indexOf(undefined)
  if (missingIndex >= 0) return failed(error('environment.missing.oidc', { name: requiredVariables[missingIndex]! }))
  const [issuer = '', clientId = '', clientSecret = ''] = values
  if (!URL.canParse(issuer) || !isTrustedTransport(new URL(issuer)))
    return failed(error('environment.invalid.oidc-issuer', { value: issuer }))
  if (!hasUrl) return failed(error('environment.missing.oidc', { name: 'AW_URL' }))
  return ok({ name: name ?? new URL(issuer).hostname, issuer, clientId, clientSecret })
}

/**
 * Returns whether responses from the URL are protected from tampering on the network, by HTTPS or because the address
 * is a loopback address.
 */
export const isTrustedTransport = ({ protocol, hostname }: URL): boolean =>
  protocol === 'https:' || (protocol === 'http:' && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname))
