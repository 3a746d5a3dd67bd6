import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect } from 'vitest'
import { openTestServer, type TestServer } from './open-test-server.ts'

/**
 * Creates a server for the tests of a file. It is opened before the first test and closed after the last one, and must
 * not report faults. `prepare` fills its folder, which contains the data folder `data`, and returns the studio.
 */
export function openTestApp(prepare?: (folder: string) => Promise<{ studio?: string }>): {
  server: TestServer
  folder(): string
} {
  let folder = ''
  let testServer: TestServer
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aw-app-'))
    testServer = await openTestServer(join(folder, 'data'), await prepare?.(folder))
  }, 240_000)
  afterAll(async () => {
    expect(testServer.faults).toEqual([])
    await testServer.close()
    await rm(folder, { recursive: true, force: true })
  })
  const server = new Proxy({} as TestServer, { get: (_, key: keyof TestServer) => testServer[key] })
  return { server, folder: () => folder }
}
