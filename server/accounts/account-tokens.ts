import { importJWK, jwtVerify, SignJWT, type JWK, type JWTPayload } from 'jose'
import { randomBytes } from 'node:crypto'

/** Access token lifetime, in seconds. */
export const accessTokenLifetimeSeconds = 15 * 60

/** Refresh token lifetime, in seconds. A session that is not refreshed within this time ends. */
export const refreshTokenLifetimeSeconds = 7 * 24 * 60 * 60

const lifetimesSeconds = { access: accessTokenLifetimeSeconds, refresh: refreshTokenLifetimeSeconds } as const

/** Maximum number of verified access tokens to cache. Signatures of cached tokens are not verified again. */
const maxVerifiedTokens = 10_000

/** Claims of an access token. */
export interface AccessClaims {
  user: string
  session: string
}

/** Claims of a refresh token. `id` is a secret that is replaced on each refresh. */
export interface RefreshClaims extends AccessClaims {
  id: string
}

/** Signs and verifies EdDSA tokens without accessing the database. */
export type AccountTokens = Awaited<ReturnType<typeof createAccountTokens>>

const algorithm = 'EdDSA'

export async function createAccountTokens(signingKey: JWK, now: () => number) {
  const privateKey = await importJWK(signingKey, algorithm)
  const { d: _secret, ...publicJwk } = signingKey
  const publicKey = await importJWK(publicJwk, algorithm)
  const verifiedTokens = new Map<string, { claims: AccessClaims; expiresAt: number }>()

  const sign = (claims: JWTPayload, seconds: number): Promise<string> => {
    const issuedAt = Math.floor(now() / 1000)
    return new SignJWT(claims)
      .setProtectedHeader({ alg: algorithm, typ: 'JWT' })
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + seconds)
      .sign(privateKey)
  }
  /** An expiry later than twice the lifetime was signed while the clock was ahead. */
  const isValidUntil = (expiresAt: number, lifetimeSeconds: number): boolean =>
    expiresAt > now() && expiresAt <= now() + 2000 * lifetimeSeconds
  const verify = async (token: string, type: 'access' | 'refresh'): Promise<JWTPayload | undefined> => {
    try {
      const options = { algorithms: [algorithm], currentDate: new Date(now()), requiredClaims: ['exp', 'sub', 'jti'] }
      const { payload } = await jwtVerify(token, publicKey, options)
      const isValid = isValidUntil(payload.exp! * 1000, lifetimesSeconds[type])
      return isValid && payload.type === type && typeof payload.sid === 'string' ? payload : undefined
    } catch {
      return undefined
    }
  }
  return {
    issueAccessToken: ({ user, session, email }: AccessClaims & { email: string }): Promise<string> =>
      sign({ sub: user, sid: session, email, type: 'access', jti: createRandomId() }, accessTokenLifetimeSeconds),
    issueRefreshToken: ({ user, session, id }: RefreshClaims): Promise<string> =>
      sign({ sub: user, sid: session, type: 'refresh', jti: id }, refreshTokenLifetimeSeconds),
    /** Verifies an access token and returns its claims, or `undefined` if the token is invalid or expired. */
    async verifyAccessToken(token: string): Promise<AccessClaims | undefined> {
      const cachedToken = verifiedTokens.get(token)
      if (cachedToken && isValidUntil(cachedToken.expiresAt, accessTokenLifetimeSeconds)) return cachedToken.claims
      verifiedTokens.delete(token)
      const payload = await verify(token, 'access')
      if (!payload) return undefined
      const claims = { user: payload.sub!, session: payload.sid as string }
      verifiedTokens.set(token, { claims, expiresAt: payload.exp! * 1000 })
      if (verifiedTokens.size > maxVerifiedTokens) verifiedTokens.delete(verifiedTokens.keys().next().value!)
      return claims
    },
    async verifyRefreshToken(token: string): Promise<RefreshClaims | undefined> {
      const payload = await verify(token, 'refresh')
      return payload && { user: payload.sub!, session: payload.sid as string, id: payload.jti! }
    },
  }
}

/** Returns an unguessable random string (192 bits, base64url). */
export const createRandomId = (): string => randomBytes(24).toString('base64url')
