import { mkdtemp, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { getProblem, unwrap } from '@aw-flow/schema'
import type { DataSettings } from './administer.ts'
import { checkDatabase, checkStorage } from './check-data.ts'
import { lockFolder } from './store/folder/folder-lock.ts'
import { copyFreshDatabase } from './testing/copy-fresh-database.ts'

let dataFolder: string
let settings: DataSettings
beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'aw-check-data-'))
  settings = { dataFolder, databaseUrl: undefined, storageUrl: undefined, secretKey: undefined }
})
afterEach(() => rm(dataFolder, { recursive: true, force: true }))

it('describes the database of a data folder, and creates none', async () => {
  expect(unwrap(await checkDatabase(settings))).toContain(`none in ${dataFolder} yet`)
  expect(await readdir(dataFolder)).toEqual([])
  await copyFreshDatabase(join(dataFolder, 'database'))
  expect(unwrap(await checkDatabase(settings))).toMatch(/^PGlite, PostgreSQL \d+.*, migration none$/)
})

it('leaves a database alone that a server uses', async () => {
  await mkdir(join(dataFolder, 'database'))
  const lock = unwrap(await lockFolder(dataFolder))
  expect(unwrap(await checkDatabase(settings))).toBe(`in ${dataFolder}, in use by process ${process.pid}`)
  await lock.release()
})

it('reports a database that cannot be reached', async () => {
  const outcome = await checkDatabase({ ...settings, databaseUrl: 'postgres://localhost:1/aw' })
  expect(getProblem(outcome)).toMatchObject({
    code: 'store.unreachable',
    params: { reason: expect.stringContaining('ECONNREFUSED') },
  })
})

it('describes storage in a folder, also one that does not exist yet', async () => {
  expect(unwrap(await checkStorage(settings))).toMatch(/, \d+\.\d GB free$/)
  expect(unwrap(await checkStorage({ ...settings, dataFolder: join(dataFolder, 'a', 'b') }))).toMatch(
    /b, \d+\.\d GB free$/,
  )
  expect(await readdir(dataFolder)).toEqual([])
})

it('reports storage that is a file, and a bucket that does not answer', async () => {
  const file = join(dataFolder, 'file')
  await writeFile(file, '')
  expect(await checkStorage({ ...settings, dataFolder: file })).toMatchObject({
    problem: { code: 'store.not-a-folder' },
  })
  const storageUrl = 's3+http://key:secret@localhost:1/bucket'
  expect(await checkStorage({ ...settings, storageUrl })).toMatchObject({
    problem: { code: expect.stringMatching(/^stor/) },
  })
})
