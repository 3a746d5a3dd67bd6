import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readEnvironment } from './environment/read-environment.ts'
import { startServer } from './start-server.ts'
import { copyReadyDatabase } from './testing/copy-fresh-database.ts'
import { openDatabase } from './store/database/open-database.ts'
import { lockFolder } from './store/folder/folder-lock.ts'
import { describeOpenFailure, OpenError } from './open-failure.ts'
import { unwrap } from '@aw-flow/schema'

let dataFolder: string
let database: string
beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'aw-open-'))
  database = join(dataFolder, 'database')
})
afterEach(() => rm(dataFolder, { recursive: true, force: true }))

const withCode = (code: string): Error => Object.assign(new Error(`${code}: failed, write`), { code })

describe('the data folder of a server', () => {
  test.each(['ENOSPC', 'EDQUOT', '53100'])('on a full disk (%s) is reported as such', (code) => {
    const cause = new Error('A file was not written', { cause: withCode(code) })
    expect(describeOpenFailure(cause, { dataFolder })).toMatchObject({
      code: 'store.disk-full',
      params: { folder: dataFolder },
    })
    expect(new OpenError(cause, { dataFolder })).toMatchObject({ isTemporary: true, problem: { code: 'storage.full' } })
  })

  test('is not called damaged if the system refuses access', async () => {
    await writeFile(database, 'a file instead of a folder')
    const cause = await openDatabase({ folder: database }).catch((failure: unknown) => failure)
    expect(describeOpenFailure(cause, { dataFolder })).toMatchObject({ code: 'store.unreadable' })
  })
})

describe('a damaged database', () => {
  test('that has lost its version is not replaced by a new one', async () => {
    await copyReadyDatabase(database)
    await rm(join(database, 'PG_VERSION'))
    const cause = await openDatabase({ folder: database }).catch((failure: unknown) => failure)
    expect(describeOpenFailure(cause, { dataFolder })).toMatchObject({
      code: 'store.damaged',
      params: { reason: expect.stringContaining('PG_VERSION') },
    })
    expect(await readdir(database)).not.toContain('PG_VERSION')
  })

  test('is named to the operator, and requests are answered with 503 without its folder', async () => {
    await copyReadyDatabase(database)
    await rm(join(database, 'global', 'pg_control'))
    const settings = unwrap(readEnvironment({ AW_DATA: dataFolder, PORT: '0', AW_WORKERS: '1' }, dataFolder))
    const server = unwrap(await startServer({ ...settings, onError: () => undefined }))
    try {
      await expect(server.ready).rejects.toMatchObject({
        problem: { code: 'store.damaged', params: { reason: expect.stringContaining('pg_control') } },
      })
      for (const path of ['/api/v1/workflows', '/health/ready', '/api/v1/health']) {
        const response = await fetch(`${server.url}${path}`)
        const text = await response.text()
        expect([path, response.status, text]).toEqual([path, 503, expect.stringContaining('database.not-opened')])
        expect(text).not.toContain(dataFolder)
      }
      expect((await fetch(`${server.url}/health`)).status).toBe(200)
    } finally {
      await server.close()
    }
    await unwrap(await lockFolder(dataFolder)).release()
  })
})
