import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { contentSecurityPolicy } from './security/content-security-policy.ts'
import { openTestApp } from './testing/test-app.ts'
import { readBody } from './testing/test-requests.ts'

const { server } = openTestApp(async (folder) => {
  const studio = join(folder, 'studio')
  await mkdir(join(studio, 'assets'), { recursive: true })
  await writeFile(join(studio, 'index.html'), '<!doctype html><title>Studio</title>')
  await writeFile(join(studio, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  await writeFile(join(studio, 'assets', 'main-Ab12Cd34.js'), 'export {}')
  await writeFile(join(studio, 'assets', 'worker-Ab12Cd34.js'), 'export {}')
  await writeFile(join(studio, 'assets', 'duckdb-eh-Zz99Yy88.wasm'), 'wasm')
  await writeFile(join(studio, 'assets', 'duckdb-eh-Zz99Yy88.wasm.br'), 'br')
  await writeFile(join(studio, '.hidden'), 'secret')
  await writeFile(join(folder, 'outside.txt'), 'secret')
  return { studio }
})

describe('health', () => {
  test.each(['/health', '/health/ready', '/api/v1/health'])('%s returns ok', async (path) => {
    const answer = await server.ask(path)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({ status: 'healthy', timestamp: expect.any(String) })
  })
})

describe('every response', () => {
  test('has a correlation id, taken from the request if valid', async () => {
    const own = await server.ask('/api/v1/runs/none', { headers: { 'X-Correlation-ID': 'abc-1' } })
    expect(own.headers.get('X-Correlation-ID')).toBe('abc-1')
    expect((await readBody(own)).error.correlation_id).toBe('abc-1')
    const bad = await server.ask('/health', { headers: { 'X-Correlation-ID': 'a b<script>' } })
    expect(bad.headers.get('X-Correlation-ID')).toMatch(/^[0-9a-f-]{36}$/)
  })

  test.each(['/health', '/api/v1/nothing', '/', '/assets/main-Ab12Cd34.js'])(
    '%s carries security headers',
    async (path) => {
      const { headers } = await server.ask(path)
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
      expect(headers.get('X-Frame-Options')).toBe('DENY')
      expect(headers.get('Referrer-Policy')).toBe('no-referrer')
      expect(headers.get('Cross-Origin-Resource-Policy')).toBe('same-origin')
      expect(headers.get('Content-Security-Policy')).toMatch(/^default-src 'none'; .*\bframe-ancestors 'none'(;|$)/)
    },
  )

  test('an unknown route returns 404 in the common error format', async () => {
    const answer = await server.ask('/api/v1/nothing')
    expect(answer.status).toBe(404)
    expect((await readBody(answer)).error.code).toBe('route.not-found')
  })
})

describe('Host and Origin', () => {
  const paths = [
    ['GET', '/'],
    ['GET', '/health'],
    ['GET', '/api/v1/workflows'],
    ['POST', '/api/v1/workflows'],
    ['PUT', '/api/v1/workflows/x'],
    ['DELETE', '/api/v1/data/x'],
    ['OPTIONS', '/api/v1/workflows'],
    ['HEAD', '/'],
  ] as const

  test.each(paths)('[24, 40] refuses a foreign host: %s %s', async (method, path) => {
    const answer = await server.ask(path, { method, headers: { host: 'evil.example:3000' } })
    expect(answer.status).toBe(403)
    if (method !== 'HEAD') expect((await readBody(answer)).error.code).toBe('host.not-allowed')
  })

  test.each(paths)('[24, 40] refuses a foreign origin: %s %s', async (method, path) => {
    for (const origin of ['https://evil.example', 'null']) {
      const answer = await server.ask(path, { method, headers: { origin } })
      expect(answer.status).toBe(403)
      expect(answer.headers.get('Access-Control-Allow-Origin')).toBeNull()
    }
  })

  test('accepts its own origin and configured ones', async () => {
    const own = await server.ask('/api/v1/workflows', { headers: { origin: 'http://localhost:3000' } })
    expect(own.status).toBe(200)
    expect(own.headers.get('Access-Control-Allow-Origin')).toBeNull()
    const invited = await server.ask('/api/v1/workflows', { headers: { origin: 'https://friend.example' } })
    expect(invited.status).toBe(200)
    expect(invited.headers.get('Access-Control-Allow-Origin')).toBe('https://friend.example')
    const preflight = await server.ask('/api/v1/workflows', {
      method: 'OPTIONS',
      headers: { origin: 'https://friend.example', 'Access-Control-Request-Method': 'PUT' },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('Access-Control-Allow-Methods')).toContain('PUT')
  })
})

describe('the studio', () => {
  test.each(['/', '/workflows/cosmo-ready', '/data', '/runs/1/', '/workflows/%E0%A4%A', '/%'])(
    '%s is the page, under the one policy',
    async (path) => {
      const answer = await server.ask(path)
      expect(answer.status).toBe(200)
      expect(answer.headers.get('Content-Type')).toBe('text/html; charset=utf-8')
      expect(answer.headers.get('Content-Security-Policy')).toBe(contentSecurityPolicy)
      expect(answer.headers.get('Cache-Control')).toBe('no-cache')
      expect(await answer.text()).toContain('Studio')
    },
  )

  test('serves scripts and wasm with their types and caches them forever', async () => {
    const script = await server.ask('/assets/main-Ab12Cd34.js')
    expect(script.headers.get('Content-Type')).toBe('text/javascript; charset=utf-8')
    expect(script.headers.get('Cache-Control')).toContain('immutable')
    expect(script.headers.get('Content-Security-Policy')).toBe(contentSecurityPolicy)
    // The policy of a worker is the header of its script, which the operator can change.
    expect((await server.ask('/assets/worker-Ab12Cd34.js')).headers.get('Cache-Control')).toBe('no-cache')
    const wasm = await server.ask('/assets/duckdb-eh-Zz99Yy88.wasm')
    expect(wasm.headers.get('Content-Type')).toBe('application/wasm')
    expect(wasm.headers.get('Content-Length')).toBe('4')
    expect((await server.ask('/favicon.svg')).headers.get('Cache-Control')).toBe('no-cache')
  })

  test('sends files compressed by the build to clients that accept them', async () => {
    const ask = (accepted: string) =>
      server.ask('/assets/duckdb-eh-Zz99Yy88.wasm', { headers: { 'Accept-Encoding': accepted } })
    const small = await ask('gzip, deflate, br, zstd')
    expect(small.headers.get('Content-Encoding')).toBe('br')
    expect(small.headers.get('Content-Type')).toBe('application/wasm')
    expect(small.headers.get('Content-Length')).toBe('2')
    expect(small.headers.get('Vary')).toContain('Accept-Encoding')
    for (const accepted of ['gzip', 'gzip, br;q=0', 'brotli']) {
      const plain = await ask(accepted)
      expect(plain.headers.get('Content-Encoding'), accepted).toBe(null)
      expect(plain.headers.get('ETag')).not.toBe(small.headers.get('ETag'))
    }
    const page = await server.ask('/', { headers: { 'Accept-Encoding': 'br' } })
    expect(page.headers.get('Content-Encoding')).toBe(null)
  })

  test('sends unchanged files as 304', async () => {
    const first = await server.ask('/')
    const etag = first.headers.get('ETag') ?? ''
    const second = await server.ask('/', { headers: { 'If-None-Match': `"x", ${etag}` } })
    expect(second.status).toBe(304)
    expect(await second.text()).toBe('')
    expect((await server.ask('/', { headers: { 'If-None-Match': '"x"' } })).status).toBe(200)
  })

  test('responds to HEAD without a body', async () => {
    const answer = await server.ask('/', { method: 'HEAD' })
    expect(answer.status).toBe(200)
    expect(await answer.text()).toBe('')
  })

  test.each([
    '/assets/none.js',
    '/.hidden',
    '/%2e%2e/outside.txt',
    '/..%2foutside.txt',
    '/..%5coutside.txt',
    '/assets/..%2f..%2foutside.txt',
    '/%2e%2e%2foutside.txt',
    '/a%00.js',
    '/%ff.js',
    '/..%2foutside.txt%',
    '/%2e%2e%2foutside.txt%ff',
    '/assets/%2e%2e/%2e%2e/outside.txt',
    '/assets.d/',
  ])('[26, 37, 38] %s is not found', async (path) => {
    const answer = await server.ask(path)
    expect(answer.status).toBe(404)
    expect(await answer.text()).not.toContain('secret')
  })

  test('allows no other method', async () => {
    expect((await server.ask('/workflows', { method: 'POST' })).status).toBe(405)
  })
})

describe('descriptions', () => {
  test('lists the node types with the schema of their settings', async () => {
    const { items, total } = (await server.json('/api/v1/nodes?limit=2&skip=1')) as { items: object[]; total: number }
    expect(total).toBe(5)
    expect(items).toMatchObject([{ type: 'check', settings: { type: 'object' } }, { type: 'fail' }])
  })

  test('OpenAPI describes every route, and all references in it resolve', async () => {
    const document = (await server.json('/openapi.json')) as {
      openapi: string
      paths: Record<string, Record<string, { summary?: string; responses: object }>>
      components: { schemas: Record<string, unknown> }
    }
    expect(document.openapi).toBe('3.1.0')
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(described.sort()).toMatchInlineSnapshot(`
      [
        "DELETE /api/v1/agents/{id}",
        "DELETE /api/v1/auth/api-keys/{id}",
        "DELETE /api/v1/auth/passkeys/{id}",
        "DELETE /api/v1/auth/sessions/{id}",
        "DELETE /api/v1/data/{id}",
        "DELETE /api/v1/evaluations/{id}",
        "DELETE /api/v1/event-types/{name}",
        "DELETE /api/v1/executions/{id}",
        "DELETE /api/v1/gallery/{id}",
        "DELETE /api/v1/jobs/{id}",
        "DELETE /api/v1/mcp/servers/{id}",
        "DELETE /api/v1/notification-rules/{id}",
        "DELETE /api/v1/push-subscriptions/{id}",
        "DELETE /api/v1/runs/{id}",
        "DELETE /api/v1/schedules/{id}",
        "DELETE /api/v1/secrets/{name}",
        "DELETE /api/v1/templates/{id}",
        "DELETE /api/v1/tools/files/{id}",
        "DELETE /api/v1/uploads/{id}",
        "DELETE /api/v1/watches/{id}",
        "DELETE /api/v1/webhook-endpoints/{id}",
        "DELETE /api/v1/webhooks/{id}/test",
        "DELETE /api/v1/workflows/{id}",
        "DELETE /api/v1/workspaces/{id}",
        "DELETE /api/v1/workspaces/{id}/invitations/{invitation}",
        "DELETE /api/v1/workspaces/{id}/members/{user_id}",
        "GET /api/v1/activity",
        "GET /api/v1/agents",
        "GET /api/v1/agents/{id}",
        "GET /api/v1/agents/{id}/health",
        "GET /api/v1/agents/{id}/steps",
        "GET /api/v1/agents/{id}/versions",
        "GET /api/v1/agents/{id}/versions/{number}",
        "GET /api/v1/agents/{id}/versions/{number}/diff",
        "GET /api/v1/analytics/costs",
        "GET /api/v1/analytics/export",
        "GET /api/v1/analytics/overview",
        "GET /api/v1/analytics/performance",
        "GET /api/v1/analytics/usage",
        "GET /api/v1/analytics/workflows/{id}",
        "GET /api/v1/audit",
        "GET /api/v1/audit/check",
        "GET /api/v1/audit/export",
        "GET /api/v1/auth/api-keys",
        "GET /api/v1/auth/me",
        "GET /api/v1/auth/me/export",
        "GET /api/v1/auth/oidc/callback",
        "GET /api/v1/auth/oidc/start",
        "GET /api/v1/auth/passkeys",
        "GET /api/v1/auth/sessions",
        "GET /api/v1/auth/settings",
        "GET /api/v1/config",
        "GET /api/v1/config/llm-models",
        "GET /api/v1/config/llm-usage",
        "GET /api/v1/data",
        "GET /api/v1/data/{id}",
        "GET /api/v1/data/{id}/download",
        "GET /api/v1/data/{id}/info",
        "GET /api/v1/data/{id}/sample",
        "GET /api/v1/evaluations",
        "GET /api/v1/evaluations/{id}",
        "GET /api/v1/evaluations/{id}/compare/{other}",
        "GET /api/v1/event-triggers",
        "GET /api/v1/event-types",
        "GET /api/v1/events",
        "GET /api/v1/events/{id}",
        "GET /api/v1/executions",
        "GET /api/v1/executions/{id}",
        "GET /api/v1/executions/{id}/events",
        "GET /api/v1/executions/{id}/logs",
        "GET /api/v1/executions/{id}/nodes",
        "GET /api/v1/executions/{id}/result",
        "GET /api/v1/gallery",
        "GET /api/v1/gallery/{id}",
        "GET /api/v1/health",
        "GET /api/v1/health/detailed",
        "GET /api/v1/invitations",
        "GET /api/v1/jobs",
        "GET /api/v1/jobs/{id}",
        "GET /api/v1/jobs/{id}/events",
        "GET /api/v1/jobs/{id}/logs",
        "GET /api/v1/jobs/{id}/result",
        "GET /api/v1/jobs/{id}/steps",
        "GET /api/v1/mcp/servers",
        "GET /api/v1/mcp/servers/{id}",
        "GET /api/v1/mcp/servers/{id}/calls",
        "GET /api/v1/mcp/servers/{id}/tools",
        "GET /api/v1/nodes",
        "GET /api/v1/notification-rules",
        "GET /api/v1/notifications",
        "GET /api/v1/push-key",
        "GET /api/v1/push-subscriptions",
        "GET /api/v1/quotas",
        "GET /api/v1/retention",
        "GET /api/v1/runs",
        "GET /api/v1/runs/{id}",
        "GET /api/v1/runs/{id}/events",
        "GET /api/v1/runs/{id}/logs",
        "GET /api/v1/runs/{id}/result",
        "GET /api/v1/runs/{id}/steps",
        "GET /api/v1/runs/{id}/tables/{table}",
        "GET /api/v1/schedules",
        "GET /api/v1/schedules/calendar",
        "GET /api/v1/schedules/{id}",
        "GET /api/v1/schedules/{id}/next",
        "GET /api/v1/schedules/{id}/starts",
        "GET /api/v1/secrets",
        "GET /api/v1/server/quotas/{workspace}",
        "GET /api/v1/shared/{token}",
        "GET /api/v1/shared/{token}/link",
        "GET /api/v1/shared/{token}/runs/{run}",
        "GET /api/v1/templates",
        "GET /api/v1/templates/{id}",
        "GET /api/v1/tools/files/{id}",
        "GET /api/v1/uploads/{id}",
        "GET /api/v1/watches",
        "GET /api/v1/watches/{id}",
        "GET /api/v1/watches/{id}/files",
        "GET /api/v1/webhook-endpoints",
        "GET /api/v1/webhook-endpoints/{id}",
        "GET /api/v1/webhook-endpoints/{id}/deliveries",
        "GET /api/v1/webhook-endpoints/{id}/deliveries/{delivery}",
        "GET /api/v1/webhooks",
        "GET /api/v1/webhooks/{id}",
        "GET /api/v1/webhooks/{id}/deliveries",
        "GET /api/v1/webhooks/{id}/test",
        "GET /api/v1/workflows",
        "GET /api/v1/workflows/{id}",
        "GET /api/v1/workflows/{id}/access",
        "GET /api/v1/workflows/{id}/export",
        "GET /api/v1/workflows/{id}/queue",
        "GET /api/v1/workflows/{id}/sharing",
        "GET /api/v1/workflows/{id}/status",
        "GET /api/v1/workflows/{id}/versions",
        "GET /api/v1/workflows/{id}/versions/{number}",
        "GET /api/v1/workspaces",
        "GET /api/v1/workspaces/{id}",
        "GET /api/v1/workspaces/{id}/invitations",
        "GET /api/v1/workspaces/{id}/members",
        "GET /health",
        "GET /health/ready",
        "GET /metrics",
        "PATCH /api/v1/auth/me",
        "PATCH /api/v1/auth/passkeys/{id}",
        "PATCH /api/v1/event-triggers/{id}",
        "PATCH /api/v1/notification-rules/{id}",
        "PATCH /api/v1/schedules/{id}",
        "PATCH /api/v1/uploads/{id}",
        "PATCH /api/v1/watches/{id}",
        "PATCH /api/v1/webhook-endpoints/{id}",
        "PATCH /api/v1/webhooks/{id}",
        "PATCH /api/v1/workflows/{id}/sharing",
        "PATCH /api/v1/workflows/{id}/status",
        "PATCH /api/v1/workspaces/{id}",
        "PATCH /api/v1/workspaces/{id}/members/{user_id}",
        "POST /api/v1/agent-steps/claim",
        "POST /api/v1/agent-steps/{id}/heartbeat",
        "POST /api/v1/agent-steps/{id}/result",
        "POST /api/v1/agents",
        "POST /api/v1/agents/validate",
        "POST /api/v1/agents/{id}/chat",
        "POST /api/v1/agents/{id}/execute",
        "POST /api/v1/agents/{id}/test",
        "POST /api/v1/agents/{id}/token",
        "POST /api/v1/agents/{id}/versions/{number}/restore",
        "POST /api/v1/ai/explain-error",
        "POST /api/v1/ai/generate-workflow",
        "POST /api/v1/ai/suggest-next",
        "POST /api/v1/auth/api-keys",
        "POST /api/v1/auth/login",
        "POST /api/v1/auth/logout",
        "POST /api/v1/auth/me/delete",
        "POST /api/v1/auth/passkey-sign-in",
        "POST /api/v1/auth/passkey-sign-in/options",
        "POST /api/v1/auth/passkeys",
        "POST /api/v1/auth/passkeys/options",
        "POST /api/v1/auth/refresh",
        "POST /api/v1/auth/register",
        "POST /api/v1/auth/request-otp",
        "POST /api/v1/auth/reset-password",
        "POST /api/v1/auth/session",
        "POST /api/v1/auth/setup",
        "POST /api/v1/auth/verify-otp",
        "POST /api/v1/data/upload",
        "POST /api/v1/evaluations",
        "POST /api/v1/events",
        "POST /api/v1/executions",
        "POST /api/v1/executions/{id}/approvals/{node}",
        "POST /api/v1/executions/{id}/cancel",
        "POST /api/v1/executions/{id}/migrate",
        "POST /api/v1/executions/{id}/restore",
        "POST /api/v1/executions/{id}/retry",
        "POST /api/v1/executions/{id}/signals/{name}",
        "POST /api/v1/gallery",
        "POST /api/v1/gallery/{id}/use",
        "POST /api/v1/invitations/{token}/accept",
        "POST /api/v1/jobs",
        "POST /api/v1/jobs/{id}/approvals/{node}",
        "POST /api/v1/jobs/{id}/cancel",
        "POST /api/v1/jobs/{id}/migrate",
        "POST /api/v1/jobs/{id}/restore",
        "POST /api/v1/jobs/{id}/retry",
        "POST /api/v1/jobs/{id}/signals/{name}",
        "POST /api/v1/mcp",
        "POST /api/v1/mcp/servers",
        "POST /api/v1/mcp/servers/{id}/approve",
        "POST /api/v1/mcp/servers/{id}/authorization",
        "POST /api/v1/mcp/servers/{id}/authorize",
        "POST /api/v1/mcp/servers/{id}/connect",
        "POST /api/v1/mcp/servers/{id}/disconnect",
        "POST /api/v1/mcp/servers/{id}/tools/{name}/call",
        "POST /api/v1/notification-rules",
        "POST /api/v1/notifications/read",
        "POST /api/v1/push-subscriptions",
        "POST /api/v1/runs",
        "POST /api/v1/runs/{id}/approvals/{node}",
        "POST /api/v1/runs/{id}/cancel",
        "POST /api/v1/runs/{id}/migrate",
        "POST /api/v1/runs/{id}/restore",
        "POST /api/v1/runs/{id}/retry",
        "POST /api/v1/runs/{id}/signals/{name}",
        "POST /api/v1/schedules",
        "POST /api/v1/schedules/preview",
        "POST /api/v1/schedules/{id}/backfill",
        "POST /api/v1/schedules/{id}/pause",
        "POST /api/v1/schedules/{id}/resume",
        "POST /api/v1/schedules/{id}/run",
        "POST /api/v1/shared/{token}/execute",
        "POST /api/v1/templates",
        "POST /api/v1/templates/{id}/use",
        "POST /api/v1/tools/ai/chat",
        "POST /api/v1/tools/ai/image",
        "POST /api/v1/tools/files/upload",
        "POST /api/v1/tools/web/read",
        "POST /api/v1/tools/web/search",
        "POST /api/v1/uploads",
        "POST /api/v1/watches",
        "POST /api/v1/webhook-endpoints",
        "POST /api/v1/webhook-endpoints/{id}/deliveries/{delivery}/redeliver",
        "POST /api/v1/webhook-endpoints/{id}/rotate-secret",
        "POST /api/v1/webhook-endpoints/{id}/test",
        "POST /api/v1/webhooks/{id}/rotate-token",
        "POST /api/v1/webhooks/{id}/test",
        "POST /api/v1/workflows",
        "POST /api/v1/workflows/import",
        "POST /api/v1/workflows/{id}/duplicate",
        "POST /api/v1/workflows/{id}/execute",
        "POST /api/v1/workflows/{id}/restore",
        "POST /api/v1/workflows/{id}/validate",
        "POST /api/v1/workflows/{id}/versions",
        "POST /api/v1/workflows/{id}/versions/{number}/restore",
        "POST /api/v1/workspaces",
        "POST /api/v1/workspaces/{id}/invite",
        "POST /api/v1/workspaces/{id}/leave",
        "POST /api/v1/workspaces/{id}/transfer",
        "PUT /api/v1/agents/{id}",
        "PUT /api/v1/auth/password",
        "PUT /api/v1/config",
        "PUT /api/v1/event-types/{name}",
        "PUT /api/v1/mcp/servers/{id}",
        "PUT /api/v1/quotas",
        "PUT /api/v1/retention",
        "PUT /api/v1/secrets/{name}",
        "PUT /api/v1/server/quotas/{workspace}",
        "PUT /api/v1/workflows/{id}",
        "PUT /api/v1/workflows/{id}/access",
        "PUT /api/v1/workflows/{id}/queue",
      ]
    `)
    for (const methods of Object.values(document.paths)) {
      for (const { summary } of Object.values(methods)) expect(summary).toBeTruthy()
    }
    const references = JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)
    for (const [, name] of references) expect(document.components.schemas).toHaveProperty([name!])
    expect(JSON.stringify(document)).not.toContain('"$ref":"#/$defs')
  })
})
