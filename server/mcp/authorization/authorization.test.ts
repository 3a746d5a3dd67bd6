import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { openTestServer } from '../../testing/open-test-server.ts'
import { openTestApp } from '../../testing/test-app.ts'
import { openForTests } from '../../testing/test-resources.ts'
import { describeWithPostgres, openTestPostgres } from '../../testing/test-postgres.ts'
import { openAuthorizedMcpServer } from './test-authorized-server.ts'

type Body = Record<string, unknown> & { id: string; status: string; problem: { code: string } | null; http: number }

const path = '/api/v1/mcp/servers'
const redirectUrl = 'http://localhost:3000/mcp'

let id: string

const mcp = openForTests(() => openAuthorizedMcpServer())
const { server, folder } = openTestApp(() => ({ allowHosts: [mcp.host] }))
beforeEach(async () => {
  if (id !== undefined) await call('DELETE', `${path}/${id}`)
  mcp.tokens.clear()
  id = (await call('POST', path, { name: 'Account', type: 'http', url: mcp.url })).id
})

async function call(method: string, address: string, body?: unknown, at = server): Promise<Body> {
  const response = body === undefined ? await at.ask(address, { method }) : await at.send(method, address, body)
  return { ...(JSON.parse((await response.text()) || '{}') as Body), http: response.status }
}
const connect = () => call('POST', `${path}/${id}/connect`)
/** Authorizes the server as a person in a browser, and returns the query with which the person returns. */
async function visitAuthorization(mcpServer = id, at = server): Promise<string> {
  const body = { redirect_url: redirectUrl }
  const { authorization_url: url } = await call('POST', `${path}/${mcpServer}/authorize`, body, at)
  const response = await fetch(String(url), { redirect: 'manual' })
  const returned = new URL(response.headers.get('location')!)
  expect(returned.origin + returned.pathname).toBe(redirectUrl)
  return returned.search
}
const finish = (query: string) => call('POST', `${path}/${id}/authorization`, { query })
const listSecrets = async () => ((await server.json('/api/v1/secrets')) as { items: { name: string }[] }).items

