import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { createClient, orRejection, readCode, signIn, type Client } from '../testing/test-accounts.ts'
import { openTestServer } from '../testing/open-test-server.ts'
import { openTestApp } from '../testing/test-app.ts'
import { readBody } from '../testing/test-requests.ts'
import type { Email } from './mailer.ts'
import { createPasswords } from './sign-in/passwords.ts'
import type { SessionClient } from './sign-in/sessions.ts'
import type { SessionTokens } from './sign-in/sign-in.ts'

const mails: Email[] = []
let time = Date.UTC(2026, 10, 20)
const advance = (seconds: number): void => void (time += seconds * 1000)
const token = 'operator-token-'.repeat(3)
/** Delays of attempts that were slowed down, in ms. */
const delays: number[] = []
/** Delayed attempts wait until it resolves. */
let waitsFor: Promise<void> | undefined
const wait = async (ms: number): Promise<void> => {
  delays.push(ms)
  await waitsFor
}

const { server } = openTestApp({
  token,
  accounts: { signUp: 'open', mails, now: () => time, wait, maxSessions: 3 },
})
/** Limits of attempts of one test do not affect the next one. */
beforeEach(() => advance(86_400))

const post = (name: string, body: unknown): Promise<Response> => server.send('POST', `/api/v1/auth/${name}`, body)
const statusOf = async (client: Client, path = '/api/v1/auth/me'): Promise<number> =>
  (await client.ask('GET', path)).status
const signInAs = (email: string) => signIn(server, mails, email)

