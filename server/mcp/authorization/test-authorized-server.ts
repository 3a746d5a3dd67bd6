import { createAdaptorServer } from '@hono/node-server'
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import { Hono } from 'hono'
import { createHash, randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

interface IssuedTokens {
  access_token: string
  token_type: string
  expires_in: number
  refresh_token: string
}

/** An MCP server on a loopback port that requires a token, with its own authorization server. */
export interface AuthorizedMcpServer {
  host: string
  url: string
  /** All tokens that the MCP server has received. */
  tokens: Set<string>
  /** Number of requests that have sent a refresh token. */
  readonly refreshes: number
  /** Delay of the response to a refresh, in ms. The refresh token has already been replaced. */
  refreshDelayMs: number
  /** Issues valid tokens without a code. */
  issueTokens(): IssuedTokens
  /** Expires all access tokens. */
  expireTokens(): void
  /** Revokes all tokens, so that a user must authorize the client again. */
  revoke(): void
  close(): Promise<void>
}

/**
 * Opens a server that accepts each refresh token once. If a refresh token is sent again, it may have been stolen, so
 * all tokens are revoked.
 */
export async function openAuthorizedMcpServer(): Promise<AuthorizedMcpServer> {
  const tokens = new Set<string>()
  const validTokens = new Set<string>()
  const refreshTokens = new Set<string>()
  let refreshCount = 0
  /** The challenge and redirect URL for each code. */
  const codes = new Map<string, { challenge: string; redirectUrl: string }>()
  const redirectUrlsByClient = new Map<string, string[]>()
  const app = new Hono()
  let origin = ''
  const issueTokens = (): IssuedTokens => {
    const [token, refreshToken] = [randomUUID(), randomUUID()]
    validTokens.add(token)
    refreshTokens.add(refreshToken)
    return { access_token: token, token_type: 'Bearer', expires_in: 3600, refresh_token: refreshToken }
  }
  const revoke = (): void => {
    validTokens.clear()
    refreshTokens.clear()
  }
  app.get('/.well-known/oauth-protected-resource/mcp', (context) =>
    context.json({ resource: `${origin}/mcp`, authorization_servers: [origin] }),
  )
  app.get('/.well-known/oauth-authorization-server', (context) =>
    context.json({
      issuer: origin,
      authorization_endpoint: `${origin}/authorize`,
      token_endpoint: `${origin}/token`,
      registration_endpoint: `${origin}/register`,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['none'],
      authorization_response_iss_parameter_supported: true,
    }),
  )
  app.post('/register', async (context) => {
    const metadata = (await context.req.json()) as { redirect_uris: string[] }
    const clientId = randomUUID()
    redirectUrlsByClient.set(clientId, metadata.redirect_uris)
    return context.json({ ...metadata, client_id: clientId }, 201)
  })
  app.get('/authorize', (context) => {
    const {
      client_id: clientId = '',
      redirect_uri: redirectUrl = '',
      state = '',
      code_challenge: challenge,
    } = context.req.query()
    if (!redirectUrlsByClient.get(clientId)?.includes(redirectUrl) || challenge === undefined)
      return context.text('Invalid', 400)
    const code = randomUUID()
    codes.set(code, { challenge, redirectUrl })
    return context.redirect(`${redirectUrl}?${new URLSearchParams({ code, state, iss: origin }).toString()}`)
  })
  app.post('/token', async (context) => {
    const form = (await context.req.parseBody()) as Record<string, string>
    const code = codes.get(form.code ?? '')
    codes.delete(form.code ?? '')
    const challenge = createHash('sha256')
      .update(form.code_verifier ?? '')
      .digest('base64url')
    const hasValidCode = code?.challenge === challenge && code.redirectUrl === form.redirect_uri
    const isRefresh = form.grant_type === 'refresh_token'
    if (isRefresh) refreshCount++
    if (!hasValidCode && !refreshTokens.delete(form.refresh_token ?? '')) {
      if (isRefresh) revoke()
      return context.json({ error: 'invalid_grant' }, 400)
    }
    const issuedTokens = issueTokens()
    if (!hasValidCode) await delay(authorizedServer.refreshDelayMs)
    return context.json(issuedTokens)
  })
  const handler = createMcpHandler(() => {
    const server = new McpServer({ name: 'authorized', version: '1.0.0' })
    server.registerTool('who_am_i', { description: 'Returns the account.' }, () => ({
      content: [{ type: 'text', text: 'the account of the workspace' }],
    }))
    return server
  })
  app.all('/mcp', async (context) => {
    const token = /^Bearer (.+)$/.exec(context.req.header('authorization') ?? '')?.[1]
    if (token !== undefined) tokens.add(token)
    if (token !== undefined && validTokens.has(token)) return handler.fetch(context.req.raw)
    const challenge = `Bearer resource_metadata="${origin}/.well-known/oauth-protected-resource/mcp"`
    return context.body(null, 401, { 'WWW-Authenticate': challenge })
  })
  const listener = createAdaptorServer({ fetch: app.fetch }) as Server
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(listener.address() as AddressInfo).port}`
  origin = `http://${host}`
  const authorizedServer: AuthorizedMcpServer = {
    host,
    url: `${origin}/mcp`,
    tokens,
    refreshDelayMs: 0,
    get refreshes() {
      return refreshCount
    },
    issueTokens,
    expireTokens: () => validTokens.clear(),
    revoke,
    async close() {
      listener.closeAllConnections()
      await new Promise((resolve) => listener.close(resolve))
    },
  }
  return authorizedServer
}
