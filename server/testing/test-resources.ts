import { randomUUID } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { createServer, Server, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'

/**
 * Returns the path of an empty folder for the tests of a file or of a `describe`. It is created before the first of them
 * and removed after the last one, once all hooks that are registered later have ended.
 */
export function createTestFolder(): string {
  const folder = join(tmpdir(), `aw-test-${randomUUID()}`)
  beforeAll(async () => void (await mkdir(folder, { recursive: true })))
  afterAll(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/**
 * Opens something before the tests of a file or of a `describe`, and closes it after the last one. The result has its
 * members once it is open.
 */
export function openForTests<T extends { close(): unknown }>(open: () => T | Promise<T>): T {
  let opened: T
  beforeAll(async () => void (opened = await open()))
  afterAll(async () => void (await opened.close()))
  return new Proxy({} as T, {
    get: (_, key) => Reflect.get(opened, key) as unknown,
    set: (_, key, value) => Reflect.set(opened, key, value),
    // For `{ ...opened }`.
    ownKeys: () => Reflect.ownKeys(opened),
    getOwnPropertyDescriptor: (_, key) => ({ ...Reflect.getOwnPropertyDescriptor(opened, key), configurable: true }),
  })
}

/**
 * Creates an HTTP service for the tests of a file or of a `describe`. It listens on the loopback address before the first
 * test, and is closed after the last one. `host` is `127.0.0.1:PORT`, `origin` is `http://127.0.0.1:PORT`.
 */
export function openTestService(respond: RequestListener | Server): { readonly host: string; readonly origin: string } {
  const service = respond instanceof Server ? respond : createServer(respond)
  beforeAll(() => new Promise<void>((resolve) => void service.listen(0, '127.0.0.1', resolve)))
  afterAll(async () => {
    service.closeAllConnections()
    await new Promise((resolve) => service.close(resolve))
  })
  const getHost = (): string => `127.0.0.1:${(service.address() as AddressInfo).port}`
  return {
    get host() {
      return getHost()
    },
    get origin() {
      return `http://${getHost()}`
    },
  }
}
