import { join } from 'node:path'
import { afterAll, expect } from 'vitest'
import { openTestServer, type TestServer, type TestServerOptions } from './open-test-server.ts'
import { createTestFolder, openForTests } from './test-resources.ts'

/**
 * Creates a server for the tests of a file or of a `describe`. It is opened before the first test and closed after the
 * last one, and must not report faults. Its data is in the folder `data` of `folder`. A function returns the options once
 * `folder` exists, and can open what they name.
 */
export function openTestApp(
  options: TestServerOptions | ((folder: string) => TestServerOptions | Promise<TestServerOptions>) = {},
): { server: TestServer; folder: string } {
  const folder = createTestFolder()
  const server = openForTests(async () => {
    const opened = typeof options === 'function' ? await options(folder) : options
    return openTestServer(join(folder, 'data'), opened)
  })
  afterAll(() => expect(server.faults).toEqual([]))
  return { server, folder }
}
