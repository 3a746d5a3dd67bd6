import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { aw } from '../test-command-line.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aw-data-'))
  for (const name of ['DATABASE_URL', 'STORAGE_URL', 'AW_KEY', 'AW_KEY_NEXT', 'ROLE']) vi.stubEnv(name, '')
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
})

describe('the commands for what a server keeps', () => {
  test('migrate, backup, restore, purge and rotate-key do their work, and say what they did', async () => {
    vi.stubEnv('AW_DATA', join(folder, 'one'))
    expect(await aw('migrate')).toMatchObject({ exit: 0, out: expect.stringMatching(/^The database is at \d{4}-/) })
    const file = join(folder, 'all.tar.gz')
    expect(await aw('backup', file)).toMatchObject({ exit: 0, told: expect.stringContaining('Store the key') })
    expect((await stat(file)).mode & 0o077).toBe(0)
    expect(await aw('backup', file)).toMatchObject({ exit: 2, told: expect.stringContaining('already exists') })
    const nowhere = await aw('backup', join(folder, 'none', 'all.tar.gz'))
    expect(nowhere).toMatchObject({ exit: 1, told: expect.stringContaining('could not be written') })
    expect(await aw('migrate', '0099-none')).toMatchObject({ exit: 1, told: expect.stringContaining('0003-versions') })
    const keyPath = join(folder, 'one', 'secret-key')
    const key = await readFile(keyPath, 'utf8')
    expect(await aw('rotate-key')).toMatchObject({ exit: 0, out: expect.stringContaining('Encrypted 0 secrets') })
    expect(await readFile(keyPath, 'utf8')).not.toBe(key)
    expect(await aw('purge', '--deleted', '1')).toMatchObject({ exit: 0, out: 'There was nothing to remove.\n' })

    vi.stubEnv('AW_KEY', 'k'.repeat(32))
    expect(await aw('backup', join(folder, 'b.tar.gz'))).toMatchObject({
      exit: 1,
      told: expect.stringContaining('encrypted with another key than AW_KEY'),
    })
    vi.stubEnv('AW_KEY', '')

    vi.stubEnv('AW_DATA', join(folder, 'two'))
    expect(await aw('restore', file)).toMatchObject({ exit: 0, out: expect.stringMatching(/^Restored: /) })
    const wrong = join(folder, 'wrong')
    await writeFile(wrong, 'id\n1\n')
    expect(await aw('restore', wrong)).toMatchObject({ exit: 1, told: expect.stringContaining('not a backup of aw') })
  })

  test('what makes no sense is wrong use', async () => {
    vi.stubEnv('AW_KEY', 'k'.repeat(32))
    expect(await aw('rotate-key')).toMatchObject({ exit: 2, told: expect.stringContaining('AW_KEY_NEXT') })
    vi.stubEnv('AW_KEY_NEXT', 'short')
    expect(await aw('rotate-key')).toMatchObject({ exit: 2, told: expect.stringContaining('too short') })
    vi.stubEnv('DATABASE_URL', '')
    expect(await aw('worker')).toMatchObject({ exit: 2, told: expect.stringContaining('DATABASE_URL') })
  })
})
