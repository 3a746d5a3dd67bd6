import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { lockFolder, type FolderLock } from './folder-lock.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aw-lock-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const isLock = (found: Awaited<ReturnType<typeof lockFolder>>): found is FolderLock => 'release' in found

async function take(): Promise<FolderLock> {
  const found = await lockFolder(folder, { patience: 0 })
  if (!isLock(found)) throw new Error(found.message)
  return found
}

describe('lockFolder', () => {
  test('gives a folder to one holder at a time', async () => {
    const first = await take()
    expect(await lockFolder(folder, { patience: 0 })).toMatchObject({
      code: 'store.locked',
      params: { process: String(process.pid) },
    })
    await first.release()
    await (await take()).release()
    expect(await readdir(folder)).toEqual([])
  })

  test('of many at once, one gets it', async () => {
    const found = await Promise.all(Array.from({ length: 12 }, () => lockFolder(folder, { patience: 0 })))
    expect(found.filter(isLock)).toHaveLength(1)
  })

  test('takes over from a process that is gone', async () => {
    const child = spawn(process.execPath, ['-e', ''])
    await new Promise((resolve) => child.once('exit', resolve))
    await writeFile(join(folder, 'server.lock'), JSON.stringify({ pid: child.pid, started: '', token: 'x' }))
    const found = await Promise.all(Array.from({ length: 12 }, () => lockFolder(folder, { patience: 0 })))
    expect(found.filter(isLock)).toHaveLength(1)
    expect(JSON.parse(await readFile(join(folder, 'server.lock'), 'utf8'))).toMatchObject({ pid: process.pid })
  })

  test.skipIf(process.platform !== 'linux')('knows a later process of the same id from the holder', async () => {
    // Only Linux tells when a process started; elsewhere the lock stays with whoever has the id.
    await writeFile(join(folder, 'server.lock'), JSON.stringify({ pid: process.pid, started: 'boot:1', token: 'x' }))
    await (await take()).release()
  })

  test('waits for a holder that is just ending', async () => {
    const first = await take()
    const second = lockFolder(folder, { patience: 20_000 })
    await first.release()
    expect(isLock(await second)).toBe(true)
  })

  test.each(['', 'not json', '{"pid":"1"}', 'null'])('takes over a damaged lock: %j', async (content) => {
    await writeFile(join(folder, 'server.lock'), content)
    await (await take()).release()
  })

  test('makes the folder where there is none', async () => {
    const made = join(folder, 'new', 'one')
    const found = await lockFolder(made, { patience: 0 })
    expect(isLock(found)).toBe(true)
    expect(await readdir(made)).toEqual(['server.lock'])
  })

  test('says where no folder can be made or written', async () => {
    const file = join(folder, 'file')
    await writeFile(file, '')
    for (const path of [file, join(file, 'within')]) {
      expect(await lockFolder(path, { patience: 0 })).toMatchObject({
        code: 'store.unwritable',
        params: { folder: path },
      })
    }
  })
})
