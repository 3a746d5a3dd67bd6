import { formatProblem } from '@aw-flow/messages/catalogs'
import { unsafeSql } from '@aw-flow/engine'
import { equal, newId, problemOf, type Place, type TestApi } from './test-case.ts'

/** Statements that reach out of the tables; each is refused by every door, and the connection is as good as before. */
const selects = [
  `SELECT * FROM read_csv('/etc/passwd')`,
  `SELECT * FROM read_text('/etc/passwd')`,
  `SELECT * FROM read_blob('/proc/self/environ')`,
  `SELECT * FROM glob('/etc/*') WHERE error('reached')`,
  `SELECT * FROM '/etc/passwd.csv'`,
  `SELECT * FROM read_csv('http://127.0.0.1:9/x.csv')`,
  `SELECT * FROM read_csv('https://example.invalid/x.csv')`,
  `SELECT * FROM 's3://bucket/x.csv'`,
  `SELECT * FROM read_parquet('/etc/x.parquet')`,
  `SELECT * FROM read_json('/etc/x.json')`,
  `SELECT * FROM sniff_csv('/etc/passwd')`,
  `SELECT getenv('HOME')`,
  `SELECT * FROM query('COPY (SELECT 1) TO ''/tmp/x.csv''')`,
]
const others = [
  `LOAD json`,
  `LOAD '/tmp/x.duckdb_extension'`,
  `LOAD excel`,
  `INSTALL excel`,
  `INSTALL httpfs FROM 'http://127.0.0.1:9'`,
  `ATTACH '/tmp/aw-lock-down.db' AS x`,
  `COPY (SELECT 1) TO '/tmp/aw-lock-down.csv'`,
  `EXPORT DATABASE '/tmp/aw-lock-down'`,
  `IMPORT DATABASE '/tmp/aw-lock-down'`,
  `SET enable_external_access = true`,
  `SET allowed_directories = ['/']`,
  `SET memory_limit = '100GB'`,
  `SET max_temp_directory_size = '100GB'`,
  `SET temp_directory = '/tmp'`,
  `SET threads = 64`,
  `SET lock_configuration = false`,
  `RESET enable_external_access`,
  `SET autoload_known_extensions = true`,
  `PRAGMA memory_limit = '100GB'`,
]

export function describeLockDown({ describe, it }: TestApi, place: Place): void {
  describe('a locked DuckDB', () => {
    for (const statement of [
      ...selects,
      ...others,
      'SELECT 1; SELECT 2',
      'DROP TABLE t_x',
      'SELECT 1) AS t; DROP TABLE t_x; --',
    ]) {
      it(`refuses as a table: ${statement}`, async () => {
        const problem = await problemOf(place.tables().create(unsafeSql(statement), { id: newId() }))
        equal(/^(sql\.|tables\.)/.test(problem.code), true, problem.code)
        equal(/\bat \S+:\d+|function signature/.test(formatProblem(problem)), false, formatProblem(problem))
        equal(await place.tables().rows(unsafeSql('SELECT 1 AS a')), [{ a: 1 }])
      })
    }

    it('bounds memory and temporary disk', async () => {
      const settings = await place
        .connection()
        .rows(
          `SELECT '.' || name, '.' || value FROM duckdb_settings() WHERE name IN ('memory_limit', 'max_temp_directory_size') ORDER BY name`,
        )
      for (const [name, value] of settings)
        equal(/^\d+(\.\d+)? (bytes|[KMGT]iB)$/.test(String(value)), true, `${name} ${value}`)
      equal(settings.length, 2)
    })

    /** What a statement could have loosened. */
    const state = (): Promise<unknown> =>
      place
        .connection()
        .rows(
          `SELECT '.' || string_agg(name || value, ' ' ORDER BY name) FROM (SELECT name, value FROM duckdb_settings() UNION ALL SELECT 'functions', CAST(count(*) AS VARCHAR) FROM duckdb_functions() UNION ALL SELECT database_name, path FROM duckdb_databases())`,
        )

    let untouched: unknown
    for (const statement of [...selects, ...others]) {
      it(`refuses by itself: ${statement}`, async () => {
        untouched ??= await state()
        const outcome = await place
          .connection()
          .run(statement)
          .then(
            () => 'done',
            (cause: unknown) => String(cause),
          )
        // INSTALL does nothing at all in the page; Node's DuckDB has JSON built in, and loading it changes nothing.
        if (!/^INSTALL|^LOAD json/.test(statement)) equal(outcome.includes('Error'), true, outcome)
        equal(outcome.includes('function signature'), false, outcome)
        equal(await state(), untouched)
      })
    }

    it('has no time zones by name, in no place', async () => {
      for (const select of [
        `SELECT TIMESTAMPTZ '2024-05-01 10:00:00 America/New_York'`,
        `SELECT timezone('America/New_York', TIMESTAMP '2024-05-01 10:00:00')`,
      ]) {
        const found = await place
          .tables()
          .rows(unsafeSql(select))
          .then(
            () => 'read',
            (cause: unknown) => String(cause),
          )
        equal(/function signature/.test(found), false, found)
        equal(await place.connection().rows('SELECT 1'), [[1]])
      }
    })
  })
}