describe('a code of a mail', () => {
  test('signs in, creates the account and a workspace, and is used once', async () => {
    const requested = await post('request-otp', { email: ' Ada@Example.com ', purpose: 'login' })
    expect(await requested.json()).toEqual({ success: true, message: 'OTP sent to email', expires_in: 300 })
    const code = await readCode(mails, 'ada@example.com')
    const verified = await post('verify-otp', { email: 'ada@example.com', code })
    expect(verified.headers.get('cache-control')).toBe('no-store')
    const body = await readBody(verified)
    expect(body).toMatchObject({
      token_type: 'bearer',
      expires_in: 900,
      user: { email: 'ada@example.com', is_verified: true, is_active: true },
    })
    const ada = createClient(server, String(body.access_token))
    const me = await readBody(await ada.ask('GET', '/api/v1/auth/me'))
    expect(me).toMatchObject({
      email: 'ada@example.com',
      permissions: ['view', 'comment', 'edit', 'execute', 'administer', 'own'],
    })
    expect(await statusOf(ada, '/api/v1/workflows')).toBe(200)
    expect(await readBody(await ada.ask('GET', '/api/v1/workspaces'))).toMatchObject({ items: [{ name: 'Ada' }] })
    expect((await post('verify-otp', { email: 'ada@example.com', code })).status).toBe(401)
  })

  test('is in the language of the request, and then in that of the account', async () => {
    const email = 'german@example.com'
    const request = (language: string) =>
      server.ask('/api/v1/auth/request-otp', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'accept-language': language },
        body: JSON.stringify({ email }),
      })
    await request('de-AT,en;q=0.5')
    const code = await readCode(mails, email)
    expect(mails.at(-1)).toMatchObject({ to: email, subject: 'Anmeldecode' })
    const { access_token: accessToken } = await readBody(await post('verify-otp', { email, code }))
    const client = createClient(server, String(accessToken))
    expect((await client.ask('PATCH', '/api/v1/auth/me', { language: 'en' })).status).toBe(200)
    mails.length = 0
    await request('de')
    await readCode(mails, email)
    expect(mails).toMatchObject([{ subject: 'Sign-in code' }])
    expect((await client.ask('PATCH', '/api/v1/auth/me', { language: 'fr' })).status).toBe(422)
  })

  test('expires after five minutes, and stays valid beside the next one', async () => {
    const email = 'late@example.com'
    await post('request-otp', { email })
    const first = await readCode(mails, email)
    advance(301)
    expect((await post('verify-otp', { email, code: first })).status).toBe(401)
    await post('request-otp', { email })
    const second = await readCode(mails, email)
    mails.length = 0
    await post('request-otp', { email })
    const third = await readCode(mails, email)
    expect((await post('verify-otp', { email, code: second })).status).toBe(200)
    if (second !== third) expect((await post('verify-otp', { email, code: third })).status).toBe(200)
    expect((await post('verify-otp', { email, code: third })).status).toBe(401)
  })

  test('is valid for its address and purpose only', async () => {
    await post('request-otp', { email: 'one@example.com', purpose: 'reset' })
    await signInAs('one@example.com')
    mails.length = 0
    await post('request-otp', { email: 'one@example.com', purpose: 'reset' })
    const code = await readCode(mails, 'one@example.com')
    expect((await post('verify-otp', { email: 'one@example.com', code })).status).toBe(401)
    expect((await post('verify-otp', { email: 'two@example.com', code })).status).toBe(401)
    const reset = { email: 'one@example.com', code, password: 'correct horse battery' }
    expect((await post('reset-password', reset)).status).toBe(200)
  })

  test('cannot be guessed by a client or by many, but slowly, and the right one is never refused', async () => {
    const email = 'guessed@example.com'
    await post('request-otp', { email })
    const code = await readCode(mails, email)
    const wrong = code === '000000' ? '111111' : '000000'
    const { signIn: ways } = server.backend.accounts!
    const guess = async (address: string, entry = wrong) =>
      (await orRejection(ways.verifyCode({ email, code: entry }, { address, userAgent: '' }))).status
    const statuses = []
    for (let entry = 0; entry < 12; entry++) statuses.push(await guess('198.51.100.1'))
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429])
    expect(delays).toEqual(expect.arrayContaining([100, 200]))
    delays.length = 0
    for (let entry = 0; entry < 400; entry++) expect(await guess(`203.0.113.${entry % 80}`)).toBe(401)
    // A day of guesses by any number of addresses: at most one in 30 seconds.
    expect(delays.slice(0, 3)).toEqual([300, 400, 500])
    expect(delays.at(-1)).toBe(30_000)
    // The owner, at an address of their own or behind that of a guesser, is slowed down but not locked out.
    expect(await guess('192.0.2.1', code)).toBeUndefined()
    expect(
      await ways.requestCode({ email, purpose: 'login' }, { address: '198.51.100.1', userAgent: '' }),
    ).toBeUndefined()
    expect(await guess('198.51.100.1', await readCode(mails, email))).toBeUndefined()
  })

  test('ends at its time, even if the clock was ahead by a month when the attempts were counted', async () => {
    const { signIn: ways } = server.backend.accounts!
    const client = { address: '198.51.100.7', userAgent: '' }
    const guess = async () =>
      (await orRejection(ways.verifyCode({ email: 'ahead@example.com', code: '000000' }, client))).status
    time += 30 * 86_400_000
    for (let entry = 0; entry < 10; entry++) expect(await guess()).toBe(401)
    expect(await guess()).toBe(429)
    time -= 30 * 86_400_000
    expect(await guess()).toBe(401)
  })

  test('of a person who signed in before is not slowed down by guesses of others', async () => {
    const email = 'known@example.com'
    const { signIn: ways } = server.backend.accounts!
    const home = { address: '192.0.2.20', userAgent: '' }
    const requestCode = async (client: SessionClient): Promise<string> => {
      mails.length = 0
      expect(await ways.requestCode({ email, purpose: 'login' }, client)).toBeUndefined()
      return readCode(mails, email)
    }
    const verify = (client: SessionClient, code: string) => orRejection(ways.verifyCode({ email, code }, client))
    const { device } = (await verify(home, await requestCode(home))) as SessionTokens
    for (let entry = 0; entry < 60; entry++) await verify({ address: `203.0.113.${entry}`, userAgent: '' }, '000000')
    delays.length = 0
    // Behind an address from which someone guesses, the browser is recognized; a cookie of another account is not.
    const shared = { address: '203.0.113.7', userAgent: '' }
    expect(await verify(home, await requestCode(home))).toMatchObject({ expiresIn: 900 })
    expect(await verify({ ...shared, device }, await requestCode({ ...shared, device }))).toMatchObject({
      expiresIn: 900,
    })
    expect(delays).toEqual([])
    for (const forged of [`${device}x`, 'id.mac', '.', '', `other.${device!.split('.')[1]}`])
      await verify({ address: '203.0.113.90', userAgent: '', device: forged }, '000000')
    expect(delays).toHaveLength(5)
  })

  test('of an unknown device is not refused because one client keeps attempts waiting, and counts only if it is checked', async () => {
    const email = 'waiting@example.com'
    const { signIn: ways } = server.backend.accounts!
    const owner = { address: '192.0.2.60', userAgent: '' }
    await ways.requestCode({ email, purpose: 'login' }, owner)
    const code = await readCode(mails, email)
    const verify = async (client: SessionClient, entry = '000000') =>
      (await orRejection(ways.verifyCode({ email, code: entry }, client))).status
    for (let entry = 0; entry < 10; entry++) await verify({ address: `198.51.102.${entry}`, userAgent: '' })
    let release: () => void = () => undefined
    waitsFor = new Promise((resolve) => (release = resolve))
    try {
      // Each of two addresses sends ten wrong codes at once, of which two wait.
      const others = ['198.51.103.1', '198.51.103.2'].flatMap((address) =>
        Array.from({ length: 10 }, () => verify({ address, userAgent: '' })),
      )
      const refused = await Promise.all([others[9], others[19]])
      expect(refused).toEqual([429, 429])
      const own = verify(owner, code)
      release()
      expect(await own).toBeUndefined()
      expect((await Promise.all(others)).filter((status) => status === 401)).toHaveLength(4)
    } finally {
      release()
      waitsFor = undefined
    }
    // The refused ones do not count as failures of their client.
    for (let entry = 0; entry < 8; entry++) expect(await verify({ address: '198.51.103.1', userAgent: '' })).toBe(401)
  })

  test('is sent to a device that signed in before, whatever others request from its address', async () => {
    const { signIn: ways } = server.backend.accounts!
    const office = { address: '192.0.2.70', userAgent: '' }
    const request = (email: string, client: SessionClient = office) =>
      orRejection(ways.requestCode({ email, purpose: 'login' }, client) as Promise<unknown>)
    await request('colleague@example.com')
    const code = await readCode(mails, 'colleague@example.com')
    const { device } = (await ways.verifyCode({ email: 'colleague@example.com', code }, office)) as SessionTokens
    for (let entry = 0; entry < 50; entry++) await request(`nobody-${entry}@example.com`)
    delays.length = 0
    expect(await request('nobody@example.com')).toBeUndefined()
    expect(delays).toEqual([200])
    expect(await request('colleague@example.com', { ...office, device })).toBeUndefined()
  })

  test('can be requested although others request codes for the address', async () => {
    const { signIn: ways } = server.backend.accounts!
    const email = 'same@example.com'
    const request = async (address: string): Promise<number | undefined> =>
      (await orRejection(ways.requestCode({ email, purpose: 'login' }, { address, userAgent: '' })))?.status
    mails.length = 0
    const first = await (async () => {
      await request('192.0.2.30')
      return readCode(mails, email)
    })()
    const statuses: (number | undefined)[] = []
    for (let entry = 0; entry < 6; entry++) statuses.push(await request('198.51.100.9'))
    expect(statuses).toEqual([undefined, undefined, undefined, undefined, undefined, 429])
    for (let entry = 0; entry < 20; entry++) expect(await request(`198.51.101.${entry}`)).toBeUndefined()
    // Others can neither invalidate the code nor cause more mails.
    expect(mails).toHaveLength(5)
    advance(200)
    expect(await request('192.0.2.30')).toBeUndefined()
    expect(mails).toHaveLength(6)
    const verified = await ways.verifyCode({ email, code: first }, { address: '192.0.2.30', userAgent: '' })
    expect(verified).toMatchObject({ expiresIn: 900 })
  })

  test('and passwords of many colleagues are accepted from one address, whose failures have a limit each', async () => {
    const { signIn: ways } = server.backend.accounts!
    const office = { address: '192.0.2.40', userAgent: '' }
    const logIn = (email: string, password: string) => orRejection(ways.logIn({ email, password }, office))
    for (let person = 0; person < 30; person++) {
      const email = `colleague-${person}@example.com`
      expect(await ways.requestCode({ email, purpose: 'login' }, office)).toBeUndefined()
      const code = await readCode(mails, email)
      expect(await ways.verifyCode({ email, code }, office)).toMatchObject({ expiresIn: 900 })
    }
    const email = 'colleague-0@example.com'
    const user = await server.backend.accounts!.users.findByEmail(email)
    const [hash, password] = [createPasswords({ memoryCost: 8, timeCost: 1, parallelism: 1 }), 'correct horse battery']
    await server.backend.accounts!.users.setPassword(user!.user.id, await hash.hash(password))
    for (let attempt = 0; attempt < 9; attempt++) expect(await logIn(email, 'wrong')).toMatchObject({ status: 401 })
    // A success gives back its own attempt only.
    expect(await logIn(email, password)).toMatchObject({ expiresIn: 900 })
    expect(await logIn(email, 'wrong')).toMatchObject({ status: 401 })
    expect(await logIn(email, 'wrong')).toMatchObject({ status: 429 })
    expect(await logIn(email, password)).toMatchObject({ expiresIn: 900 })
    expect(await logIn('colleague-1@example.com', 'wrong')).toMatchObject({ status: 401 })
  })

  test('is the same mail whatever host the request names', async () => {
    mails.length = 0
    const headers = {
      'content-type': 'application/json',
      'x-forwarded-host': 'evil.example',
      forwarded: 'host=evil.example',
    }
    const body = JSON.stringify({ email: 'host@example.com' })
    expect((await server.ask('/api/v1/auth/request-otp', { method: 'POST', headers, body })).status).toBe(200)
    await readCode(mails, 'host@example.com')
    expect(JSON.stringify(mails)).not.toMatch(/evil|https?:/)
  })
})

