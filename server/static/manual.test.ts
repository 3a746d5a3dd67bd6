import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { serveManual } from './manual.ts'

let folder: string
let app: Hono
const script = 'document.documentElement.classList.add("dark")'

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aw-manual-'))
  await mkdir(join(folder, 'start'))
  await mkdir(join(folder, 'assets'))
  const page = (title: string): string =>
    `<!doctype html><title>${title}</title><script>${script}</script><script type="module" src="/manual/assets/app.js"></script>`
  await writeFile(join(folder, 'index.html'), page('Home'))
  await writeFile(join(folder, '404.html'), page('Not found'))
  await writeFile(join(folder, 'start', 'install.html'), page('Install'))
  await writeFile(join(folder, 'start', 'index.html'), page('Start'))
  await writeFile(join(folder, 'assets', 'app.js'), 'export {}')
  await mkdir(join(folder, 'catalog'))
  await writeFile(join(folder, 'catalog', 'index.html'), page('Catalog'))
  await writeFile(join(folder, 'catalog', 'iframe.html'), page('Stories'))
  app = new Hono().all('/manual/*', (context) => serveManual(context, folder))
})
afterAll(() => rm(folder, { recursive: true }))

describe('the manual', () => {
  test.each([
    ['/manual/', 'Home'],
    ['/manual/start/', 'Start'],
    ['/manual/start/install', 'Install'],
    ['/manual/start/install.html', 'Install'],
  ])('shows %s', async (path, title) => {
    const answer = await app.request(path)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toContain('text/html')
    expect(await answer.text()).toContain(`<title>${title}</title>`)
  })

  test('allows the inline scripts of its pages by their hashes, and no others', async () => {
    const policy = (await app.request('/manual/')).headers.get('content-security-policy') ?? ''
    const hash = createHash('sha256').update(script).digest('base64')
    expect(policy).toContain(`script-src 'self' 'sha256-${hash}' 'wasm-unsafe-eval'`)
    expect(policy).not.toContain('unsafe-inline')
    const asset = (await app.request('/manual/assets/app.js')).headers.get('content-security-policy') ?? ''
    expect(asset).not.toContain('sha256-')
  })

  test('lets the catalog of elements frame its stories and add styles, and no other page', async () => {
    for (const path of ['/manual/catalog/', '/manual/catalog/iframe.html']) {
      const { status, headers } = await app.request(path)
      expect([status, headers.get('x-frame-options')]).toEqual([200, 'SAMEORIGIN'])
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy).toContain("style-src 'self' 'unsafe-inline'; img-src")
      expect(policy).toContain("frame-src 'self'")
      expect(policy.match(/frame-ancestors [^;]*/g)).toEqual(["frame-ancestors 'self'"])
      expect(policy).toMatch(/script-src 'self' 'sha256-[^']+' 'wasm-unsafe-eval';/)
      expect(policy).not.toContain('trusted-types')
    }
    const { headers } = await app.request('/manual/')
    expect(headers.get('x-frame-options')).toBeNull()
    expect(headers.get('content-security-policy')).not.toContain('frame-src')
    expect(headers.get('content-security-policy')).toContain(
      "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    )
    const redirected = await app.request('/manual/catalog')
    expect([redirected.status, redirected.headers.get('location')]).toEqual([308, '/manual/catalog/'])
  })

  test('caches files whose name contains a hash, and revalidates pages', async () => {
    expect((await app.request('/manual/assets/app.js')).headers.get('cache-control')).toContain('immutable')
    const first = await app.request('/manual/start/install')
    expect(first.headers.get('cache-control')).toBe('no-cache')
    const headers = { 'if-none-match': first.headers.get('etag') ?? '' }
    expect((await app.request('/manual/start/install', { headers })).status).toBe(304)
  })

  test.each(['/manual/nothing', '/manual/start/nothing', '/manual/%2e%2e/secret', '/manual/..%2f..%2fpackage.json'])(
    'does not find %s',
    async (path) => {
      expect((await app.request(path)).status).toBe(404)
    },
  )

  test('redirects to its first page, and refuses other methods', async () => {
    const answer = await app.request('/manual')
    expect([answer.status, answer.headers.get('location')]).toEqual([308, '/manual/'])
    expect((await app.request('/manual/', { method: 'POST' })).status).toBe(405)
  })

  test('explains how it is built where it is missing', async () => {
    const empty = new Hono().all('/manual/*', (context) => serveManual(context, join(folder, 'missing')))
    const answer = await empty.request('/manual/')
    expect(answer.status).toBe(404)
    expect(await answer.text()).toContain('npm run docs')
  })
})
