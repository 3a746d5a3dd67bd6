import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openTestServer, type TestServer } from '../../testing/open-test-server.ts'
import { createTestFolder } from '../../testing/test-resources.ts'
import { createClient, signIn } from '../../testing/test-accounts.ts'
import { startIdentityProvider, type TestIdentityProvider } from '../../testing/test-identity-provider.ts'
import { readBody } from '../../testing/test-requests.ts'
import { createIdentityProvider } from './identity-provider.ts'
import type { Email } from '../mailer.ts'

const studio = 'http://localhost:3000'
const mails: Email[] = []
const folder = createTestFolder()
let provider: TestIdentityProvider
let server: TestServer
let invitedServer: TestServer
let time = Date.UTC(2026, 10, 26)

beforeAll(async () => {
  const client = { id: 'aw', secret: 'secret-of-the-client', callback: `${studio}/api/v1/auth/oidc/callback` }
  provider = await startIdentityProvider(client)
  const identityProvider = { name: 'Example', issuer: provider.issuer, clientId: 'aw', clientSecret: client.secret }
  const accounts = { mails, url: studio, identityProvider, now: () => time }
  server = await openTestServer(join(folder, 'open'), { accounts: { ...accounts, signUp: 'open' } })
  invitedServer = await openTestServer(join(folder, 'invited'), { accounts })
})
afterAll(async () => {
  expect(server.faults).toEqual([])
  await server.close()
  await invitedServer.close()
  await provider.close()
})
/** Limits of attempts of one test do not affect the next one. */
beforeEach(() => (time += 86_400_000))

const cookieIn = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')

/** Starts a sign-in in a browser. Returns the address of the provider and the browser's cookie. */
async function start(returnTo = '/workflows', at = server): Promise<{ address: string; cookie: string }> {
  const response = await at.ask(`/api/v1/auth/oidc/start?return_to=${encodeURIComponent(returnTo)}`)
  expect(response.status).toBe(302)
  return { address: response.headers.get('location')!, cookie: cookieIn(response) }
}

/** Returns from the provider in a browser with a cookie. */
const finish = ({ pathname, search }: URL, cookie: string, at = server): Promise<Response> =>
  at.ask(`${pathname}${search}`, { headers: { cookie } })

async function signInWithProvider(returnTo?: string, at = server): Promise<Response> {
  const { address, cookie } = await start(returnTo, at)
  return finish(await provider.visit(address), cookie, at)
}

/** Continues the session of a cookie, as the studio does. */
const resume = (cookie: string): Promise<Response> =>
  server.ask('/api/v1/auth/session', {
    method: 'POST',
    headers: { cookie, origin: studio, 'x-aw-session': 'cookie' },
  })

describe('signing in with an identity provider', () => {
  test('is announced in the settings', async () => {
    expect(await server.json('/api/v1/auth/settings')).toEqual({
      required: true,
      sign_up: 'open',
      provider: { name: 'Example' },
    })
  })

  test('creates an account, starts a session by a cookie, and returns to the page', async () => {
    provider.identity = { sub: 'p-1', email: 'Ada@Example.com', email_verified: true, name: 'Ada' }
    const response = await signInWithProvider('/workflows?tag=a')
    expect(response.headers.get('location')).toBe(`${studio}/workflows?tag=a`)
    const [session] = response.headers.getSetCookie().filter((line) => line.startsWith('aw_session_3000='))
    expect(session).toMatch(/HttpOnly; SameSite=Strict/)
    const resumed = await resume(cookieIn(response))
    expect(resumed.status).toBe(200)
    const { user, access_token: token } = await readBody(resumed)
    expect(user).toMatchObject({ email: 'ada@example.com', full_name: 'Ada', is_verified: true })
    expect((await createClient(server, String(token)).ask('GET', '/api/v1/workflows')).status).toBe(200)
  })

  test('finds the account of the provider’s user again, even with another address', async () => {
    provider.identity = { sub: 'p-2', email: 'bo@example.com', email_verified: true }
    const first = await readBody(await resume(cookieIn(await signInWithProvider())))
    provider.identity = { sub: 'p-2', email: 'bo@new.example', email_verified: false }
    const second = await readBody(await resume(cookieIn(await signInWithProvider())))
    expect(second.user).toMatchObject({ id: (first.user as { id: string }).id, email: 'bo@example.com' })
  })

  test('uses an existing account only with a verified address', async () => {
    const owner = await signIn(server, mails, 'eve@example.com')
    for (const isVerified of [false, undefined]) {
      provider.identity = {
        sub: 'p-3',
        email: 'eve@example.com',
        ...(isVerified === false && { email_verified: false }),
      }
      const rejected = await signInWithProvider()
      expect(rejected.headers.get('location')).toBe(`${studio}/?sign-in=account.provider-email`)
      expect(cookieIn(rejected)).not.toContain('aw_session')
    }
    provider.identity = { sub: 'p-3', email: 'eve@example.com', email_verified: true }
    const accepted = await readBody(await resume(cookieIn(await signInWithProvider())))
    expect(accepted.user).toMatchObject({ id: owner.id })
  })

  test('creates no account for people without an invitation, unless everyone can sign up', async () => {
    provider.identity = { sub: 'p-4', email: 'new@example.com', email_verified: true }
    const response = await signInWithProvider('/', invitedServer)
    expect(response.headers.get('location')).toBe(`${studio}/?sign-in=account.provider-invitation`)
  })

  test('that the user declines leads back to the sign-in page', async () => {
    provider.identity = undefined
    const response = await signInWithProvider()
    expect(response.headers.get('location')).toBe(`${studio}/?sign-in=account.provider-failed`)
  })

  test('is finished only by the browser that started it, and once', async () => {
    provider.identity = { sub: 'p-5', email: 'victim@example.com', email_verified: true }
    const attacker = await start()
    const address = await provider.visit(attacker.address)
    const victim = await start()
    for (const cookie of ['', victim.cookie, 'aw_oidc_3000=e30', 'aw_oidc_3000=%00']) {
      const response = await finish(address, cookie)
      expect(response.headers.get('location')).toBe(`${studio}/?sign-in=account.provider-failed`)
      expect(cookieIn(response)).not.toContain('aw_session')
    }
    expect(cookieIn(await finish(address, attacker.cookie))).toContain('aw_session')
    expect(cookieIn(await finish(address, attacker.cookie))).not.toContain('aw_session')
  })

  test.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)', 'http://[x'])(
    'does not redirect to %s',
    async (returnTo) => {
      provider.identity = { sub: 'p-6', email: 'cy@example.com', email_verified: true }
      expect((await signInWithProvider(returnTo)).headers.get('location')).toBe(`${studio}/`)
    },
  )

  test('says that the provider does not respond, and tries again later', async () => {
    const settings = { name: 'Down', issuer: 'http://127.0.0.1:9', clientId: 'aw', clientSecret: 'x' }
    const client = createIdentityProvider(settings, `${studio}/callback`)
    const problem = { code: 'account.provider-unavailable', params: { name: 'Down' } }
    for (let attempt = 0; attempt < 2; attempt++) await expect(client.start('/')).rejects.toMatchObject({ problem })
  })
})
