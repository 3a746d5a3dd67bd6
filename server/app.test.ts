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

  test('OpenAPI summarizes every route, and all references in it resolve', async () => {
    const document = (await server.json('/openapi.json')) as {
      openapi: string
      paths: Record<string, Record<string, { summary?: string; responses: object }>>
      components: { schemas: Record<string, unknown> }
    }
    expect(document.openapi).toBe('3.1.0')
    for (const methods of Object.values(document.paths)) {
      for (const { summary } of Object.values(methods)) expect(summary).toBeTruthy()
    }
    const references = JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)
    for (const [, name] of references) expect(document.components.schemas).toHaveProperty([name!])
    expect(JSON.stringify(document)).not.toContain('"$ref":"#/$defs')
  })
})
