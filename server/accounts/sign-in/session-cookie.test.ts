import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { openTestServer } from '../../testing/open-test-server.ts'
import { openTestApp } from '../../testing/test-app.ts'
import { createClient, readCode, signIn } from '../../testing/test-accounts.ts'
import { readBody } from '../../testing/test-requests.ts'
import type { Email } from '../mailer.ts'

const mails: Email[] = []
let time = Date.UTC(2026, 10, 20)

const { server, folder } = openTestApp({ accounts: { signUp: 'open', mails, now: () => time } })
/** Limits of attempts of one test do not affect the next one. */
beforeEach(() => void (time += 86_400_000))

const pageHeaders = {
  'content-type': 'application/json',
  'x-aw-session': 'cookie',
  origin: 'http://localhost:3000',
  'sec-fetch-site': 'same-origin',
}

/** Sends a request like the studio; a header that is `undefined` is not sent. */
const sendFromPage = (
  path: string,
  body: unknown,
  headers: Record<string, string | undefined> = {},
): Promise<Response> =>
  server.ask(`/api/v1/auth/${path}`, {
    method: 'POST',
    headers: Object.entries({ ...pageHeaders, ...headers }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
    body: JSON.stringify(body),
  })

/** Signs in like the studio. Returns the cookie as a browser sends it. */
async function signInFromPage(
  email: string,
  headers: Record<string, string | undefined> = {},
): Promise<{ response: Response; cookie: string; token: string }> {
  mails.length = 0
  await sendFromPage('request-otp', { email })
  const response = await sendFromPage('verify-otp', { email, code: await readCode(mails, email) }, headers)
  return { response, ...(await readSession(response)) }
}

async function readSession(response: Response): Promise<{ cookie: string; token: string }> {
  expect(response.status, await response.clone().text()).toBe(200)
  const cookie = (response.headers.get('set-cookie') ?? '').split(';')[0]!
  return { cookie, token: String((await readBody(response.clone())).access_token) }
}

const statusOf = async (token: string): Promise<number> =>
  (await createClient(server, token).ask('GET', '/api/v1/auth/me')).status

describe('the session of a page', () => {
  test('has its refresh token in a cookie that scripts, other pages and other servers cannot read', async () => {
    const { response, cookie } = await signInFromPage('page@example.com')
    expect(await readBody(response)).not.toHaveProperty('refresh_token')
    const [session, device] = response.headers.getSetCookie()
    const attributes = session!.split('; ').slice(1)
    expect(attributes.sort()).toEqual(['HttpOnly', 'Max-Age=604800', 'Path=/api/v1/auth', 'SameSite=Strict'].sort())
    expect(cookie).toMatch(/^aw_session_3000=eyJ/)
    expect(device).toMatch(/^aw_device_3000=.*; Max-Age=15552000; Path=\/api\/v1\/auth; HttpOnly; SameSite=Strict$/)
  })

  test('has a cookie of the host alone with HTTPS', async () => {
    const friend = await openTestServer(join(folder, 'https'), {
      accounts: { signUp: 'open', mails },
      hosts: ['aw.example:3000'],
    })
    try {
      const post = (path: string, body: unknown): Promise<Response> =>
        friend.ask(`/api/v1/auth/${path}`, {
          method: 'POST',
          headers: { ...pageHeaders, host: 'aw.example:3000', origin: 'https://aw.example:3000' },
          body: JSON.stringify(body),
        })
      mails.length = 0
      await post('request-otp', { email: 'tls@example.com' })
      const code = await readCode(mails, 'tls@example.com')
      const verified = await post('verify-otp', { email: 'tls@example.com', code })
      expect(verified.headers.get('set-cookie')).toMatch(/^__Host-aw_session=eyJ.*; Path=\/; .*Secure/)
    } finally {
      await friend.close()
    }
  })

  test('continues with the cookie, and ends with a second use of the same one', async () => {
    const { cookie, token } = await signInFromPage('continues@example.com')
    const next = await readSession(await sendFromPage('session', {}, { cookie }))
    expect(next.token).not.toBe(token)
    expect(await statusOf(next.token)).toBe(200)
    const stolen = await sendFromPage('session', {}, { cookie })
    expect([stolen.status, (await readBody(stolen)).error.code]).toEqual([401, 'account.session'])
    expect(stolen.headers.get('set-cookie')).toMatch(/^aw_session_3000=; Max-Age=0/)
    expect(await statusOf(next.token)).toBe(401)
  })

  test('survives a response that the page did not receive', async () => {
    const { cookie } = await signInFromPage('reloads@example.com')
    const attempt = { attempt_id: 'attempt-of-one-browser' }
    const lost = await readSession(await sendFromPage('session', attempt, { cookie }))
    const repeated = await readSession(await sendFromPage('session', attempt, { cookie }))
    expect(await statusOf(repeated.token)).toBe(200)
    // Both responses have the same refresh token, so that their order makes no difference.
    const subject = (text: string): unknown =>
      (JSON.parse(Buffer.from(text.split('.')[1]!, 'base64url').toString()) as { jti: unknown }).jti
    expect(subject(repeated.cookie)).toBe(subject(lost.cookie))
    const next = await readSession(await sendFromPage('session', {}, { cookie: lost.cookie }))
    // Another attempt with the first cookie is a second holder.
    expect((await sendFromPage('session', attempt, { cookie })).status).toBe(401)
    expect(await statusOf(next.token)).toBe(401)
  })

  test('cannot be continued with the text of another attempt', async () => {
    const { cookie } = await signInFromPage('two-holders@example.com')
    await readSession(await sendFromPage('session', { attempt_id: 'attempt-of-one-browser' }, { cookie }))
    const other = await sendFromPage('session', { attempt_id: 'attempt-of-another-one' }, { cookie })
    expect(other.status).toBe(401)
  })

  test.each([
    ['without the header', { 'x-aw-session': undefined }, 401],
    ['without an origin', { origin: undefined }, 401],
    ['from a page of another site', { origin: 'https://evil.example' }, 403],
    ['from a page that may read responses', { origin: 'https://friend.example' }, 401],
    ['from a page of the same site', { 'sec-fetch-site': 'same-site' }, 401],
    ['from a frame without an origin', { origin: 'null' }, 403],
  ])('is not continued %s, and stays open', async (_, headers, status) => {
    const { cookie } = await signInFromPage('forged@example.com')
    const forged = await sendFromPage('session', {}, { cookie, ...headers })
    expect([forged.status, forged.headers.get('set-cookie')]).toEqual([status, null])
    expect((await sendFromPage('session', {}, { cookie })).status).toBe(200)
  })

  test('needs a cookie, which no other request accepts', async () => {
    expect((await sendFromPage('session', {})).status).toBe(401)
    const { cookie } = await signInFromPage('cookie@example.com')
    for (const path of ['/api/v1/auth/me', '/api/v1/workflows']) {
      const response = await server.ask(path, { headers: { ...pageHeaders, cookie } })
      expect([path, response.status]).toEqual([path, 401])
    }
  })

  test('is a new one after each sign-in, whatever cookie the browser has', async () => {
    const planted = await signInFromPage('attacker@example.com')
    const { cookie, token } = await signInFromPage('fixed@example.com', { cookie: planted.cookie })
    expect(cookie).not.toBe(planted.cookie)
    const me = await readBody(await createClient(server, token).ask('GET', '/api/v1/auth/me'))
    expect(me.email).toBe('fixed@example.com')
  })

  test('ends with its cookie when the person signs out', async () => {
    const { cookie, token } = await signInFromPage('leaves@example.com')
    const left = await sendFromPage('logout', {}, { authorization: `Bearer ${token}`, cookie })
    expect([left.status, left.headers.get('set-cookie')]).toEqual([
      204,
      expect.stringMatching(/^aw_session_3000=; Max-Age=0/),
    ])
    expect((await sendFromPage('session', {}, { cookie })).status).toBe(401)
  })

  test('of a program has no cookie, even if it sends the header', async () => {
    const program = await signIn(server, mails, 'program@example.com')
    const response = await server.ask('/api/v1/auth/refresh', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-aw-session': 'cookie' },
      body: JSON.stringify({ refresh_token: program.refreshToken }),
    })
    expect([response.headers.get('set-cookie'), await readBody(response)]).toEqual([
      null,
      expect.objectContaining({ refresh_token: expect.any(String) as string }),
    ])
  })
})

test('the settings are known while the database opens', async () => {
  expect(await server.json('/api/v1/auth/settings')).toEqual({ required: true, sign_up: 'open' })
})
