import { importJWK, jwtVerify, SignJWT, type JWK, type JWTPayload } from 'jose'
import { randomBytes } from 'node:crypto'

/** Lifetime of an access token in seconds. */
export const accessSeconds = 15 * 60

/** Lifetime of a refresh token, after which an unused session ends, in seconds. */
export const refreshSeconds = 7 * 24 * 60 * 60

/** Maximum number of cached access tokens, whose signatures are not verified again. */
const maxVerifiedTokens = 10_000

/** Claims of an access token. */
export interface AccessClaims {
  user: string
  session: string
}

/** Claims of a refresh token. `id` is the secret that changes with each refresh. */
export interface RefreshClaims extends AccessClaims {
  id: string
}

/** Signs and verifies tokens (EdDSA), without the database. */
export interface AccountTokens {
  issueAccess(claims: AccessClaims & { email: string }): Promise<string>
  issueRefresh(claims: RefreshClaims): Promise<string>
  /** Returns the claims of a valid access token. */
  readAccess(token: string): Promise<AccessClaims | undefined>
  readRefresh(token: string): Promise<RefreshClaims | undefined>
}

const algorithm = 'EdDSA'

export async function createAccountTokens(signingKey: JWK, now: () => number): Promise<AccountTokens> {
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
  const verify = async (token: string, type: string): Promise<JWTPayload | undefined> => {
    try {
      const options = { algorithms: [algorithm], currentDate: new Date(now()), requiredClaims: ['exp', 'sub', 'jti'] }
      const { payload } = await jwtVerify(token, publicKey, options)
      return payload.type === type && typeof payload.sid === 'string' ? payload : undefined
    } catch {
      return undefined
    }
  }
  return {
    issueAccess: ({ user, session, email }) =>
      sign({ sub: user, sid: session, email, type: 'access', jti: createRandomId() }, accessSeconds),
    issueRefresh: ({ user, session, id }) =>
      sign({ sub: user, sid: session, type: 'refresh', jti: id }, refreshSeconds),
    async readAccess(token) {
      const verified = verifiedTokens.get(token)
      if (verified && verified.expiresAt > now()) return verified.claims
      verifiedTokens.delete(token)
      const payload = await verify(token, 'access')
      if (!payload) return undefined
      const claims = { user: payload.sub!, session: payload.sid as string }
      verifiedTokens.set(token, { claims, expiresAt: payload.exp! * 1000 })
      if (verifiedTokens.size > maxVerifiedTokens) verifiedTokens.delete(verifiedTokens.keys().next().value!)
      return claims
    },
    async readRefresh(token) {
      const payload = await verify(token, 'refresh')
      return payload && { user: payload.sub!, session: payload.sid as string, id: payload.jti! }
    },
  }
}

/** Returns a random string that cannot be guessed. */
export const createRandomId = (): string => randomBytes(24).toString('base64url')