describe('passwords', () => {
  const password = 'correct horse battery'
  test('sign in after registration with a code', async () => {
    const email = 'new@example.com'
    mails.length = 0
    await post('request-otp', { email, purpose: 'signup' })
    const code = await readCode(mails, email)
    expect((await post('register', { email, code: '000000', password })).status).toBe(401)
    const registered = await post('register', { email, code, password, full_name: 'New' })
    expect([registered.status, (await readBody(registered)).user]).toMatchObject([200, { full_name: 'New' }])
    expect((await post('login', { email, password })).status).toBe(200)
    expect((await post('login', { email, password: `${password}!` })).status).toBe(401)
  })

  test('of unknown, code-only and existing accounts are rejected in the same way, after a hash of the same cost', async () => {
    await signInAs('no-password@example.com')
    const answers = await Promise.all(
      ['unknown@example.com', 'no-password@example.com', 'new@example.com'].map(async (email) => {
        const response = await post('login', { email, password: 'wrong wrong wrong' })
        return [response.status, { ...(await readBody(response)).error, correlation_id: '' }]
      }),
    )
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(answers[0]).toMatchObject([401, { code: 'account.password' }])
  })

  test('are changed with the current one, which ends the other sessions', async () => {
    const email = 'changes@example.com'
    const [first, second] = [await signInAs(email), await signInAs(email)]
    expect((await first.ask('PUT', '/api/v1/auth/password', { password })).status).toBe(204)
    expect([await statusOf(first), await statusOf(second)]).toEqual([200, 401])
    expect((await first.ask('PUT', '/api/v1/auth/password', { password: 'another long one' })).status).toBe(401)
    const change = { current_password: password, password: 'another long one' }
    expect((await first.ask('PUT', '/api/v1/auth/password', change)).status).toBe(204)
    expect((await post('login', { email, password })).status).toBe(401)
    expect((await post('login', { email, password: change.password })).status).toBe(200)
  })

  test('are reset with a code, which ends all sessions', async () => {
    const email = 'forgets@example.com'
    const old = await signInAs(email)
    mails.length = 0
    await post('request-otp', { email, purpose: 'reset' })
    const reset = await post('reset-password', { email, code: await readCode(mails, email), password })
    expect(reset.status).toBe(200)
    expect(await statusOf(old)).toBe(401)
    expect((await post('refresh', { refresh_token: old.refreshToken })).status).toBe(401)
    expect((await post('login', { email, password })).status).toBe(200)
  })

  test('are stored as Argon2id, and no code, token or key is stored in plain text', async () => {
    const user = await signInAs('stored@example.com')
    await user.ask('PUT', '/api/v1/auth/password', { password })
    const created = await readBody(await user.ask('POST', '/api/v1/auth/api-keys', { name: 'a', scopes: ['view'] }))
    await post('request-otp', { email: 'stored@example.com' })
    const code = await readCode(mails, 'stored@example.com')
    const tables = ['users', 'one_time_codes', 'sessions', 'api_keys', 'sign_in_attempts', 'facts']
    const rows = await Promise.all(
      tables.map((name) => server.backend.store.openedDatabase.execute(`select to_jsonb(r)::text from "${name}" r`)),
    )
    const text = JSON.stringify(rows)
    expect(text).toContain('$argon2id$')
    // The secret of a key may itself contain underscores.
    const secret = String(created.key).slice(-43)
    for (const value of [password, user.token, user.refreshToken, secret, `:\\"${code}`])
      expect(text).not.toContain(value)
  })
})

