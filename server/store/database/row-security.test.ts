import { sql, type Kysely } from 'kysely'
import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { copyFreshDatabase } from '../../testing/copy-fresh-database.ts'
import { describeWithPostgres, openTestPostgres } from '../../testing/test-postgres.ts'
import type { Database } from './database.ts'
import { migrate } from './migrate.ts'
import { openDatabase, type OpenedDatabase } from './open-database.ts'
import { createTestFolder } from '../../testing/test-resources.ts'

const folder = createTestFolder()

/** Tables that belong to no workspace. Statements of a workspace cannot access them. */
const sharedTables = [
  'one_time_codes',
  'passkeys',
  'person_keys',
  'sessions',
  'sign_in_attempts',
  'user_identities',
  'users',
]
/** Tables of accounts and of all workspaces, which statements of a workspace cannot access either. */
const accountTables = [
  'api_keys',
  'audit_entries',
  'audit_heads',
  'gallery_templates',
  'invitations',
  'workspace_members',
  'workspaces',
]
const workspaces = ['lab', 'sales'] as const

interface Column {
  name: string
  type: string
}

const listTables = async ({ execute }: OpenedDatabase): Promise<{ name: string; hasWorkspace: boolean }[]> => {
  const rows = await execute(`select relname::text as name, exists (select from pg_attribute
      where attrelid = c.oid and attname = 'workspace_id' and not attisdropped) as has_workspace
    from pg_class c where relnamespace = 'public'::regnamespace and relkind = 'r' and relname not like 'kysely\\_%'
    order by relname`)
  return rows.map((row) => ({ name: String(row['name']), hasWorkspace: row['has_workspace'] === true }))
}

/** Adds a row of each workspace to a table, without its triggers and foreign keys. */
async function addRows({ database, execute }: OpenedDatabase, table: string): Promise<void> {
  const columns = (await execute(
    `select a.attname::text as name, format_type(a.atttypid, a.atttypmod) as type from pg_attribute a
      where a.attrelid = $1::text::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        and (a.attnotnull or a.attname = 'workspace_id') and not a.atthasdef`,
    [table],
  )) as unknown as Column[]
  await database.transaction().execute(async (transaction) => {
    await sql`set local session_replication_role = replica`.execute(transaction)
    for (const workspace of workspaces) {
      const values = columns.map(({ type }) => sql`${createValue(type, workspace)}::text::${sql.raw(type)}`)
      await sql`insert into ${sql.table(table)} (${sql.join(columns.map(({ name }) => sql.ref(name)))})
        values (${sql.join(values)})`.execute(transaction)
    }
  })
}

function createValue(type: string, workspace: string): string {
  if (type === 'text') return workspace
  if (type.endsWith('[]')) return '{}'
  if (type.startsWith('timestamp')) return '2026-01-01'
  return type === 'boolean' ? 'true' : '1'
}

const readWorkspaces = async (database: Kysely<Database>, table: string): Promise<string[]> => {
  const { rows } = await sql<{ workspace: string }>`select workspace_id as workspace from ${sql.table(table)}
    order by workspace_id`.execute(database)
  return rows.map(({ workspace }) => workspace)
}

