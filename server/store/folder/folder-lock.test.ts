import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { unwrap } from '@aw-flow/schema'
import { lockFolder, type FolderLock } from './folder-lock.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aw-lock-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const take = async (): Promise<FolderLock> => unwrap(await lockFolder(folder, { timeoutMs: 0 }))

describe('lockFolder', () => {
  test('locks a folder for one process at a time', async () => {
    const first = await take()
    expect(await lockFolder(folder, { timeoutMs: 0 })).toMatchObject({
      problem: { code: 'store.locked', params: { process: String(process.pid) } },
    })
    await first.release()
    await (await take()).release()
    expect(await readdir(folder)).toEqual([])
  })

  test('only one of many concurrent attempts succeeds', async () => {
    const found = await Promise.all(Array.from({ length: 12 }, () => lockFolder(folder, { timeoutMs: 0 })))
    expect(found.filter(({ ok }) => ok)).toHaveLength(1)
  })

  test('takes over the lock of an ended process', async () => {
    const child = spawn(process.execPath, ['-e', ''])
    await new Promise((resolve) => child.once('exit', resolve))
    await writeFile(join(folder, 'server.lock'), JSON.stringify({ pid: child.pid, started: '', token: 'x' }))
    const found = await Promise.all(Array.from({ length: 12 }, () => lockFolder(folder, { timeoutMs: 0 })))
    expect(found.filter(({ ok }) => ok)).toHaveLength(1)
    expect(JSON.parse(await readFile(join(folder, 'server.lock'), 'utf8'))).toMatchObject({ pid: process.pid })
  })

  test.skipIf(process.platform !== 'linux')('distinguishes a later process with the same id', async () => {
    // Only Linux knows the start of a process. On other systems the lock stays with any process of that id.
    await writeFile(join(folder, 'server.lock'), JSON.stringify({ pid: process.pid, started: 'boot:1', token: 'x' }))
    await (await take()).release()
  })

  test('waits for a process that is ending', async () => {
    const first = await take()
    const second = lockFolder(folder, { timeoutMs: 20_000 })
    await first.release()
    expect((await second).ok).toBe(true)
  })

  test.each(['', 'not json', '{"pid":"1"}', 'null'])('takes over a damaged lock: %j', async (content) => {
    await writeFile(join(folder, 'server.lock'), content)
    await (await take()).release()
  })

  test('creates a missing folder', async () => {
    const made = join(folder, 'new', 'one')
    const found = await lockFolder(made, { timeoutMs: 0 })
    expect(found.ok).toBe(true)
    expect(await readdir(made)).toEqual(['server.lock'])
  })

  test('reports a file in place of the folder, or of one above it', async () => {
    const file = join(folder, 'file')
    await writeFile(file, '')
    for (const path of [file, join(file, 'within')]) {
      expect(await lockFolder(path, { timeoutMs: 0 })).toMatchObject({
        problem: { code: 'store.not-a-folder', params: { folder: path } },
      })
    }
  })
})
