import { error, failed, ok, type Result } from '@aw-flow/schema'
import type { HostTokenSettings } from '../security/host-tokens.ts'
import { isTrustedTransport } from './read-identity-provider.ts'

/**
 * Reads the settings for a host application's tokens from AW_HOST_JWKS, AW_HOST_AUDIENCE and AW_HOST_ISSUER. Returns
 * `undefined` if none of them is set.
 */
export function readHostTokenSettings(environment: NodeJS.ProcessEnv): Result<HostTokenSettings | undefined> {
  const readVariable = (name: string): string | undefined => environment[name]?.trim() || undefined
  const jwksUrl = readVariable('AW_HOST_JWKS')
  const audience = readVariable('AW_HOST_AUDIENCE')
  const issuer = readVariable('AW_HOST_ISSUER')
  if (jwksUrl === undefined) {
    const unusedName = audience !== undefined ? 'AW_HOST_AUDIENCE' : issuer !== undefined ? 'AW_HOST_ISSUER' : undefined
    return unusedName === undefined
      ? ok(undefined)
      : failed(error('environment.missing.host-jwks', { name: unusedName }))
  }
  if (!URL.canParse(jwksUrl) || !isTrustedTransport(new URL(jwksUrl)))
    return failed(error('environment.invalid.host-jwks', { value: jwksUrl }))
  if (audience === undefined) return failed(error('environment.missing.host-audience', {}))
  return ok({ jwksUrl, audience, issuer })
}
