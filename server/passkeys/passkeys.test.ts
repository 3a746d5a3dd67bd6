import { beforeEach, describe, expect, test } from 'vitest'
import type { Email } from '../accounts/mailer.ts'
import { createTestAuthenticator, type ResponseChanges } from '../testing/test-authenticator.ts'
import { createClient, signIn, type Client } from '../testing/test-accounts.ts'
import { readBody } from '../testing/test-requests.ts'
import { openTestApp } from '../testing/test-app.ts'

const origin = 'http://localhost:3000'
const mails: Email[] = []
/** Delays of attempts that were slowed down, in ms. */
const delays: number[] = []
let time = Date.UTC(2026, 10, 26)
let ada: Client & { id: string }

const { server } = openTestApp(() => {
  const wait = async (ms: number): Promise<void> => void delays.push(ms)
  return { accounts: { mails, url: origin, signUp: 'open', now: () => time, wait } }
})
/** Limits of attempts of one test do not affect the next one. */
beforeEach(async () => {
  time += 86_400_000
  ada = await signIn(server, mails, 'ada@example.com')
})

const headers = { origin, host: 'localhost:3000' }
const path = '/api/v1/auth/passkeys'
type Authenticator = ReturnType<typeof createTestAuthenticator>

const readOptions = async (client: Client = ada): Promise<{ challenge: string }> => {
  const response = await client.ask('POST', `${path}/options`, undefined, headers)
  expect(response.status, await response.clone().text()).toBe(200)
  return (await response.json()) as { challenge: string }
}
const add = (credential: object, client: Client = ada, name = 'Laptop'): Promise<Response> =>
  client.ask('POST', path, { name, credential }, headers)
const addPasskey = async (): Promise<Authenticator> => {
  const authenticator = createTestAuthenticator(origin)
  expect((await add(authenticator.register(await readOptions()))).status).toBe(201)
  return authenticator
}