describe('an MCP server that requires an authorization', () => {
  test('fails until an administrator has authorized the workspace, and is used afterwards', async () => {
    expect(await connect()).toMatchObject({ status: 'failed', problem: { code: 'mcp.unauthorized' } })
    expect((await finish(await visitAuthorization())).http).toBe(200)
    expect(await connect()).toMatchObject({ status: 'blocked', problem: null })
    const { hash } = await call('GET', `${path}/${id}/tools`)
    await call('POST', `${path}/${id}/approve`, { hash })
    const result = await call('POST', `${path}/${id}/tools/who_am_i/call`, { arguments: {} })
    expect(result).toMatchObject({ is_error: false, content: [{ text: 'the account of the workspace' }] })
  })

  test('receives a new token after the first one has expired', async () => {
    await finish(await visitAuthorization())
    await connect()
    mcp.expireTokens()
    expect(await connect()).toMatchObject({ problem: null })
    expect(mcp.tokens.size).toBe(2)
    mcp.revoke()
    expect(await connect()).toMatchObject({ status: 'failed', problem: { code: 'mcp.unauthorized' } })
  })

  test('refreshes an expired token once for calls at the same time', async () => {
    await finish(await visitAuthorization())
    for (const calls of [2, 5]) {
      const before = mcp.refreshes
      mcp.expireTokens()
      mcp.refreshDelayMs = 200
      const connections = await Promise.all(Array.from({ length: calls }, connect))
      expect(connections.map(({ problem }) => problem)).toEqual(Array.from({ length: calls }, () => null))
      expect(mcp.refreshes - before).toBe(1)
    }
    mcp.refreshDelayMs = 0
    expect(await connect()).toMatchObject({ problem: null })
  })

  test('keeps the token of a refresh whose call was aborted', async () => {
    await finish(await visitAuthorization())
    const before = mcp.refreshes
    mcp.expireTokens()
    mcp.refreshDelayMs = 300
    const abort = new AbortController()
    const aborted = server.ask(`${path}/${id}/connect`, { method: 'POST', signal: abort.signal }).catch(() => undefined)
    await expect.poll(() => mcp.refreshes - before).toBe(1)
    abort.abort()
    await aborted
    mcp.refreshDelayMs = 0
    expect(await connect()).toMatchObject({ problem: null })
    expect(mcp.refreshes - before).toBe(1)
  })

  test('does not accept a state that was not sent, and no state twice', async () => {
    const query = await visitAuthorization()
    const forged = new URLSearchParams(query)
    forged.set('state', 'forged')
    expect(await finish(forged.toString())).toMatchObject({ http: 409, error: { code: 'mcp.unauthorized' } })
    expect((await finish(query)).http).toBe(200)
    expect((await finish(query)).http).toBe(409)
  })

  test('does not redeem a code of another authorization server', async () => {
    const query = new URLSearchParams(await visitAuthorization())
    query.set('iss', 'https://other.example')
    expect(await finish(query.toString())).toMatchObject({ http: 409 })
    expect(await connect()).toMatchObject({ problem: { code: 'mcp.unauthorized' } })
  })

  test('sends the person back to pages of this server only', async () => {
    const body = { redirect_url: 'https://elsewhere.example/mcp' }
    expect((await call('POST', `${path}/${id}/authorize`, body)).http).toBe(422)
  })

  test('is not authorized if an administrator has replaced the secret with its tokens', async () => {
    await finish(await visitAuthorization())
    for (const value of ['not JSON', 'null', '1']) {
      await call('PUT', `/api/v1/secrets/mcp-authorization-${id}`, { value, hosts: [mcp.host] })
      expect(await connect()).toMatchObject({ http: 200, problem: { code: 'mcp.unauthorized' } })
    }
    expect((await finish(await visitAuthorization())).http).toBe(200)
    expect(await connect()).toMatchObject({ problem: null })
  })

  test('has its tokens in a secret, which ends with the server and with its address', async () => {
    await finish(await visitAuthorization())
    expect(await listSecrets()).toMatchObject([{ name: `mcp-authorization-${id}`, hosts: [mcp.host] }])
    const [token = ''] = (await connect(), mcp.tokens)
    const texts = await Promise.all(
      ['', '/tools', '/calls'].map(async (end) => (await server.ask(`${path}/${id}${end}`)).text()),
    )
    for (const text of texts) expect(text).not.toContain(token)
    await call('PUT', `${path}/${id}`, { name: 'Account', type: 'http', url: `${mcp.url}/other` })
    expect(await listSecrets()).toEqual([])
    await call('PUT', `${path}/${id}`, { name: 'Account', type: 'http', url: mcp.url })
    await finish(await visitAuthorization())
    await call('DELETE', `${path}/${id}`)
    expect(await listSecrets()).toEqual([])
  })
})

describeWithPostgres('an authorization that two servers use', () => {
  const postgres = openTestPostgres()
  test('is refreshed by one of them at a time', async () => {
    const databaseUrl = await postgres.createDatabase()
    // The folder has the key of the secrets.
    const open = () => openTestServer(join(folder, 'shared'), { databaseUrl, allowHosts: [mcp.host] })
    const servers = [await open(), await open()]
    const first = servers[0]!
    try {
      const { id: shared } = await call('POST', path, { name: 'Shared', type: 'http', url: mcp.url }, first)
      const query = await visitAuthorization(shared, first)
      expect((await call('POST', `${path}/${shared}/authorization`, { query }, first)).http).toBe(200)
      const before = mcp.refreshes
      mcp.expireTokens()
      mcp.refreshDelayMs = 300
      const connections = await Promise.all(
        [...servers, ...servers].map((at) => call('POST', `${path}/${shared}/connect`, undefined, at)),
      )
      expect(connections.map(({ problem }) => problem)).toEqual([null, null, null, null])
      expect(mcp.refreshes - before).toBe(1)
    } finally {
      mcp.refreshDelayMs = 0
      for (const opened of servers) await opened.close()
    }
  })
})