describe('tokens', () => {
  test('are refreshed once; a second use of the same one ends the session', async () => {
    const user = await signInAs('rotates@example.com')
    const refreshed = await readBody(await post('refresh', { refresh_token: user.refreshToken }))
    const next = createClient(server, String(refreshed.access_token))
    expect(await statusOf(next)).toBe(200)
    const stolen = await post('refresh', { refresh_token: user.refreshToken })
    expect([stolen.status, (await readBody(stolen)).error.code]).toEqual([401, 'account.session'])
    expect(await statusOf(next)).toBe(401)
    expect((await post('refresh', { refresh_token: refreshed.refresh_token })).status).toBe(401)
  })

  test('of concurrent refreshes are valid in at most one response', async () => {
    const user = await signInAs('races@example.com')
    const responses = await Promise.all(
      Array.from({ length: 5 }, () => post('refresh', { refresh_token: user.refreshToken })),
    )
    expect(responses.filter(({ status }) => status === 200).length).toBe(1)
  })

  test('expire after 15 minutes, and a session a week after its last refresh', async () => {
    const user = await signInAs('expires@example.com')
    advance(899)
    expect(await statusOf(user)).toBe(200)
    advance(2)
    expect(await statusOf(user)).toBe(401)
    const refreshed = await readBody(await post('refresh', { refresh_token: user.refreshToken }))
    advance(7 * 86_400 + 1)
    expect((await post('refresh', { refresh_token: refreshed.refresh_token })).status).toBe(401)
  })

  test('of one kind, without a signature or with another one are not accepted as another kind', async () => {
    const user = await signInAs('forges@example.com')
    const [header = '', payload = '', signature = ''] = user.token.split('.')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>
    expect(claims).toMatchObject({ sub: user.id, email: 'forges@example.com', type: 'access' })
    expect(Number(claims.exp) - Number(claims.iat)).toBe(900)
    const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
    const other = await signInAs('victim@example.com')
    for (const forged of [
      user.refreshToken,
      `${encode({ alg: 'none', typ: 'JWT' })}.${payload}.`,
      `${encode({ alg: 'HS256', typ: 'JWT' })}.${payload}.${signature}`,
      `${header}.${encode({ ...claims, sub: other.id })}.${signature}`,
      `${header}.${payload}.${signature.slice(0, -4)}AAAA`,
      `${header}.${payload}`,
      '',
    ])
      expect([forged, await statusOf(createClient(server, forged))]).toEqual([forged, 401])
    expect((await post('refresh', { refresh_token: user.token })).status).toBe(401)
  })

  test('of a session end when it is logged out or revoked', async () => {
    const [first, second, stranger] = [
      await signInAs('leaves@example.com'),
      await signInAs('leaves@example.com'),
      await signInAs('stranger@example.com'),
    ]
    const list = await readBody(await first.ask('GET', '/api/v1/auth/sessions'))
    const items = list.items as { id: string; is_current: boolean }[]
    expect([list.total, items.filter((session) => session.is_current).length]).toEqual([2, 1])
    const other = items.find((session) => !session.is_current)!.id
    expect((await stranger.ask('DELETE', `/api/v1/auth/sessions/${other}`)).status).toBe(404)
    expect(await statusOf(second)).toBe(200)
    expect((await first.ask('DELETE', `/api/v1/auth/sessions/${other}`)).status).toBe(204)
    expect(await statusOf(second)).toBe(401)
    expect((await first.ask('POST', '/api/v1/auth/logout')).status).toBe(204)
    expect(await statusOf(first)).toBe(401)
    expect((await post('refresh', { refresh_token: first.refreshToken })).status).toBe(401)
  })

  test('of a session end when further ones exceed the limit', async () => {
    const sessions: Client[] = []
    for (let count = 0; count < 4; count++) {
      sessions.push(await signInAs('many@example.com'))
      advance(60)
    }
    const statuses = await Promise.all(sessions.map((session) => statusOf(session)))
    expect(statuses).toEqual([401, 200, 200, 200])
  })

  test('are new at each sign-in, and no cookie or query signs in', async () => {
    const [first, second] = [await signInAs('fixed@example.com'), await signInAs('fixed@example.com')]
    expect(first.token).not.toBe(second.token)
    for (const headers of [{ cookie: `access_token=${first.token}; session=${first.token}` }, {}]) {
      const response = await server.ask(`/api/v1/auth/me?access_token=${first.token}&token=${first.token}`, { headers })
      expect([response.status, response.headers.get('set-cookie')]).toEqual([401, null])
    }
    for (const origin of ['https://evil.example', 'null']) {
      const headers = { origin, authorization: `Bearer ${first.token}`, 'content-type': 'application/json' }
      const response = await server.ask('/api/v1/auth/me', { method: 'PATCH', headers, body: '{"full_name":"x"}' })
      expect(response.status).toBe(403)
    }
    // A form of another page cannot send JSON.
    const form = new URLSearchParams({ email: 'fixed@example.com' })
    expect((await server.ask('/api/v1/auth/request-otp', { method: 'POST', body: form })).status).toBe(415)
  })
})

