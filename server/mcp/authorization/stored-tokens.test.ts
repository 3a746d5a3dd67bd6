import { describe, expect, test } from 'vitest'
import { createClientMetadata, type AuthorizationStore, type McpAuthorization } from './authorization-provider.ts'
import { createStoredTokenProvider } from './stored-tokens.ts'
import { openAuthorizedMcpServer } from './test-authorized-server.ts'
import { openForTests } from '../../testing/test-resources.ts'

const redirectUrl = 'http://localhost:3000/mcp'

const mcp = openForTests(() => openAuthorizedMcpServer())

function createMemoryStore(authorization: McpAuthorization): AuthorizationStore & { current: McpAuthorization } {
  const store = {
    current: authorization,
    read: async () => store.current,
    async update(change: (authorization: McpAuthorization) => McpAuthorization | undefined) {
      const changed = change(store.current)
      if (changed) store.current = changed
      return changed !== undefined
    },
  }
  return store
}
/** Registers a client at the authorization server, with tokens that have expired. */
async function openExpired(refresh?: { owner: string; beat: number }) {
  const issuer = new URL(mcp.url).origin
  const registration = { method: 'POST', body: JSON.stringify(createClientMetadata(redirectUrl)) }
  const client = (await (await fetch(`${issuer}/register`, registration)).json()) as { client_id: string }
  const tokens = { ...mcp.issueTokens(), issuer }
  mcp.expireTokens()
  return createMemoryStore({ clients: { [issuer]: { ...client, issuer } }, tokens, ...(refresh ? { refresh } : {}) })
}
const open = (store: AuthorizationStore, leaseMs = 10_000, signal = new AbortController().signal) =>
  createStoredTokenProvider(store, { name: 'Account', redirectUrl, fetch, signal, leaseMs })
/** Sends the stored token, which the server rejects, and then the token after the refresh. */
async function replaceToken(store: AuthorizationStore, leaseMs?: number, signal?: AbortSignal) {
  const tokens = open(store, leaseMs, signal)
  const token = await tokens.token()
  const send = (value = '') => fetch(mcp.url, { method: 'POST', headers: { authorization: `Bearer ${value}` } })
  const response = await send(token)
  expect(response.status).toBe(401)
  await tokens.onUnauthorized!({ response, serverUrl: new URL(mcp.url), fetchFn: fetch })
  const next = await tokens.token()
  expect((await send(next)).status).not.toBe(401)
  return { token, next }
}

describe('stored tokens', () => {
  test('are refreshed by another process if the one with the lease has ended', async () => {
    const store = await openExpired({ owner: 'a process that has ended', beat: 3 })
    const before = mcp.refreshes
    const replaced = await Promise.all([replaceToken(store, 2_000), replaceToken(store, 2_000)])
    expect(mcp.refreshes - before).toBe(1)
    expect(replaced[0]).toEqual(replaced[1])
    expect(store.current.refresh).toBeUndefined()
  })

  test('are not refreshed while another process renews its lease', async () => {
    const store = await openExpired({ owner: 'another process', beat: 0 })
    const timer = setInterval(() => {
      const { refresh } = store.current
      store.current = { ...store.current, refresh: { owner: refresh!.owner, beat: refresh!.beat + 1 } }
    }, 50)
    const abort = new AbortController()
    const waiting = replaceToken(store, 1_000, abort.signal)
    const before = mcp.refreshes
    setTimeout(() => abort.abort(), 2_500)
    try {
      await expect(waiting).rejects.toThrow()
      expect(mcp.refreshes).toBe(before)
    } finally {
      clearInterval(timer)
    }
  })

  test('of a new authorization are not replaced by those of an older refresh', async () => {
    const store = await openExpired()
    mcp.refreshDelayMs = 200
    const refreshing = replaceToken(store)
    await expect.poll(() => store.current.refresh?.owner).toBeDefined()
    const tokens = mcp.issueTokens()
    store.current = { ...store.current, tokens }
    try {
      await refreshing
      expect(store.current.tokens).toEqual(tokens)
    } finally {
      mcp.refreshDelayMs = 0
    }
  })
})