/** The tests of one database. */
function suite(open: () => Promise<OpenedDatabase>): void {
  let opened: OpenedDatabase
  let lab: Kysely<Database>
  let protectedTables: string[]
  beforeAll(async () => {
    opened = await open()
    await migrate(opened)
    lab = opened.openWorkspaceDatabase('lab')
    protectedTables = (await listTables(opened)).flatMap(({ name, hasWorkspace }) => (hasWorkspace ? [name] : []))
    for (const table of protectedTables) await addRows(opened, table)
  })
  afterAll(() => opened.close())
  const ownTables = (): string[] => protectedTables.filter((table) => !accountTables.includes(table))

  test('each table of the migrations has a policy, or belongs to no workspace', async () => {
    const rows = await opened.execute(`select c.relname::text as name from pg_class c
      join pg_policy p on p.polrelid = c.oid where c.relrowsecurity order by c.relname`)
    expect(rows.map(({ name }) => name)).toEqual(protectedTables)
    expect(protectedTables).toEqual(expect.arrayContaining(['datasets', 'runs', 'workflows', ...accountTables]))
    const others = (await listTables(opened)).filter(({ hasWorkspace }) => !hasWorkspace)
    expect(others.map(({ name }) => name)).toEqual(sharedTables)
  })

  test('a statement without a condition reads and changes only rows of its workspace', async () => {
    for (const table of ownTables()) {
      expect([table, await readWorkspaces(opened.database, table)]).toEqual([table, ['lab', 'sales']])
      expect([table, await readWorkspaces(lab, table)]).toEqual([table, ['lab']])
      const updated = await sql`update ${sql.table(table)} set workspace_id = 'lab'`.execute(lab)
      expect([table, updated.numAffectedRows]).toEqual([table, 1n])
      const rollback = new Error('rollback')
      const deletion = lab.transaction().execute(async (transaction) => {
        const { numAffectedRows } = await sql`delete from ${sql.table(table)}`.execute(transaction)
        expect([table, numAffectedRows]).toEqual([table, 1n])
        throw rollback
      })
      await expect(deletion).rejects.toBe(rollback)
      expect([table, await readWorkspaces(opened.database, table)]).toEqual([table, ['lab', 'sales']])
    }
  })

  test('a row cannot be moved to another workspace or added to it', async () => {
    for (const table of ownTables()) {
      const change = sql`update ${sql.table(table)} set workspace_id = 'sales'`.execute(lab)
      await expect(change, table).rejects.toThrow(/row-level security/)
    }
    const addition = sql`insert into facts (workspace_id, name, value) values ('sales', 'added', '1')`.execute(lab)
    await expect(addition).rejects.toThrow(/row-level security/)
  })

  test('tables of accounts are not accessible', async () => {
    for (const table of [...sharedTables, ...accountTables]) {
      const statement = sql`select * from ${sql.table(table)}`.execute(lab)
      await expect(statement, table).rejects.toThrow(/permission denied/)
    }
  })

  test('concurrent statements and transactions of several workspaces have their own rows each', async () => {
    const read = async (database: Kysely<Database>, expected: string[]): Promise<void> => {
      expect(await readWorkspaces(database, 'workflows')).toEqual(expected)
      await database.transaction().execute(async (transaction) => {
        expect(await readWorkspaces(transaction, 'runs')).toEqual(expected)
      })
      await sql`select 1 / 0`.execute(database).catch(() => undefined)
      expect(await readWorkspaces(database, 'datasets')).toEqual(expected)
    }
    const sales = opened.openWorkspaceDatabase('sales')
    await Promise.all(
      Array.from({ length: 20 }, () => [
        read(lab, ['lab']),
        read(opened.database, ['lab', 'sales']),
        read(sales, ['sales']),
        read(opened.openWorkspaceDatabase('empty'), []),
        opened.execute('select 1; select 2'),
      ]).flat(),
    )
  })

  test('a statement has the rows of its workspace after any other one, also a failed one', async () => {
    const scopes = [
      { name: 'lab', database: lab, rows: ['lab'] },
      { name: 'sales', database: opened.openWorkspaceDatabase('sales'), rows: ['sales'] },
      { name: 'all', database: opened.database, rows: ['lab', 'sales'] },
    ]
    const read = async (database: Kysely<Database>, condition = sql`${1}::int = 1`): Promise<string[]> => {
      const { rows } = await sql<{ workspace: string }>`select workspace_id as workspace from runs where ${condition}
        order by workspace_id`.execute(database)
      return rows.map(({ workspace }) => workspace)
    }
    const fail = (database: Kysely<Database>, divisor = sql`${0}::int`): Promise<unknown> =>
      expect(sql`update runs set priority = 1 / ${divisor}`.execute(database)).rejects.toThrow('division by zero')
    const kinds: Record<string, (database: Kysely<Database>) => Promise<unknown>> = {
      'with parameters': read,
      'without parameters': (database) => read(database, sql`true`),
      'failed with parameters': fail,
      'failed without parameters': (database) => fail(database, sql.raw('0')),
      'failed transaction': (database) =>
        database
          .transaction()
          .execute(async (transaction) => {
            await read(transaction)
            await fail(transaction)
          })
          .catch(() => undefined),
    }
    for (const before of scopes)
      for (const [kind, execute] of Object.entries(kinds))
        for (const { name, database, rows } of scopes) {
          await execute(before.database)
          expect([before.name, kind, name, await read(database)]).toEqual([before.name, kind, name, rows])
        }
  })

  test('a search by words or tags finds workflows of the workspace', async () => {
    await opened.execute(`update workflows set name = 'Monthly report', tags = '{monthly}'`)
    for (const search of [sql`aw_find_workflows_by_words('report')`, sql`aw_find_workflows_by_tag('monthly')`]) {
      expect((await sql<{ id: string }>`select ${search} as id`.execute(lab)).rows).toEqual([{ id: 'lab' }])
      expect((await sql`select ${search} as id`.execute(opened.database)).rows).toEqual([])
    }
  })

  test('a table that is added later gets a policy', async () => {
    await opened.execute(`create table added (workspace_id text not null)`)
    await opened.execute(`insert into added (workspace_id) values ('lab'), ('sales')`)
    await expect(readWorkspaces(lab, 'added')).rejects.toThrow(/permission denied/)
    await migrate(opened)
    expect(await readWorkspaces(lab, 'added')).toEqual(['lab'])
    await opened.execute('drop table added')
  })

  test('a migration down removes the policies, and the next one adds them again', async () => {
    await migrate(opened, '0002-secrets')
    expect(await opened.execute('select polname from pg_policy')).toEqual([])
    await migrate(opened)
    expect(await opened.execute('select polname from pg_policy')).toHaveLength(protectedTables.length)
  })
}

describe('row-level security on PGlite', () => {
  suite(async () => {
    const path = await mkdtemp(join(folder, 'pglite-'))
    await copyFreshDatabase(join(path, 'database'))
    return openDatabase({ folder: join(path, 'database') })
  })
})

describeWithPostgres('row-level security on PostgreSQL', () => {
  const postgres = openTestPostgres()
  suite(async () => openDatabase({ folder, connectionString: await postgres.createDatabase(), maxConnections: 3 }))

  test('a login that cannot create the role names the statements that do, and works after them', async () => {
    const address = await postgres.createDatabase()
    const owner = await openDatabase({ folder, connectionString: address })
    const toLogin = (login: string): string => address.replace('//aw@', `//${login}@`)
    const migrateAs = async (login: string): Promise<void> => {
      const opened = await openDatabase({ folder, connectionString: toLogin(login) })
      await migrate(opened).finally(() => opened.close())
    }
    try {
      await owner.execute(`create role limited login; grant create on schema public to limited`)
      await expect(migrateAs('limited')).rejects.toThrow(
        'CREATE ROLE aw_workspace NOLOGIN; GRANT aw_workspace TO "limited";',
      )
      await owner.execute(`grant aw_workspace to limited`)
      await migrateAs('limited')
      // Without this check, background services of a login that does not own the tables would find no rows.
      await owner.execute(`create role other login; grant all on all tables in schema public to other;
        grant aw_workspace to other`)
      await expect(migrateAs('other')).rejects.toThrow('The login "other" does not own the database tables')
    } finally {
      await owner.close()
    }
  })
})
