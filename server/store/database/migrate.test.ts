import { mkdtemp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '@aw-flow/engine'
import { findPostgres } from '../../testing/find-postgres.ts'
import { copyFreshDatabase } from '../../testing/copy-fresh-database.ts'
import { level } from '../../../test/sizes.ts'
import { describeWithPostgres, openTestPostgres } from '../../testing/test-postgres.ts'
import { isDatabaseDown } from './database-down.ts'
import { migrationNames } from '../migrations/index.ts'
import { migrate, readLatestMigration } from './migrate.ts'
import { openDatabase, type OpenedDatabase } from './open-database.ts'
import { openStore } from '../open-store.ts'
import { createTestFolder } from '../../testing/test-resources.ts'

const folder = createTestFolder()

const tablesOf = async ({ execute }: OpenedDatabase): Promise<unknown[]> => {
  const rows = await execute(`select tablename from pg_tables where schemaname = 'public' order by tablename`)
  return rows.map(({ tablename }) => tablename).filter((name) => !String(name).startsWith('kysely_'))
}

/** The schema except the order of columns. */
const shapeOf = async ({ execute }: OpenedDatabase): Promise<unknown[]> => [
  ...(await execute(`select table_name, column_name, data_type, is_nullable, column_default, is_generated
    from information_schema.columns where table_schema = 'public' order by table_name, column_name`)),
  ...(await execute(`select indexdef from pg_indexes where schemaname = 'public' order by indexname`)),
  ...(await execute(`select conrelid::regclass::text as of, conname, pg_get_constraintdef(oid) as definition
    from pg_constraint where connamespace = 'public'::regnamespace order by 1, 2`)),
  ...(await execute(`select pg_get_triggerdef(oid) as trigger from pg_trigger where not tgisinternal order by 1`)),
  ...(
    await execute(`select pg_get_functiondef(oid) as function from pg_proc
      where pronamespace = 'public'::regnamespace and proname like 'aw\\_%' order by proname`)
  ).map(({ function: definition }) => String(definition).replace(/\s+/g, ' ')),
]

const readFixture = (name: string): Promise<string> =>
  readFile(new URL(`../../../test/fixtures/before-0.2/${name}`, import.meta.url), 'utf8')

/** The tests of one database in sequence: each starts with the result of `none`. */
function suite(open: () => Promise<OpenedDatabase>): void {
  let opened: OpenedDatabase
  beforeAll(async () => {
    opened = await open()
  })
  afterAll(() => opened.close())

  test('migrate up, down to before the first, and up again to the same schema', async () => {
    await migrate(opened)
    const shape = await shapeOf(opened)
    expect(await tablesOf(opened)).toContain('run_events')
    await migrate(opened, 'none')
    expect(await tablesOf(opened)).toEqual([])
    expect(await readLatestMigration(opened)).toBeUndefined()
    await migrate(opened)
    expect(await shapeOf(opened)).toEqual(shape)
  })

  test('refuse changes of a newer version, and change nothing', async () => {
    await migrate(opened)
    const shape = await shapeOf(opened)
    await opened.execute(`insert into kysely_migration (name, timestamp) values ($1, $2)`, ['9999-later', 'now'])
    const refused = { problem: { code: 'store.newer', params: { migration: '9999-later' } } }
    await expect(migrate(opened)).rejects.toMatchObject(refused)
    await expect(migrate(opened, 'none')).rejects.toMatchObject(refused)
    expect(await shapeOf(opened)).toEqual(shape)
    await opened.execute(`delete from kysely_migration where name = $1`, ['9999-later'])
  })

  test('a database to which the joined migrations were applied under their former names', async () => {
    await migrate(opened)
    const shape = await shapeOf(opened)
    const former = await open()
    try {
      await former.execute(await readFixture('database.sql'))
      const readApplied = () => former.execute('select name, timestamp from kysely_migration order by name')
      const counts = () =>
        former.execute(`select (select count(*) from run_events) as events, (select count(*) from agents) as agents,
          (select count(*) from analytics_pending) as pending, (select count(*) from workspaces) as workspaces`)
      const [formerNames, content] = [await readApplied(), await counts()]
      await migrate(former)
      const applied = await readApplied()
      expect(applied.map(({ name }) => name)).toEqual(migrationNames)
      expect(applied.slice(0, 7)).toEqual(formerNames.slice(0, 7))
      expect(await counts()).toEqual(content)
      expect(await shapeOf(former)).toEqual(shape)
      await migrate(former, '0007-runs-by-time')
      await migrate(former)
      expect(await shapeOf(former)).toEqual(shape)
    } finally {
      await former.close()
    }
  })

  test('preserve data of older versions one by one, down and up', async () => {
    const { database } = opened
    const document = JSON.stringify({ version: 1, name: 'Olds', tags: ['a'], nodes: [], edges: [] })
    const rows = async () =>
      (await sql<object>`select id, name, tags, version from workflows order by id`.execute(database)).rows
    await migrate(opened, 'none')
    await migrate(opened, '0002-secrets')
    await sql`insert into workflows (id, document, created_at, updated_at) values ('w', ${document}, now(), now())`.execute(
      database,
    )
    await sql`insert into runs (id, workflow_id, workflow_name, status, created_at, request)
      values ('r', 'w', 'Olds', 'completed', now(), '{}')`.execute(database)
    await sql`insert into run_events (run_id, seq, body) values ('r', 0, '{}')`.execute(database)
    await migrate(opened)
    const kept = [{ id: 'w', name: 'Olds', tags: ['a'], version: 1 }]
    expect(await rows()).toEqual(kept)
    const names = ['0003-versions', '0002-secrets', '0001-begin']
    for (const name of names) {
      await migrate(opened, name)
      expect(await readLatestMigration(opened)).toBe(name)
    }
    expect((await sql<object>`select id, document from workflows`.execute(database)).rows).toEqual([
      { id: 'w', document },
    ])
    for (const name of names.toReversed()) await migrate(opened, name)
    await migrate(opened)
    expect(await rows()).toEqual(kept)
    expect((await sql<object>`select seq from run_events`.execute(database)).rows).toEqual([{ seq: 0 }])
  })

  test('names in sub-workflow nodes get the ids of workflows of their workspace', async () => {
    await migrate(opened, 'none')
    await migrate(opened, '0076-workspaces')
    const node = (workflow: string) => ({ id: workflow, type: 'sub_workflow', data: { config: { workflow } } })
    const inline = { id: 'inline', type: 'sub_workflow', data: { config: { document: { nodes: [node('Twice')] } } } }
    const outer = { version: 1, name: 'Outer', nodes: [node('Once'), inline, node('Gone'), node('once-id')], edges: [] }
    const add = (workspace: string, id: string, name: string, document: object, days: number) =>
      opened.execute(
        `insert into workflows (workspace_id, id, name, document, hash, version, created_at, updated_at)
        values ($1, $2, $3, $4, 'h', 1, now(), now() + $5 * interval '1 day')`,
        [workspace, id, name, JSON.stringify(document), days],
      )
    await add('lab', 'outer', 'Outer', outer, 0)
    await opened.execute(
      `insert into workflow_versions (workspace_id, workflow_id, number, document, hash, made_by, created_at)
      values ('lab', 'outer', 1, $1, 'h', 'saved', now())`,
      [JSON.stringify(outer)],
    )
    await add('lab', 'once-id', 'Once', {}, 0)
    await add('lab', 'twice-old', 'Twice', {}, 0)
    await add('lab', 'twice-new', 'Twice', {}, 1)
    await add('sales', 'foreign', 'Gone', {}, 0)
    await migrate(opened)
    const documents = async () =>
      (
        await opened.execute(`select w.document, v.document as version, w.hash = v.hash as same from workflows w
          join workflow_versions v on v.workflow_id = w.id`)
      ).map((row) => ({ ...row, document: JSON.parse(String(row.document)), version: JSON.parse(String(row.version)) }))
    const references = { Once: 'once-id', Twice: 'twice-new', 'once-id': 'once-id' }
    const migrated = { ...outer, references }
    expect(await documents()).toEqual([{ document: migrated, version: migrated, same: true }])
    await migrate(opened, '0076-workspaces')
    expect(await documents()).toEqual([{ document: outer, version: outer, same: true }])
    await migrate(opened)
  })

  test('data from before there were workspaces belongs to the default workspace', async () => {
    const { database } = opened
    await migrate(opened, 'none')
    await migrate(opened, '0007-runs-by-time')
    const document = JSON.stringify({ version: 1, name: 'Old', nodes: [], edges: [] })
    await opened.execute(`
      insert into datasets (id, name, size, created_at) values ('d', 'old.csv', 1, now());
      insert into workflows (id, document, created_at, updated_at) values ('w', '${document}', now(), now());
      insert into workflow_versions (workflow_id, number, document, hash, made_by, created_at)
        values ('w', 1, '${document}', '', 'saved', now());
      insert into runs (id, workflow_id, workflow_name, status, created_at, request)
        values ('r', 'w', 'Old', 'completed', now(), '{}');
      insert into run_events (run_id, seq, body) values ('r', 0, '{}');
      insert into run_tables (run_id, node, port, position, table_ref, file, bytes) values ('r', 'n', 'p', 0, '{}', 'f', 1);
      insert into run_controls (id, run_id, body, created_at) values ('c', 'r', '{}', now());
      insert into idempotency_keys (caller, key, request, created_at) values ('token', 'k', '', now());
      insert into shared_workflows (workflow_id, token, created_at) values ('w', 't', now());
      insert into templates (id, name, document, created_at) values ('t', 'Old', '${document}', now());
      insert into secrets (name, sealed, hosts, created_at, updated_at) values ('s', '', '[]', now(), now());
      insert into facts (name, value) values ('configuration', '{}');`)
    const tables = (await tablesOf(opened)).map(String)
    await migrate(opened)
    for (const table of tables) {
      const rows = await opened.execute(`select workspace_id from ${table}`)
      expect([table, rows]).toEqual([table, [{ workspace_id: 'default' }]])
    }
    // A row without a workspace is an error, and names are unique within a workspace.
    await expect(opened.execute(`insert into facts (name, value) values ('x', '')`)).rejects.toThrow(/workspace_id/)
    await opened.execute(`insert into datasets (workspace_id, id, name, size, created_at)
      values ('other', 'd', 'other.csv', 1, now())`)
    await migrate(opened, '0007-runs-by-time')
    expect((await sql<object>`select name from datasets`.execute(database)).rows).toEqual([{ name: 'old.csv' }])
    await migrate(opened)
  })
}

// If PostgreSQL is installed, it runs the same tests, and `backup.test.ts` migrates PGlite down and up.
describe.skipIf(level !== 'long' && findPostgres().missing === undefined)('migrations on PGlite', () => {
  suite(async () => {
    const path = await mkdtemp(join(folder, 'pglite-'))
    await copyFreshDatabase(join(path, 'database'))
    return openDatabase({ folder: join(path, 'database') })
  })
})

describeWithPostgres('migrations on PostgreSQL', () => {
  const postgres = openTestPostgres()
  suite(async () => openDatabase({ folder, connectionString: await postgres.createDatabase() }))

  // Regression: the process ended, because nothing listened to errors of a connection in use.
  test('a connection that breaks in use rejects its statement, and the next statement uses another one', async () => {
    const { database, execute, close } = await openDatabase({
      folder,
      connectionString: await postgres.createDatabase(),
    })
    try {
      const broken = await database
        .transaction()
        .execute(async (transaction) => {
          const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(transaction)
          await execute('select pg_terminate_backend($1)', [rows[0]!.pid])
          await sql`select pg_sleep(60)`.execute(transaction)
        })
        .catch((cause: unknown) => cause)
      expect(isDatabaseDown(broken)).toBe(true)
      expect(await execute('select 1 as one')).toEqual([{ one: 1 }])
    } finally {
      await close()
    }
  })

  test('an upgrade from 0.1 whose connection ends between two migrations changes nothing, and the next completes it', async () => {
    const opened = await openDatabase({ folder, connectionString: await postgres.createDatabase() })
    try {
      await migrate(opened, '0007-runs-by-time')
      await opened.execute(`insert into workflows (id, document, created_at, updated_at)
        values ('w', '{}', now(), now())`)
      const shape = await shapeOf(opened)
      let upgrade: Promise<unknown> | undefined
      await opened.database.transaction().execute(async (transaction) => {
        // The migrations wait for this table in the middle.
        await sql`lock table datasets in access share mode`.execute(transaction)
        upgrade = migrate(opened).catch((cause: unknown) => cause)
        let waiting: Record<string, unknown>[] = []
        while (waiting.length === 0) {
          waiting = await opened.execute(`select pg_terminate_backend(pid) from pg_locks
            where not granted and relation = 'datasets'::regclass`)
        }
      })
      expect(await upgrade).toBeInstanceOf(Error)
      expect(await shapeOf(opened)).toEqual(shape)
      expect(await readLatestMigration(opened)).toBe('0007-runs-by-time')
      await migrate(opened)
      expect(await readLatestMigration(opened)).toBe(migrationNames.at(-1))
      expect(await opened.execute('select id, workspace_id from workflows')).toEqual([
        { id: 'w', workspace_id: 'default' },
      ])
    } finally {
      await opened.close()
    }
  }, 60_000)

  test('a prepared statement still works after another server has changed its table', async () => {
    const address = await postgres.createDatabase()
    const { execute, close } = await openDatabase({ folder, connectionString: address, maxConnections: 1 })
    try {
      await execute('create table changed (a int); insert into changed values (1)')
      const ask = () => execute('select * from changed where a = $1', [1])
      for (let time = 0; time < 5; time++) expect(await ask()).toEqual([{ a: 1 }])
      expect(await execute('select statement from pg_prepared_statements where generic_plans >= $1', [0])).toHaveLength(
        1,
      )
      await execute('alter table changed add column b int')
      expect(await ask()).toEqual([{ a: 1, b: null }])
    } finally {
      await close()
    }
  })

  test('five servers that start at once with an empty database open it with one key', async () => {
    const databaseUrl = await postgres.createDatabase()
    const shared = await mkdtemp(join(folder, 'shared-'))
    const stores = await Promise.all(Array.from({ length: 5 }, () => openStore(shared, systemClock, { databaseUrl })))
    try {
      await stores[0]!.forWorkspace('default').secrets.put({ name: 'key', value: 'sesam', hosts: ['example.com'] })
      for (const store of stores) {
        expect(await readLatestMigration(store.openedDatabase)).toBe(
          await readLatestMigration(stores[0]!.openedDatabase),
        )
        expect(await store.forWorkspace('default').secrets.find('key')).toMatchObject({ value: 'sesam' })
      }
      const applied = await stores[0]!.openedDatabase.execute('select name from kysely_migration')
      expect(new Set(applied.map(({ name }) => name)).size).toBe(applied.length)
    } finally {
      await Promise.all(stores.map((store) => store.close()))
    }
  })
})