describe('the profile', () => {
  test('changes only what people may change', async () => {
    const user = await signInAs('profile@example.com')
    const changed = await user.ask('PATCH', '/api/v1/auth/me', {
      full_name: 'Ada',
      avatar_url: 'https://a.example/a.png',
    })
    expect([changed.status, await readBody(changed)]).toMatchObject([200, { full_name: 'Ada' }])
    const before = await readBody(await user.ask('GET', '/api/v1/auth/me'))
    for (const field of Object.keys(before).concat('password_hash', 'role', 'roles', 'isActive', 'emailVerifiedAt')) {
      if (field === 'full_name' || field === 'avatar_url') continue
      const response = await user.ask('PATCH', '/api/v1/auth/me', { [field]: before[field] ?? 'owner' })
      expect([field, response.status]).toEqual([field, 422])
    }
    for (const url of ['javascript:alert(1)', 'http://a.example/a.png', 'data:image/png,x'])
      expect((await user.ask('PATCH', '/api/v1/auth/me', { avatar_url: url })).status).toBe(422)
    expect(await readBody(await user.ask('GET', '/api/v1/auth/me'))).toEqual(before)
  })

  test('belongs to people, not to tokens of the environment', async () => {
    const operator = createClient(server, token)
    expect(await statusOf(operator)).toBe(403)
    expect(await statusOf(operator, '/api/v1/workflows')).toBe(200)
    expect(await statusOf(operator, '/metrics')).toBe(200)
  })
})

