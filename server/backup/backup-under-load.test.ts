import { createEmptyWorkflow } from '@aw-flow/schema'
import { systemClock } from '@aw-flow/engine'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { backUp, restore, type DataSettings } from '../administer.ts'
import { openAudit } from '../audit/open-audit.ts'
import { createLog } from '../operation/log.ts'
import { openStore, type Store } from '../store/open-store.ts'
import { serializeDocument } from '../store/workflows/document-text.ts'
import { describeWithPostgres, openTestPostgres } from '../testing/test-postgres.ts'
import { createTestFolder, openForTests } from '../testing/test-resources.ts'

/** The two ways of the runbook to back up PostgreSQL, while a server writes runs and its audit log. */

const run = promisify(execFile)
const secret = 'sesam-öffne-4711'

describeWithPostgres('a backup of PostgreSQL that is in use', () => {
  const postgres = openTestPostgres()
  const folder = createTestFolder()
  let settings: DataSettings
  const progress = { isWriting: true, written: 0 }
  const writers: Promise<void>[] = []

  const open = async (opened: DataSettings): Promise<Store> => openStore(opened.dataFolder, systemClock, opened)
  const openLog = (of: Store, dataFolder: string) =>
    openAudit({
      ...of,
      auditFolder: join(dataFolder, 'audit'),
      log: createLog('error', () => undefined),
      now: Date.now,
    })

  const store = openForTests(async () => {
    settings = {
      dataFolder: join(folder, 'data'),
      databaseUrl: await postgres.createDatabase(),
      storageUrl: undefined,
      secretKey: 'k'.repeat(48),
    }
    return open(settings)
  })
  beforeAll(async () => {
    const workspace = store.forWorkspace('default')
    await workspace.workflows.add('w', serializeDocument(createEmptyWorkflow('W')))
    await workspace.secrets.put({ name: 'key', value: secret, hosts: ['example.com'] })
    const audit = await openLog(store, settings.dataFolder)
    const write = async (writer: number): Promise<void> => {
      for (let index = 0; progress.isWriting; index++) {
        const id = `r-${writer}-${index}`
        const request = { workflow: createEmptyWorkflow('W'), inputs: {}, seed: 1 }
        await workspace.runs.add({ id, workflowId: 'w', request })
        const [claimed] = await store.leases.claim([id], `worker ${writer}`)
        for (let seq = 0; seq < 4; seq += 2) {
          const bodies = [seq, seq + 1].map((number) => JSON.stringify({ seq: number, time: 1, type: 'run-resumed' }))
          await store.leases.append([{ id, lease: claimed!.lease, firstSeq: seq, bodies, time: 1 }])
        }
        const entry = { workspace: 'default', user: 'ada', apiKey: undefined, action: 'create', entityType: 'run' }
        await audit.add({ ...entry, entityId: id, changes: {}, address: '127.0.0.1', userAgent: undefined })
        progress.written++
      }
    }
    writers.push(...[0, 1, 2].map(write))
    while (progress.written < 21) await new Promise((resolve) => setTimeout(resolve, 20))
  })
  afterAll(async () => {
    progress.isWriting = false
    await Promise.all(writers)
  })

  /** A restored database is complete: every run with its events, the audit log, the secrets; and it goes on. */
  const expectComplete = async (restored: DataSettings): Promise<void> => {
    const there = await open(restored)
    try {
      const runs = await there.openedDatabase.execute(`select r.id, array_agg(e.seq order by e.seq) as seqs
        from runs r left join run_events e on e.run_id = r.id group by r.id`)
      expect(runs.length).toBeGreaterThan(20)
      const partial = runs.map(({ seqs }) => JSON.stringify(seqs)).filter((seqs) => seqs !== '[0,1,2,3]')
      expect(partial.filter((seqs) => !['[null]', '[0,1]'].includes(seqs))).toEqual([])
      expect(partial.length).toBeLessThanOrEqual(3)
      expect(await there.forWorkspace('default').secrets.find('key')).toMatchObject({ value: secret })
      const audit = await openLog(there, restored.dataFolder)
      const before = await audit.check('default')
      expect(before).toMatchObject({ headFile: 'missing', removed: 0 })
      const entry = { workspace: 'default', user: 'ada', apiKey: undefined, action: 'create', entityType: 'run' }
      await audit.add({ ...entry, entityId: 'after', changes: {}, address: undefined, userAgent: undefined })
      expect(await audit.check('default')).toMatchObject({
        headFile: 'intact',
        entries: 'entries' in before ? before.entries + 1 : 0,
      })
      const workspace = there.forWorkspace('default')
      await workspace.runs.add({
        id: 'after',
        workflowId: 'w',
        request: { workflow: createEmptyWorkflow('W'), inputs: {}, seed: 1 },
      })
      expect((await there.leases.claim(['after'], 'a worker')).map(({ id }) => id)).toEqual(['after'])
    } finally {
      await there.close()
    }
  }

  const elsewhere = async (name: string): Promise<DataSettings> => ({
    ...settings,
    dataFolder: join(folder, name),
    databaseUrl: await postgres.createDatabase(),
  })

  test('by aw backup is restored elsewhere completely', async () => {
    const file = join(folder, 'backup.tar.gz')
    const writtenBefore = progress.written
    expect(await backUp(settings, file)).toMatchObject({ value: { missing: [] } })
    expect(progress.written).toBeGreaterThan(writtenBefore)
    const target = await elsewhere('restored')
    expect(await restore(target, file, { shouldRestoreSecrets: true })).toMatchObject({ value: { canDecrypt: true } })
    await expectComplete(target)
  }, 60_000)

  test.each([[[]], [['--no-owner', '--no-privileges']]])(
    'by pg_dump %j is restored elsewhere completely',
    async (options: string[]) => {
      const file = join(folder, `dump-${options.length}.sql`)
      await run('pg_dump', [...options, '--file', file, settings.databaseUrl!])
      const target = await elsewhere(`dumped-${options.length}`)
      await run('psql', ['--quiet', '-v', 'ON_ERROR_STOP=1', '--file', file, target.databaseUrl!])
      await expectComplete(target)
    },
    60_000,
  )
})
