import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose'
import { describe, expect, it } from 'vitest'
import { createAuthenticator } from './authenticate.ts'
import { createHostTokenVerifier } from './host-tokens.ts'
import { openTestApp } from '../testing/test-app.ts'
import { openTestService } from '../testing/test-resources.ts'

const { privateKey, publicKey } = await generateKeyPair('RS256')
const otherKeys = await generateKeyPair('RS256')
let jwksUrl: string
let now = Date.UTC(2026, 10, 26)

const jwk = { ...(await exportJWK(publicKey)), kid: 'first', alg: 'RS256', use: 'sig' }
const keyServer = openTestService((_, response) => {
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] }))
})
const { server } = openTestApp(() => {
  jwksUrl = `${keyServer.origin}/jwks.json`
  const isWorkspace = async (name: string): Promise<boolean> => name === 'default' || name === 'sales'
  const settings = { jwksUrl, audience: 'aw', issuer: 'https://app.example' }
  return {
    hostTokens: createHostTokenVerifier(settings, isWorkspace, () => now),
  }
})

const claims = { sub: 'u-17', email: 'ada@example.com', workspace: 'sales', role: 'editor' }

/** Signs a token that is valid for five minutes; `undefined` removes a claim. */
function sign(changes: Record<string, unknown> = {}, key = privateKey, header: { kid?: string } = { kid: 'first' }) {
  const issuedAt = Math.floor(now / 1000)
  const payload = { iss: 'https://app.example', aud: 'aw', exp: issuedAt + 300, ...claims, ...changes }
  return new SignJWT(payload as JWTPayload).setProtectedHeader({ alg: 'RS256', ...header }).sign(key)
}

const request = (token: string, path = '/api/v1/workflows', init: RequestInit = {}): Promise<Response> =>
  server.ask(path, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } })

const createWorkflow = (token: string): Promise<Response> =>
  request(token, '/api/v1/workflows', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Orders' }),
  })

describe('the token of a host application', () => {
  it('gives its user the permissions of the role in the workspace', async () => {
    expect((await createWorkflow(await sign())).status).toBe(201)
    expect((await createWorkflow(await sign({ role: 'viewer' }))).status).toBe(403)
    const names = async (workspace: string) =>
      ((await (await request(await sign({ workspace }))).json()) as { items: { name: string }[] }).items
    expect(await names('sales')).toMatchObject([{ name: 'Orders' }])
    expect(await names('default')).toEqual([])
  })

  it('never operates the server or changes accounts, not even as an owner', async () => {
    const token = await sign({ workspace: 'default', role: 'owner' })
    expect((await request(token, '/metrics')).status).toBe(403)
    expect((await request(token, '/api/v1/auth/me')).status).toBe(403)
  })

  it('gets notifications in the browser, but no emails, because its address is not verified', async () => {
    const rule = (channel: string) => ({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ channel, events: ['run.failed'] }),
    })
    const path = '/api/v1/notification-rules'
    expect((await request(await sign(), path, rule('browser'))).status).toBe(201)
    const response = await request(await sign(), path, rule('mail'))
    expect(response.status).toBe(422)
    expect(await response.text()).toContain('notification-rule.no-account')
    const { items } = (await (await request(await sign({ sub: 'u-18' }), path)).json()) as { items: unknown[] }
    expect(items).toEqual([])
  })

  it('reaches no other workspace by a header', async () => {
    const headers = { 'x-workspace-id': 'default' }
    expect((await request(await sign(), '/api/v1/workflows', { headers })).status).toBe(403)
  })

  it.each([
    [{ workspace: 'lab' }, 'caller.workspace', 'The workspace "lab" in the token does not exist on this server.'],
    [{ role: 'manager' }, 'caller.role', 'The role "manager" in the token does not exist.'],
    [{ role: ['owner'] }, 'caller.role', 'The role "owner" in the token does not exist.'],
  ])('with %j is answered with 403 and %s', async (changes, code, message) => {
    const response = await request(await sign(changes))
    expect(response.status).toBe(403)
    const { error } = (await response.json()) as { error: { code: string; message: string } }
    expect(error.code).toBe(code)
    expect(error.message).toContain(message)
  })

  it.each([
    ['for another audience', () => sign({ aud: 'billing' })],
    ['without an audience', () => sign({ aud: undefined })],
    ['of another issuer', () => sign({ iss: 'https://evil.example' })],
    ['that has expired', () => sign({ exp: Math.floor(now / 1000) - 1 })],
    ['that never expires', () => sign({ exp: undefined })],
    ['without a subject', () => sign({ sub: undefined })],
    ['with an empty subject', () => sign({ sub: '' })],
    ['whose subject is an object', () => sign({ sub: { id: 7 } })],
    ['whose subject has a character that the database cannot store', () => sign({ sub: 'u-1\u0000' })],
    ['whose subject has 600 characters', () => sign({ sub: 'u'.repeat(600) })],
    ['without a role', () => sign({ role: undefined })],
    ['signed by another key with a known id', () => sign({}, otherKeys.privateKey)],
    ['signed by an unknown key', () => sign({}, otherKeys.privateKey, { kid: 'second' })],
    ['without a signature', async () => new UnsecuredJWT({ aud: 'aw', exp: now / 1000 + 60, ...claims }).encode()],
    [
      'signed with the public key as a shared secret',
      async () =>
        new SignJWT({ iss: 'https://app.example', aud: 'aw', exp: Math.floor(now / 1000) + 60, ...claims })
          .setProtectedHeader({ alg: 'HS256', kid: 'first' })
          .sign(new TextEncoder().encode(JSON.stringify(await exportJWK(publicKey)))),
    ],
    ['that is not a token', async () => 'a.b.c'],
  ])('%s is rejected with 401', async (_, create) => {
    expect((await request(await create())).status).toBe(401)
  })

  it('ends with its expiry, also on open connections', async () => {
    const token = await sign()
    const hostTokens = createHostTokenVerifier(
      { jwksUrl, audience: 'aw' },
      async () => true,
      () => now,
    )
    const authentication = createAuthenticator([], { hostTokens }, () => now)
    const caller = await authentication.identifyCaller(`Bearer ${token}`)
    expect(caller).toMatchObject({ id: 'host:u-17', name: 'ada@example.com', kind: 'host-user' })
    expect(await authentication.renewCaller!(caller!)).toBe(caller)
    now += 301_000
    expect(await authentication.renewCaller!(caller!)).toBeUndefined()
    expect(await authentication.identifyCaller(`Bearer ${token}`)).toBeUndefined()
    expect((await request(token)).status).toBe(401)
  })

  it('cannot be checked while the keys are out of reach, which the response says', async () => {
    const unreachable = createHostTokenVerifier({ jwksUrl: 'http://127.0.0.1:9/', audience: 'aw' }, async () => true)
    await expect(unreachable.identify(await sign())).rejects.toMatchObject({
      problem: { code: 'host-keys.unavailable', params: { url: 'http://127.0.0.1:9/' } },
    })
    // Other tokens cause no request.
    await expect(unreachable.identify('aw_key_secret')).resolves.toBeUndefined()
  })
})
