import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey, type JWTPayload } from 'jose'
import { beforeEach, describe, expect, test } from 'vitest'
import { openTestApp } from '../../testing/test-app.ts'
import { openTestService } from '../../testing/test-resources.ts'

const studio = 'http://localhost:3000'
const clientSecret = 'secret-of-the-client-with-32-bytes'
let issuer: string
let time = Date.UTC(2026, 10, 26)
/** Keys of the provider, of which the second one is published without an id, and a key of an attacker. */
let keys: { own: CryptoKey; other: CryptoKey; foreign: CryptoKey; published: object[] }

/** Changes of the usual response of the provider. */
interface Response {
  createToken?: (claims: JWTPayload) => Promise<string> | string
  claims?: Record<string, unknown>
  /** Fields of the token response. */
  fields?: Record<string, unknown>
  userInfo?: Record<string, unknown>
  /** Changes the query of the callback. */
  returnWith?: (query: URLSearchParams) => void
}
let response: Response
let nonce: string

const signWith =
  (key: CryptoKey, header: object = {}) =>
  (claims: JWTPayload) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'own', ...header }).sign(key)
const signWithText = (secret: string) => (claims: JWTPayload) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'own' }).sign(new TextEncoder().encode(secret))

async function respond(path: string): Promise<object | undefined> {
  if (path === '/.well-known/openid-configuration')
    return {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/userinfo`,
      jwks_uri: `${issuer}/keys`,
      authorization_response_iss_parameter_supported: true,
      id_token_signing_alg_values_supported: ['RS256'],
    }
  if (path === '/keys') return { keys: keys.published }
  if (path === '/userinfo') return response.userInfo
  if (path !== '/token') return undefined
  const now = Math.floor(Date.now() / 1000)
  const claims = {
    iss: issuer,
    aud: 'aw',
    sub: 'user-1',
    iat: now,
    exp: now + 300,
    nonce,
    email: 'ada@example.com',
    email_verified: true,
    ...response.claims,
  }
  const token = await (response.createToken ?? signWith(keys.own))(JSON.parse(JSON.stringify(claims)) as JWTPayload)
  return { access_token: 'access', token_type: 'bearer', id_token: token, ...response.fields }
}

const provider = openTestService((request, answer) => {
  const { pathname } = new URL(request.url!, 'http://provider')
  void respond(pathname).then((body) =>
    answer.writeHead(body ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? {})),
  )
})
const { server } = openTestApp(async () => {
  const [own, other, foreign] = await Promise.all(
    ['own', 'other', 'foreign'].map(() => generateKeyPair('RS256', { extractable: true })),
  )
  const published = [{ ...(await exportJWK(own!.publicKey)), kid: 'own', alg: 'RS256', use: 'sig' }]
  keys = { own: own!.privateKey, other: other!.privateKey, foreign: foreign!.privateKey, published }
  issuer = provider.origin
  const identityProvider = { name: 'Example', issuer, clientId: 'aw', clientSecret }
  return {
    accounts: { url: studio, signUp: 'open', identityProvider, now: () => time },
  }
})
/** Limits of attempts of one test do not affect the next one. */
beforeEach(() => (time += 86_400_000))

/** Signs in with the response of the provider. Returns the problem, or `undefined` if a session started. */
async function attempt(next: Response): Promise<string | undefined> {
  response = next
  const started = await server.ask('/api/v1/auth/oidc/start?return_to=/workflows')
  const address = new URL(started.headers.get('location')!)
  nonce = address.searchParams.get('nonce')!
  const query = new URLSearchParams({ code: 'code', state: address.searchParams.get('state')!, iss: issuer })
  response.returnWith?.(query)
  const cookie = started.headers.getSetCookie().map((line) => line.split(';')[0]!)
  const finished = await server.ask(`/api/v1/auth/oidc/callback?${query}`, { headers: { cookie: cookie.join('; ') } })
  const location = new URL(finished.headers.get('location')!)
  const hasSession = finished.headers.getSetCookie().some((line) => line.startsWith('aw_session_3000='))
  expect([finished.status, location.origin, hasSession]).toEqual([302, studio, location.pathname === '/workflows'])
  return location.searchParams.get('sign-in') ?? undefined
}

describe('a sign-in with an identity provider', () => {
  test('succeeds with a token that the provider has signed for this client and request', async () => {
    expect(await attempt({})).toBeUndefined()
  })

  const hourAgo = Math.floor(Date.now() / 1000) - 3_600
  test.each<[string, Response]>([
    ['for another request', { claims: { nonce: 'another nonce' } }],
    ['without a nonce', { claims: { nonce: undefined } }],
    ['for another client', { claims: { aud: 'another client' } }],
    ['for several clients, of which another one is authorized', { claims: { aud: ['aw', 'another'], azp: 'another' } }],
    ['of another issuer', { claims: { iss: 'https://evil.example' } }],
    ['that has expired', { claims: { exp: hourAgo } }],
    ['without an end', { claims: { exp: undefined } }],
    ['that is not yet valid', { claims: { nbf: hourAgo + 86_400 } }],
    ['without a user', { claims: { sub: undefined } }],
    ['whose user is not text', { claims: { sub: { toString: null } } }],
    ['that is not signed', { createToken: (claims) => new UnsecuredJWT(claims).encode() }],
    ['that is signed with the secret of the client', { createToken: signWithText(clientSecret) }],
    [
      'that is signed with the public key as a secret',
      { createToken: (claims) => signWithText(JSON.stringify(keys.published[0]))(claims) },
    ],
    ['that another key has signed', { createToken: (claims) => signWith(keys.foreign)(claims) }],
    [
      'with its key in the header',
      {
        createToken: async (claims) => signWith(keys.foreign, { jwk: await exportJWK(keys.other) })(claims),
      },
    ],
    [
      'with the address of its keys in the header',
      {
        createToken: (claims) => signWith(keys.foreign, { jku: `${issuer}/foreign-keys`, kid: 'foreign' })(claims),
      },
    ],
    [
      'with a path as the id of its key',
      {
        createToken: (claims) => signWith(keys.foreign, { kid: '../../dev/null' })(claims),
      },
    ],
    [
      'that was changed after it was signed',
      {
        createToken: async (claims) => {
          const [header, , signature] = (await signWith(keys.own)(claims)).split('.')
          const payload = Buffer.from(JSON.stringify({ ...claims, email: 'eve@example.com' })).toString('base64url')
          return `${header}.${payload}.${signature}`
        },
      },
    ],
    [
      'without a signature',
      { createToken: async (claims) => (await signWith(keys.own)(claims)).replace(/[^.]*$/, '') },
    ],
    ['that is missing', { fields: { id_token: undefined } }],
    ['that is not a token', { fields: { id_token: 'a.b.c' } }],
    [
      'of another user than their profile',
      { claims: { email: undefined }, userInfo: { sub: 'user-2', email: 'a@b.example', email_verified: true } },
    ],
  ])('is refused with a token %s', async (_, next) => expect(await attempt(next)).toBe('account.provider-failed'))

  test.each<[string, (query: URLSearchParams) => void]>([
    ['with another state', (query) => query.set('state', 'another')],
    ['without a state', (query) => query.delete('state')],
    ['with two states', (query) => query.append('state', 'another')],
    ['from another provider', (query) => query.set('iss', 'https://evil.example')],
    ['without its provider', (query) => query.delete('iss')],
    ['without a code', (query) => query.delete('code')],
    ['with NUL after the state', (query) => query.set('state', `${query.get('state')}\0`)],
    ['with the state of another case', (query) => query.set('state', query.get('state')!.toUpperCase())],
    ['with a list as the state', (query) => (query.set('state[]', query.get('state')!), query.delete('state'))],
    ['with a response in a token', (query) => query.set('response', 'a.b.c')],
    ['with two codes', (query) => query.append('code', 'another')],
    ['with an error', (query) => query.set('error', '"><script>alert(1)</script>')],
    [
      'with an ID token in place of a code',
      (query) => {
        query.delete('code')
        query.set('id_token', 'a.b.c')
      },
    ],
  ])('is refused if the browser returns %s', async (_, returnWith) =>
    expect(await attempt({ returnWith })).toBe('account.provider-failed'),
  )

  test.each([false, 'true', 1, null, undefined])('is refused if the address is verified by %j', async (isVerified) => {
    const claims = { sub: 'user-unverified', email: 'eve@example.com', email_verified: isVerified }
    expect(await attempt({ claims })).toBe('account.provider-email')
  })

  test.each(['no address', 'a@b.example\nBcc: c@d.example', 'a\u0000@b.example', '', 1, ['a@b.example']])(
    'is refused if the address is %j',
    async (email) => {
      const claims = { sub: `address ${String(email).length}`, email }
      const userInfo = { ...claims, email_verified: true }
      expect(await attempt({ claims, userInfo })).toBe('account.provider-email')
    },
  )

  test.each([['A\u0000B'], ['Ada \u202eetalpmet'], ['a'.repeat(256)], [''], [7]])(
    'ignores a name that is not valid (%#)',
    async (name) => {
      const email = `name-${String(name).length}@example.com`
      expect(await attempt({ claims: { sub: email, email, name } })).toBeUndefined()
      const { user } = (await server.backend.accounts!.users.findByEmail(email))!
      expect(user.fullName).toBeUndefined()
    },
  )

  test('is refused if the id of the user cannot be stored', async () => {
    for (const sub of ['\u0000', 'a'.repeat(1_000_000)])
      expect(await attempt({ claims: { sub, email: 'long@example.com' } })).toBe('account.provider-failed')
  })
})
