import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { aw } from '../../test-command-line.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aw-data-'))
  for (const name of ['DATABASE_URL', 'STORAGE_URL', 'AW_KEY', 'AW_KEY_NEXT', 'ROLE']) vi.stubEnv(name, '')
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
})

describe('commands for the data of a server', () => {
  test('migrate, backup, restore, purge and rotate-key work and report their results', async () => {
    vi.stubEnv('AW_DATA', join(folder, 'one'))
    expect(await aw('migrate')).toMatchObject({ exit: 0, out: expect.stringMatching(/^The database is at \d{4}-/) })
    const file = join(folder, 'all.tar.gz')
    expect(await aw('backup', file)).toMatchObject({ exit: 0, stderr: expect.stringContaining('Store the key') })
    expect((await stat(file)).mode & 0o077).toBe(0)
    expect(await aw('backup', file)).toMatchObject({ exit: 2, stderr: expect.stringContaining('already exists') })
    const nowhere = await aw('backup', join(folder, 'none', 'all.tar.gz'))
    expect(nowhere).toMatchObject({ exit: 1, stderr: expect.stringContaining('could not be written') })
    expect(await aw('migrate', '0099-none')).toMatchObject({
      exit: 1,
      stderr: expect.stringContaining('0003-versions'),
    })
    const keyPath = join(folder, 'one', 'secret-key')
    const key = await readFile(keyPath, 'utf8')
    expect(await aw('rotate-key')).toMatchObject({ exit: 0, out: expect.stringContaining('Encrypted 0 secrets') })
    expect(await readFile(keyPath, 'utf8')).not.toBe(key)
    expect(await aw('purge', '--deleted', '1')).toMatchObject({ exit: 0, out: 'Nothing to remove.\n' })

    vi.stubEnv('AW_KEY', 'k'.repeat(32))
    expect(await aw('backup', join(folder, 'b.tar.gz'))).toMatchObject({
      exit: 1,
      stderr: expect.stringContaining('encrypted with a different key than AW_KEY'),
    })
    vi.stubEnv('AW_KEY', '')

    vi.stubEnv('AW_DATA', join(folder, 'two'))
    expect(await aw('restore', file)).toMatchObject({ exit: 0, out: expect.stringMatching(/^Restored: /) })
    const wrong = join(folder, 'wrong')
    await writeFile(wrong, 'id\n1\n')
    expect(await aw('restore', wrong)).toMatchObject({
      exit: 1,
      stderr: expect.stringContaining('is not an aw backup'),
    })
  })

  test('invalid arguments are wrong use', async () => {
    vi.stubEnv('AW_KEY', 'k'.repeat(32))
    expect(await aw('rotate-key')).toMatchObject({ exit: 2, stderr: expect.stringContaining('AW_KEY_NEXT') })
    vi.stubEnv('AW_KEY_NEXT', 'short')
    expect(await aw('rotate-key')).toMatchObject({ exit: 2, stderr: expect.stringContaining('too short') })
    vi.stubEnv('DATABASE_URL', '')
    expect(await aw('worker')).toMatchObject({ exit: 2, stderr: expect.stringContaining('DATABASE_URL') })
  })
})
