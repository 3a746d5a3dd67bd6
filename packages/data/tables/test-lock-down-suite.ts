import { formatProblem } from '@aw-flow/messages/catalogs'
import { unsafeSql } from '@aw-flow/engine'
import { assertEqual, createTableId, catchProblem, type TestPlatform, type TestApi } from './test-case.ts'

/**
 * Statements that try to access anything but tables. DuckDB rejects each of them through every interface, and the
 * connection stays usable.
 */
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
const otherStatements = [
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

export function describeLockDown({ describe, it }: TestApi, platform: TestPlatform): void {
  describe('a locked-down DuckDB', () => {
    for (const statement of [
      ...selects,
      ...otherStatements,
      'SELECT 1; SELECT 2',
      'DROP TABLE t_x',
      'SELECT 1) AS t; DROP TABLE t_x; --',
    ]) {
      it(`rejects as a table: ${statement}`, async () => {
        const problem = await catchProblem(platform.tables().create(unsafeSql(statement), { id: createTableId() }))
        assertEqual(/^(sql\.|tables\.)/.test(problem.code), true, problem.code)
        assertEqual(/\bat \S+:\d+|function signature/.test(formatProblem(problem)), false, formatProblem(problem))
        assertEqual(await platform.tables().rows(unsafeSql('SELECT 1 AS a')), [{ a: 1 }])
      })
    }

    it('limits memory and temporary disk space', async () => {
      const settings = await platform
        .connection()
        .queryRows(
          `SELECT '.' || name, '.' || value FROM duckdb_settings() WHERE name IN ('memory_limit', 'max_temp_directory_size') ORDER BY name`,
        )
      for (const [name, value] of settings)
        assertEqual(/^\d+(\.\d+)? (bytes|[KMGT]iB)$/.test(String(value)), true, `${name} ${value}`)
      assertEqual(settings.length, 2)
    })

    /** Reads the state that a statement could have changed. */
    const readState = (): Promise<unknown> =>
      platform
        .connection()
        .queryRows(
          `SELECT '.' || string_agg(name || value, ' ' ORDER BY name) FROM (SELECT name, value FROM duckdb_settings() UNION ALL SELECT 'functions', CAST(count(*) AS VARCHAR) FROM duckdb_functions() UNION ALL SELECT database_name, path FROM duckdb_databases())`,
        )

    let initialState: unknown
    for (const statement of [...selects, ...otherStatements]) {
      it(`rejects as a statement: ${statement}`, async () => {
        initialState ??= await readState()
        const result = await platform
          .connection()
          .run(statement)
          .then(
            () => 'done',
            (cause: unknown) => String(cause),
          )
        // INSTALL has no effect in the browser; in Node, DuckDB has JSON built in, and loading it changes nothing.
        if (!/^INSTALL|^LOAD json/.test(statement)) assertEqual(result.includes('Error'), true, result)
        assertEqual(result.includes('function signature'), false, result)
        assertEqual(await readState(), initialState)
      })
    }

    it('has no named time zones on any platform', async () => {
      for (const select of [
        `SELECT TIMESTAMPTZ '2024-05-01 10:00:00 America/New_York'`,
        `SELECT timezone('America/New_York', TIMESTAMP '2024-05-01 10:00:00')`,
      ]) {
        const result = await platform
          .tables()
          .rows(unsafeSql(select))
          .then(
            () => 'read',
            (cause: unknown) => String(cause),
          )
        assertEqual(/function signature/.test(result), false, result)
        assertEqual(await platform.connection().queryRows('SELECT 1'), [[1]])
      }
    })
  })
}
