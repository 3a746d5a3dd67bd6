import { formatProblem } from '@aw-flow/messages/catalogs'
import { unsafeSql } from '@aw-flow/engine'
import { assertEqual, createTableId, catchProblem, type TestPlatform, type TestApi } from './test-case.ts'
import cases from './suites.cases.json' with { type: 'json' }

/**
 * Statements that try to access anything but tables. DuckDB rejects each of them through every interface, and the
 * connection stays usable.
 */
const selects = cases.selects
const otherStatements = cases.otherStatements

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