describe('API keys', () => {
  test('have the permissions of their scopes in one workspace, and cannot change the account', async () => {
    const user = await signInAs('keys@example.com')
    const created = await user.ask('POST', '/api/v1/auth/api-keys', { name: 'Reader', scopes: ['view'] })
    expect([created.status, created.headers.get('cache-control')]).toEqual([201, 'no-store'])
    const { key, id, workspace_id: workspace } = await readBody(created)
    const reader = createClient(server, String(key))
    expect(await statusOf(reader, '/api/v1/workflows')).toBe(200)
    expect((await reader.ask('POST', '/api/v1/workflows', { name: 'x' })).status).toBe(403)
    expect((await reader.ask('PUT', '/api/v1/secrets/a', { value: 'x', hosts: ['a.example'] })).status).toBe(403)
    expect(await statusOf(reader)).toBe(403)
    expect((await reader.ask('POST', '/api/v1/auth/api-keys', { name: 'x', scopes: ['administer'] })).status).toBe(403)
    const elsewhere = await reader.ask('GET', '/api/v1/workflows', undefined, { 'x-workspace-id': 'default' })
    expect(elsewhere.status).toBe(403)
    const list = await readBody(await user.ask('GET', '/api/v1/auth/api-keys'))
    expect(list).toMatchObject({ total: 1, items: [{ id, workspace_id: workspace, name: 'Reader', scopes: ['view'] }] })
    expect(JSON.stringify(list)).not.toContain(String(key))
    const stranger = await signInAs('stranger@example.com')
    expect((await stranger.ask('DELETE', `/api/v1/auth/api-keys/${String(id)}`)).status).toBe(404)
    expect(await statusOf(reader, '/api/v1/workflows')).toBe(200)
    expect((await user.ask('DELETE', `/api/v1/auth/api-keys/${String(id)}`)).status).toBe(204)
    expect(await statusOf(reader, '/api/v1/workflows')).toBe(401)
  })

  test('expire, and are compared as a whole', async () => {
    const user = await signInAs('expiring@example.com')
    const expires = new Date(time + 60_000).toISOString()
    const body = { name: 'Short', scopes: ['view'], expires_at: expires }
    const { key } = await readBody(await user.ask('POST', '/api/v1/auth/api-keys', body))
    const text = String(key)
    expect(await statusOf(createClient(server, text), '/api/v1/workflows')).toBe(200)
    const changed = `${text.slice(0, -1)}${text.endsWith('A') ? 'B' : 'A'}`
    for (const wrong of [changed, text.slice(0, -1), `aw_${'0'.repeat(16)}_${text.slice(-43)}`])
      expect(await statusOf(createClient(server, wrong), '/api/v1/workflows')).toBe(401)
    advance(61)
    expect(await statusOf(createClient(server, text), '/api/v1/workflows')).toBe(401)
  })

  test('are not created with more permissions than the user has', async () => {
    const user = await signInAs('ambitious@example.com')
    for (const scopes of [['operate'], ['own'], ['account'], []])
      expect((await user.ask('POST', '/api/v1/auth/api-keys', { name: 'x', scopes })).status).toBe(422)
    const foreign = await user.ask(
      'POST',
      '/api/v1/auth/api-keys',
      { name: 'x', scopes: ['view'] },
      { 'x-workspace-id': 'default' },
    )
    expect(foreign.status).toBe(403)
  })
})

