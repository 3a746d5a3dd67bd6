import { error, defined } from '@aw-flow/schema'
import type { JWTPayload } from 'jose'
import { UnavailableError } from '../http/unavailable.ts'
import type { Caller } from './caller.ts'
import { isRole, rolePermissions, roles } from './roles.ts'

/** Settings for tokens issued by an application that embeds the editor and manages its own users. */
export interface HostTokenSettings {
  /** URL of the application's JSON Web Key Set. */
  jwksUrl: string
  /** The value that the `aud` claim of each token must contain. */
  audience: string
  /** The required value of the `iss` claim. If absent, any issuer is accepted. */
  issuer?: string | undefined
}

/**
 * Identifies an application's users by its JSON Web Tokens. Nothing is stored about them, because the application
 * manages them. An unknown workspace is not created, because the claim may contain a typing error.
 */
export type HostTokenVerifier = ReturnType<typeof createHostTokenVerifier>

const idPrefix = 'host:'

/** Returns whether a caller ID belongs to a user of the host application. */
export const isHostUser = (id: string): boolean => id.startsWith(idPrefix)

/** How long a verified token is cached, in ms. A deleted workspace is detected within this time. */
const cacheLifetimeMs = 30_000
const maxCachedTokens = 10_000

/** Checks the `sub` claim, which identifies the user. PostgreSQL cannot store the character U+0000. */
const isValidSubject = (sub: unknown): sub is string =>
  typeof sub === 'string' && sub.trim() !== '' && sub.length <= maxSubjectLength && !hasControlCharacter(sub)
const maxSubjectLength = 500
const hasControlCharacter = (text: string): boolean => /[\u0000-\u001f\u007f]/u.test(text)

/** Only asymmetric algorithms. With HS256, anyone who knows the public key could sign tokens. */
const algorithms = ['EdDSA', 'ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512', 'RS256', 'RS384', 'RS512']

/**
 * Creates a verifier for JSON Web Tokens (RFC 7519) that a host application signs. The claims `exp`, `aud`, `sub`,
 * `workspace` and `role` are required; `email`, if present, is used as the user's name. Keys are fetched from the
 * application's key set (RFC 7517) when they are first needed. If a token refers to an unknown key, they are fetched
 * again, at most every 30 seconds.
 *
 * @param isWorkspace Returns whether a workspace exists.
 * @example
 * const tokens = createHostTokenVerifier({ jwksUrl: 'https://app.example.com/jwks.json', audience: 'aw' }, isWorkspace)
 * await tokens.identify(token) // { kind: 'host-user', name: 'ada@example.com', workspace: 'sales', … }
 */
export function createHostTokenVerifier(
  { jwksUrl, audience, issuer }: HostTokenSettings,
  isWorkspace: (name: string) => Promise<boolean>,
  now: () => number = Date.now,
) {
  // Loaded when the first token arrives, because most servers have no host application.
  const loadKeys = async () => {
    const jose = await import('jose')
    return { ...jose, keys: jose.createRemoteJWKSet(new URL(jwksUrl)) }
  }
  let joseAndKeys: ReturnType<typeof loadKeys> | undefined
  const verify = async (token: string): Promise<JWTPayload | undefined> => {
    const { jwtVerify, errors, keys } = await (joseAndKeys ??= loadKeys())
    /** Returns whether the error means that the token is invalid, as opposed to the keys being unavailable. */
    const isTokenError = (cause: unknown): boolean =>
      cause instanceof errors.JOSEError &&
      !(cause instanceof errors.JWKSTimeout) &&
      !(cause instanceof errors.JWKSInvalid) &&
      cause.code !== errors.JOSEError.code
    try {
      const { payload } = await jwtVerify(
        token,
        keys,
        defined({
          algorithms,
          audience,
          issuer,
          currentDate: new Date(now()),
          requiredClaims: ['exp', 'sub', 'workspace', 'role'],
        }),
      )
      return isValidSubject(payload.sub) ? payload : undefined
    } catch (cause) {
      if (isTokenError(cause)) return undefined
      throw new UnavailableError(error('host-keys.unavailable', { url: jwksUrl }), cause)
    }
  }
  const toCaller = async ({ sub = '', email, workspace, role, exp = 0 }: JWTPayload): Promise<Caller> => {
    const user = {
      id: `${idPrefix}${sub}`,
      kind: 'host-user' as const,
      name: typeof email === 'string' && email !== '' && !hasControlCharacter(email) ? email : sub,
      workspace: String(workspace),
      expiresAt: exp * 1000,
    }
    if (typeof workspace !== 'string' || !(await isWorkspace(workspace)))
      return { ...user, permissions: new Set(), problem: error('caller.workspace', { workspace: String(workspace) }) }
    if (typeof role !== 'string' || !isRole(role))
      return { ...user, permissions: new Set(), problem: error('caller.role', { role: String(role), roles }) }
    return { ...user, permissions: new Set(rolePermissions[role]) }
  }
  const cache = new Map<string, { caller: Caller; expiresAt: number }>()
  return {
    /**
     * Returns the user that a token identifies, or `undefined` if the token is not valid. If the token's workspace or
     * role does not exist, the user has no permissions, and `problem` states which of them is unknown.
     *
     * @throws {UnavailableError} `host-keys.unavailable` if the application's keys cannot be fetched.
     */
    async identify(token: string): Promise<Caller | undefined> {
      const cachedEntry = cache.get(token)
      if (cachedEntry && cachedEntry.expiresAt > now()) return cachedEntry.caller
      cache.delete(token)
      // Tokens of other kinds, such as API keys, must not trigger a request to the application.
      if (token.split('.').length !== 3) return undefined
      const payload = await verify(token)
      if (!payload) return undefined
      const caller = await toCaller(payload)
      if (!caller.problem) {
        cache.set(token, { caller, expiresAt: Math.min(caller.expiresAt ?? 0, now() + cacheLifetimeMs) })
        if (cache.size > maxCachedTokens) cache.delete(cache.keys().next().value!)
      }
      return caller
    },
  }
}