const send = (address: string, body: object | undefined, cookie = ''): Promise<Response> =>
  server.ask(address, {
    method: 'POST',
    headers: {
      ...headers,
      ...(cookie === '' ? {} : { cookie }),
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
/** Requests a challenge in a browser. */
const startSignIn = async (): Promise<{ options: { challenge: string }; cookie: string }> => {
  const response = await send('/api/v1/auth/passkey-sign-in/options', undefined)
  expect(response.status, await response.clone().text()).toBe(200)
  const cookie = response.headers.getSetCookie()[0]!
  expect(cookie).toMatch(/HttpOnly/)
  expect(cookie).toMatch(/SameSite=Strict/)
  return { options: (await response.json()) as { challenge: string }, cookie: cookie.split(';')[0]! }
}
const finishSignIn = (credential: object, cookie: string): Promise<Response> =>
  send('/api/v1/auth/passkey-sign-in', { credential }, cookie)
const signInWith = async (authenticator: Authenticator, changes: ResponseChanges = {}): Promise<Response> => {
  const { options, cookie } = await startSignIn()
  return finishSignIn(authenticator.signIn(options, changes), cookie)
}
const expectRejection = async (response: Response): Promise<void> => {
  expect([response.status, (await readBody(response)).error?.code]).toEqual([401, 'account.passkey'])
}

describe('passkeys', () => {
  test('are added, listed, renamed, used for signing in, and removed', async () => {
    const authenticator = await addPasskey()
    const { items } = (await (await ada.ask('GET', path)).json()) as { items: { id: string }[] }
    expect(items).toMatchObject([{ name: 'Laptop', last_used_at: null }])
    const { id } = items[0]!
    expect(await readBody(await ada.ask('PATCH', `${path}/${id}`, { name: 'Work' }))).toMatchObject({ name: 'Work' })
    const response = await signInWith(authenticator, { userHandle: ada.id })
    expect(response.status, await response.clone().text()).toBe(200)
    expect(await readBody(response)).toMatchObject({ user: { id: ada.id }, token_type: 'bearer' })
    expect(await readBody(await ada.ask('GET', path))).toMatchObject({
      items: [{ last_used_at: new Date(time).toISOString() }],
    })
    expect((await ada.ask('DELETE', `${path}/${id}`)).status).toBe(204)
    await expectRejection(await signInWith(authenticator))
  })

  test('of another user cannot be seen, renamed, removed or added again', async () => {
    const authenticator = await addPasskey()
    const { items } = (await (await ada.ask('GET', path)).json()) as { items: { id: string }[] }
    const { id } = items[0]!
    const grace = await signIn(server, mails, 'grace@example.com')
    expect(await readBody(await grace.ask('GET', path))).toMatchObject({ total: 0 })
    expect((await grace.ask('PATCH', `${path}/${id}`, { name: 'Mine' })).status).toBe(404)
    expect((await grace.ask('DELETE', `${path}/${id}`)).status).toBe(404)
    await expectRejection(await add(authenticator.register(await readOptions(grace)), grace))
    const response = await signInWith(authenticator)
    expect(await readBody(response)).toMatchObject({ user: { id: ada.id } })
  })

  test('are not added with another challenge, origin, site or session, twice, late, or without verification', async () => {
    const attempts: [string, ResponseChanges][] = [
      ['challenge', { challenge: Buffer.from('another challenge').toString('base64url') }],
      ['origin', { origin: 'https://evil.example' }],
      ['site', { relyingParty: 'evil.example' }],
      ['verification', { isVerified: false }],
    ]
    for (const [, changes] of attempts) {
      const authenticator = createTestAuthenticator(origin)
      await expectRejection(await add(authenticator.register(await readOptions(), changes)))
    }
    const options = await readOptions()
    const otherSession = await signIn(server, mails, 'ada@example.com')
    await expectRejection(await add(createTestAuthenticator(origin).register(options), otherSession))
    expect((await add(createTestAuthenticator(origin).register(options))).status).toBe(201)
    await expectRejection(await add(createTestAuthenticator(origin).register(options)))
    const lateOptions = await readOptions()
    time += 301_000
    await expectRejection(await add(createTestAuthenticator(origin).register(lateOptions)))
  })

  test('do not sign in with another challenge, origin, site or user, or without verification', async () => {
    const authenticator = await addPasskey()
    const attempts: ResponseChanges[] = [
      { challenge: Buffer.from('another challenge').toString('base64url') },
      { origin: 'https://evil.example' },
      { relyingParty: 'evil.example' },
      { isVerified: false },
      { userHandle: 'another user' },
    ]
    for (const changes of attempts) await expectRejection(await signInWith(authenticator, changes))
    const { options, cookie } = await startSignIn()
    const foreign = createTestAuthenticator(origin).signIn(options)
    const { id, rawId } = authenticator.signIn(options)
    await expectRejection(await finishSignIn({ ...foreign, id, rawId }, cookie))
  })

  type Assertion = ReturnType<Authenticator['signIn']>
  const replace = (assertion: Assertion, changes: object): object => ({
    ...assertion,
    response: { ...assertion.response, ...changes },
  })
  const encode = (text: string): string => Buffer.from(text).toString('base64url')
  test.each<[string, (assertion: Assertion, authenticator: Authenticator, challenge: string) => object]>([
    ['without a signature', (assertion) => replace(assertion, { signature: '' })],
    [
      'with a cut signature',
      (assertion) => replace(assertion, { signature: assertion.response.signature.slice(0, -8) }),
    ],
    ['with cut data of the authenticator', (assertion) => replace(assertion, { authenticatorData: 'AAAA' })],
    [
      'with the data of another authenticator',
      (assertion, _, challenge) => {
        const { authenticatorData } = createTestAuthenticator(origin).signIn({ challenge }, { counter: 9 }).response
        return replace(assertion, { authenticatorData })
      },
    ],
    ['without client data', (assertion) => replace(assertion, { clientDataJSON: '' })],
    ['with client data that are null', (assertion) => replace(assertion, { clientDataJSON: encode('null') })],
    [
      'with changed client data',
      (assertion, _, challenge) =>
        replace(assertion, { clientDataJSON: encode(JSON.stringify({ type: 'webauthn.get', challenge, origin })) }),
    ],
    ['that registers', (_, authenticator, challenge) => authenticator.register({ challenge })],
    ['of another type', (assertion) => ({ ...assertion, type: 'password' })],
    ['with another raw id', (assertion) => ({ ...assertion, rawId: 'AAAA' })],
    ['of a passkey that does not exist', (assertion) => ({ ...assertion, id: 'AAAA', rawId: 'AAAA' })],
    ['with NUL in its id', (assertion) => ({ ...assertion, id: '\0', rawId: '\0' })],
    ['with the user of another account', (assertion) => replace(assertion, { userHandle: encode('another-user') })],
    ['with fields of objects', () => JSON.parse('{"__proto__": {"id": "a"}, "id": {"length": 1}}') as object],
  ])('do not sign in by a response %s', async (_, forge) => {
    const authenticator = await addPasskey()
    const { options, cookie } = await startSignIn()
    const forged = forge(authenticator.signIn(options), authenticator, options.challenge)
    const response = await finishSignIn(forged, cookie)
    expect([401, 422]).toContain(response.status)
    expect(await response.text()).not.toContain('access_token')
  })

  test('do not sign in by a response that is repeated, late, or from another browser', async () => {
    const authenticator = await addPasskey()
    const { options, cookie } = await startSignIn()
    const response = authenticator.signIn(options)
    await expectRejection(await finishSignIn(response, ''))
    const other = await startSignIn()
    await expectRejection(await finishSignIn(response, other.cookie))
    expect((await finishSignIn(response, cookie)).status).toBe(200)
    await expectRejection(await finishSignIn(response, cookie))
    const late = await startSignIn()
    time += 301_000
    await expectRejection(await finishSignIn(authenticator.signIn(late.options), late.cookie))
  })

  test('sign in once with a response that is sent eight times at once, and not with the challenge for adding one', async () => {
    ada = await signIn(server, mails, 'grace@example.com')
    const authenticator = await addPasskey()
    const { options, cookie } = await startSignIn()
    const response = authenticator.signIn(options)
    const answers = await Promise.all(Array.from({ length: 8 }, () => finishSignIn(response, cookie)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(7).fill(401)])
    await expectRejection(await finishSignIn(authenticator.signIn(await readOptions()), (await startSignIn()).cookie))
  })

  test('with a counter that does not increase are refused, because the authenticator was copied', async () => {
    const authenticator = createTestAuthenticator(origin)
    expect((await add(authenticator.register(await readOptions(), { counter: 5 }))).status).toBe(201)
    expect((await signInWith(authenticator, { counter: 7 })).status).toBe(200)
    for (const counter of [0, 6, 7]) await expectRejection(await signInWith(authenticator, { counter }))
    expect((await signInWith(authenticator, { counter: 8 })).status).toBe(200)
  })

  test('reveal no account, and are slowed down by failures behind the same address, but not refused', async () => {
    const { options } = await startSignIn()
    expect(options).not.toHaveProperty('allowCredentials.0')
    const authenticator = createTestAuthenticator(origin)
    expect((await add(authenticator.register(await readOptions()))).status).toBe(201)
    const stranger = createTestAuthenticator(origin)
    for (let attempt = 0; attempt < 30; attempt++) await expectRejection(await signInWith(stranger))
    delays.length = 0
    await expectRejection(await signInWith(stranger))
    expect((await signInWith(authenticator)).status).toBe(200)
    expect(delays).toEqual([100, 200])
    for (let challenge = 0; challenge < 50; challenge++) await startSignIn()
    expect((await signInWith(authenticator)).status).toBe(200)
    expect(delays.length).toBeGreaterThan(20)
  })
})

test.each([
  ['POST', `${path}/options`, undefined],
  ['POST', path, { name: 'Laptop', credential: createTestAuthenticator(origin).register({ challenge: 'none' }) }],
  ['DELETE', `${path}/some`, undefined],
  ['POST', '/api/v1/auth/api-keys', { name: 'Key', scopes: ['view'] }],
  ['POST', '/api/v1/workspaces/{id}/transfer', { user_id: 'someone' }],
  ['POST', '/api/v1/auth/me/delete', { email: 'fay@example.com' }],
  // The last one: it sets a password.
  ['PUT', '/api/v1/auth/password', { password: 'a new password of the thief' }],
])('a session without a recent sign-in, which may be stolen, does not allow %s %s', async (method, address, body) => {
  const fay = await signIn(server, mails, 'fay@example.com')
  const { workspace_id: workspace } = await readBody(await fay.ask('GET', '/api/v1/auth/me'))
  const ask = (client: Client) => client.ask(method, address.replace('{id}', String(workspace)), body, headers)
  // The session continues, but its sign-in is older.
  time += 14 * 60_000
  const refreshed = await readBody(await send('/api/v1/auth/refresh', { refresh_token: fay.refreshToken }))
  time += 2 * 60_000
  const session = createClient(server, String(refreshed.access_token))
  const response = await ask(session)
  expect([response.status, (await readBody(response)).error?.code]).toEqual([403, 'account.sign-in-again'])
  const recent = await signIn(server, mails, 'fay@example.com')
  expect((await ask(recent)).status).not.toBe(403)
})
