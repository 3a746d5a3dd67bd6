import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openTestServer } from '../testing/open-test-server.ts'
import { removeBasePath } from './base-path.ts'

test.each([
  ['/tools/aw/api/v1/runs?limit=1', '/api/v1/runs?limit=1'],
  ['/tools/aw/', '/'],
  ['/tools/aw', '/'],
  ['/tools/aw?a=1', '/?a=1'],
  // A proxy has removed the prefix.
  ['/api/v1/runs', '/api/v1/runs'],
  ['/tools/awful', '/tools/awful'],
])('the URL %s is %s behind a base path', (url, expected) => expect(removeBasePath(url, '/tools/aw')).toBe(expected))

test('without a base path, URLs stay as they are', () => expect(removeBasePath('/tools/aw', '')).toBe('/tools/aw'))

test.each([
  ['/tools/aw//evil.example', '//evil.example'],
  ['/tools/aw/tools/aw/docs', '/tools/aw/docs'],
  ['/TOOLS/AW/docs', '/TOOLS/AW/docs'],
  ['/tools%2Faw/docs', '/tools%2Faw/docs'],
  ['/tools/aw;x/docs', '/tools/aw;x/docs'],
  ['http://evil.example/tools/aw/docs', 'http://evil.example/tools/aw/docs'],
])('the hostile URL %s is %s behind a base path', (url, expected) =>
  expect(removeBasePath(url, '/tools/aw')).toBe(expected),
)

test('redirects, Location headers and the API description state the base path', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'aw-base-path-'))
  const server = await openTestServer(folder, { basePath: '/tools/aw' })
  try {
    const created = await server.send('POST', '/api/v1/workflows', { name: 'Based' })
    expect(created.headers.get('location')).toMatch(/^\/tools\/aw\/api\/v1\/workflows\/[\w-]+$/)
    expect((await server.ask('/manual')).headers.get('location')).toBe('/tools/aw/manual/')
    for (const path of [
      '//evil.example',
      '//evil.example/manual',
      '/.//evil.example/',
      '//manual',
      '/manual//..',
      '/\\evil',
    ])
      expect([path, (await server.ask(path)).headers.get('location')?.startsWith('/tools/aw/') ?? true]).toEqual([
        path,
        true,
      ])
    expect(await server.json('/openapi.json')).toMatchObject({ servers: [{ url: '/tools/aw' }] })
  } finally {
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }
})