describe('a server that people join by invitation', () => {
  test('answers requests for codes of unknown addresses in the same way, and sends them nothing', async () => {
    const path = await mkdtemp(join(tmpdir(), 'aw-accounts-'))
    const closed = await openTestServer(path, { accounts: { mails, createCode: () => '123456' } })
    try {
      mails.length = 0
      const setupToken = (await closed.backend.accounts!.createSetupToken())!
      const owner = { token: setupToken, email: 'owner@example.com', password: 'correct horse battery' }
      expect((await closed.send('POST', '/api/v1/auth/setup', { ...owner, token: 'guessed' })).status).toBe(401)
      const [first, second] = await Promise.all([owner, { ...owner, email: 'second@example.com' }].map((body) => closed.send('POST', '/api/v1/auth/setup', body))) // oxfmt-ignore
      expect([first!.status, second!.status].sort()).toEqual([200, 401])
      const winner = [first!, second!].find(({ status }) => status === 200)!
      const { access_token: access, user } = await readBody(winner)
      const me = await readBody(await createClient(closed, String(access)).ask('GET', '/api/v1/auth/me'))
      expect(me).toMatchObject({ workspace_id: 'default', permissions: expect.arrayContaining(['own', 'operate']) })
      expect(await closed.backend.accounts!.createSetupToken()).toBeUndefined()

      const { email } = user as { email: string }
      const answers = await Promise.all(
        [email, 'nobody@example.com'].flatMap((address) =>
          ['login', 'signup', 'reset'].map(async (purpose) => {
            const response = await closed.backend.accounts!.signIn.requestCode(
              { email: address, purpose: purpose as 'login' },
              { address: `${address} ${purpose}`, userAgent: '' },
            )
            return response
          }),
        ),
      )
      expect(answers.every((answer) => answer === undefined)).toBe(true)
      await expect.poll(() => mails.length).toBe(3)
      expect(new Set(mails.map(({ to }) => to))).toEqual(new Set([email]))
      const guess = { email: 'nobody@example.com', code: '123456' }
      const [wrong, right] = [
        await closed.send('POST', '/api/v1/auth/verify-otp', { ...guess, code: '654321' }),
        await closed.send('POST', '/api/v1/auth/verify-otp', guess),
      ]
      expect([wrong.status, right.status]).toEqual([401, 401])
    } finally {
      await closed.close()
      await rm(path, { recursive: true, force: true })
    }
  })
})
