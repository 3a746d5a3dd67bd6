import { englishFormatter } from '@aw-flow/messages/catalogs'
import { allowedFunctions, quoteIdentifier, sql, tableName, unsafeSql, type Scalar } from '@aw-flow/engine'
import type { Problem, TableRef } from '@aw-flow/schema'
import { selectAttacks, selectPageCases, sizes } from '../../../test/sizes.ts'
import { assertEqual, createTableId, catchProblem, type TestPlatform, type TestApi } from './test-case.ts'
import { sqlAttempts } from './test-sql-attempts.ts'

const timeoutMs = 20_000

/** Defines the conformance suite for the results of user statements, and for attempts to access other data. */
export function describeQueries({ describe, it }: TestApi, platform: TestPlatform): void {
  let inputTables: Promise<Record<string, TableRef>> | undefined
  const getInputs = (): Promise<Record<string, TableRef>> =>
    (inputTables ??= (async () => {
      const tables = platform.tables()
      const select = unsafeSql(
        `SELECT * FROM (VALUES (3, 'c', 0.1::DOUBLE), (1, 'a', 0.2), (2, 'b', 0.3), (2, 'a', 0.4)) t(num1, txt1, "Col 3")`,
      )
      await tables.create(unsafeSql(`SELECT 'TOP-SECRET' AS txt1`), { id: 'secret' })
      return { input: await tables.create(select, { id: 'query-input' }) }
    })())
  const query = async (
    statement: string,
    options: { parameters?: Record<string, Scalar>; id?: string; timeoutMs?: number } = {},
  ) => platform.tables().query(statement, { inputs: await getInputs(), timeoutMs, id: createTableId(), ...options })
  const readRows = async (statement: string, options?: { parameters?: Record<string, Scalar> }) => {
    const { table } = await query(statement, options)
    const rows = await platform.tables().rows(sql`SELECT * FROM ${quoteIdentifier(tableName(table.id))}`)
    await platform.tables().drop(table.id)
    return rows
  }

  describe('a user statement over columns without rows', () => {
    const columns = [
      { name: 'num1', type: 'INTEGER' },
      { name: 'txt1', type: 'VARCHAR' },
      { name: 'Col 3', type: 'DECIMAL(9,2)' },
    ]
    const checkStatement = async (statement: string, parameters: Record<string, Scalar> = {}) => {
      const result = await platform.tables().check(statement, { inputs: { input: columns }, parameters })
      if (!result) return undefined
      const { problem, range } = result
      return [problem.code, range && statement.slice(range.offset, range.offset + range.length), range?.offset]
    }
    const cases: [string, unknown][] = [
      ['SELECT num1, "Col 3" FROM input WHERE txt1 > $$a$$', undefined],
      ['SELECT count(*) AS n FROM input GROUP BY ALL;', undefined],
      ['SELECT num1 FORM input', ['sql.syntax', 'input', 17]],
      ['SELECT num1, num1 num1 num1 FROM input', ['sql.syntax', 'num1', 23]],
      ['SELECT num1 FROM input WHERE', ['sql.syntax', 'E', 27]],
      ["SELECT 'nope' AS a, -- nope\n nope FROM input", ['sql.names', 'nope', 29]],
      ['SELECT num1 FROM orders', ['sql.other-table', 'orders', 17]],
      ['SELECT nofunction(num1) FROM input', ['sql.names', 'nofunction', 7]],
      ['SELECT num1 + txt1 AS sum FROM input', ['sql.names', undefined, undefined]],
      ['SELECT random() AS r FROM input', ['sql.not-repeatable', 'random', 7]],
      ['', ['sql.empty', undefined, undefined]],
    ]
    for (const [statement, expected] of selectPageCases(cases)) {
      it(`is checked: ${statement}`, async () => assertEqual(await checkStatement(statement), expected))
    }

    it('reads parameters, and is not checked if the type of a column is not a SQL type', async () => {
      assertEqual(
        await checkStatement('SELECT num1 FROM input, parameters WHERE num1 > minimum', { minimum: 4 }),
        undefined,
      )
      const inputs = { input: [{ name: 'a', type: "INTEGER) AS a, (SELECT 'x'" }] }
      assertEqual(await platform.tables().check('SELECT nope FROM input', { inputs }), undefined)
    })
  })

  describe('a user statement', () => {
    const cases: [string, readonly Record<string, unknown>[]][] = [
      ['SELECT num1 FROM input', [{ num1: 3 }, { num1: 1 }, { num1: 2 }, { num1: 2 }]],
      ['SELECT num1 FROM input WHERE txt1 = $$a$$;', [{ num1: 1 }, { num1: 2 }]],
      ['FROM input LIMIT 1', [{ num1: 3, txt1: 'c', 'Col 3': 0.1 }]],
      [
        'SELECT txt1, count(*) AS n FROM input GROUP BY ALL',
        [
          { txt1: 'a', n: 2 },
          { txt1: 'b', n: 1 },
          { txt1: 'c', n: 1 },
        ],
      ],
      [
        'SELECT num1, txt1 FROM input ORDER BY num1 LIMIT 3',
        [
          { num1: 1, txt1: 'a' },
          { num1: 2, txt1: 'a' },
          { num1: 2, txt1: 'b' },
        ],
      ],
      ['SELECT txt1 FROM input ORDER BY num1 DESC', [{ txt1: 'c' }, { txt1: 'a' }, { txt1: 'b' }, { txt1: 'a' }]],
      ['SELECT DISTINCT txt1 FROM input', [{ txt1: 'a' }, { txt1: 'b' }, { txt1: 'c' }]],
      [
        'SELECT DISTINCT ON (txt1) txt1, num1 FROM input',
        [
          { txt1: 'a', num1: 1 },
          { txt1: 'b', num1: 2 },
          { txt1: 'c', num1: 3 },
        ],
      ],
      [
        'SELECT i.num1 FROM input i JOIN input AS j USING (num1) WHERE i.num1 <> 3',
        [1, 2, 2, 2, 2].map((num1) => ({ num1 })),
      ],
      ['SELECT txt1 FROM input UNION ALL SELECT $$z$$ LIMIT 2', [{ txt1: 'a' }, { txt1: 'a' }]],
      ['WITH k(a, b) AS (SELECT num1, txt1 FROM input) SELECT b FROM k WHERE a = 3', [{ b: 'c' }]],
      ['WITH input AS (SELECT num1 + 1 AS n FROM input) SELECT max(n) AS n FROM input', [{ n: 4 }]],
      [
        'WITH RECURSIVE k AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM k WHERE n < 3) SELECT n FROM k',
        [{ n: 1 }, { n: 2 }, { n: 3 }],
      ],
      ['SELECT "Col 3" * 2 AS d FROM input ORDER BY d DESC LIMIT 1', [{ d: 0.8 }]],
      ['SELECT list_transform([1, 2], lambda v: v + num1) AS l FROM input LIMIT 1', [{ l: '[4, 5]' }]],
      ['SELECT [x * 2 FOR x IN [1, 2]] AS l, {a: num1}.a AS s FROM input WHERE num1 = 1', [{ l: '[2, 4]', s: 1 }]],
      ['SELECT * EXCLUDE ("Col 3") REPLACE (upper(txt1) AS txt1) FROM input WHERE num1 = 3', [{ num1: 3, txt1: 'C' }]],
      [
        'SELECT txt1, sum(num1) OVER (PARTITION BY txt1 ORDER BY num1) AS s FROM input',
        [
          { txt1: 'a', s: 1 },
          { txt1: 'a', s: 3 },
          { txt1: 'b', s: 2 },
          { txt1: 'c', s: 3 },
        ],
      ],
      [
        'FROM (PIVOT input ON txt1 IN ($$a$$, $$b$$) USING sum(num1) GROUP BY num1)',
        [
          { num1: 1, a: 1, b: null },
          { num1: 2, a: 2, b: 2 },
          { num1: 3, a: null, b: null },
        ],
      ],
      ['SELECT txt1.upper() AS u FROM input LIMIT 1', [{ u: 'C' }]],
      ['SELECT num1 FROM input ORDER BY ALL DESC LIMIT 1', [{ num1: 3 }]],
      ['VALUES (2), (1)', [{ col0: 1 }, { col0: 2 }]],
      ['SELECT n FROM (SELECT unnest([3, 1, 2]) AS n) ORDER BY n DESC', [{ n: 3 }, { n: 2 }, { n: 1 }]],
      [
        'SELECT count(*) FILTER (WHERE num1 > 1) AS n, string_agg(txt1, $$-$$ ORDER BY num1, txt1) AS t FROM input',
        [{ n: 3, t: 'a-a-b-c' }],
      ],
      ['SELECT CASE WHEN num1 IN (1, 2) THEN 1 ELSE 0 END AS c FROM input', [0, 1, 1, 1].map((c) => ({ c }))],
      [
        'SELECT TRY_CAST(txt1 AS DECIMAL(9, 2)) AS d, interval 2 day AS i FROM input LIMIT 1',
        [{ d: null, i: '2 days' }],
      ],
      ['SELECT sum(num1) AS "user" FROM input', [{ user: 8 }]],
    ]
    for (const [statement, rows] of selectPageCases(cases)) {
      it(`returns in a total order: ${statement}`, async () => assertEqual(await readRows(statement), rows))
    }

    it('reads parameters as values, never as SQL', async () => {
      const parameters = { text: `') OR true; DROP TABLE "aw secret"; --`, minimum: 2, none: null }
      const statement = 'SELECT num1, parameters.text AS t, "none" AS n FROM input, parameters WHERE num1 > minimum'
      assertEqual(await readRows(statement, { parameters }), [{ num1: 3, t: parameters.text, n: null }])
    })

    it('reports results that may differ between computers', async () => {
      const listMessages = async (statement: string): Promise<string[]> =>
        (await query(statement)).problems.map((problem) => englishFormatter.renderProblem(problem).message)
      assertEqual(await listMessages('SELECT sum(num1), avg("Col 3"), sin(4) FROM input'), [
        'The last digit of the result may differ between computers: sum, avg, and sin.',
      ])
      assertEqual(await listMessages('SELECT first(txt1) FROM input'), [
        'The result may differ between computers for rows with equal sort keys: first.',
      ])
      assertEqual(await listMessages('SELECT first(txt1 ORDER BY num1, txt1), max(num1), sqrt(4) FROM input'), [])
    })

    it('names a table that is not an input, and the inputs', async () => {
      const problem = await catchProblem(query('SELECT * FROM orders'))
      assertEqual(problem.code, 'sql.other-table')
      assertEqual(
        englishFormatter.renderProblem(problem).message,
        'The statement reads `orders`, which is not an input (available: `input`).',
      )
    })

    it('allows only pure functions that DuckDB has on every platform', async () => {
      const result = await platform
        .connection()
        .queryRows(
          `SELECT DISTINCT '.' || lower(function_name) FROM duckdb_functions() WHERE function_type IN ('scalar', 'aggregate', 'macro', 'table') AND (stability IS NULL OR stability = 'CONSISTENT' OR function_name = 'error') AND schema_name = 'main'`,
        )
      const available = new Set(result.map(([functionName]) => String(functionName)))
      // DuckDB prints this syntax as function calls.
      for (const keyword of ['coalesce', 'grouping', 'grouping_id', 'if', 'ifnull']) available.add(keyword)
      assertEqual(
        [...allowedFunctions].filter((functionName) => !available.has(functionName)),
        [],
      )
    })
  })

  describe('attempts to escape from the SQL node', () => {
    const readState = async (): Promise<unknown> => [
      await platform
        .connection()
        .queryRows(
          `SELECT '.' || name, '.' || value FROM (SELECT name, value FROM duckdb_settings() WHERE name <> 'profiling_output' UNION ALL SELECT database_name, path FROM duckdb_databases() UNION ALL SELECT 'tables', string_agg(table_name, ',' ORDER BY table_name) FROM duckdb_tables() UNION ALL SELECT 'views', CAST(count(*) AS VARCHAR) FROM duckdb_views()) ORDER BY ALL`,
        ),
      await platform.tables().rows(sql`SELECT * FROM ${quoteIdentifier(tableName('secret'))}`),
    ]
    const countFunctions = (): Promise<unknown> =>
      platform.connection().queryRows('SELECT count(*) FROM duckdb_functions()')
    // Computed once, so that a change by any earlier attempt is also detected.
    let initialState: unknown
    // Counting functions takes longer than an attempt, so the count is checked once for several attempts.
    let functionCount: unknown
    const attempts = selectAttacks(sqlAttempts)
    for (const [index, { family, statement, rows, isEndless }] of attempts.entries()) {
      const shortStatement = statement.length > 120 ? `${statement.slice(0, 60)}… (${statement.length})` : statement
      it(`${family}: ${shortStatement.replaceAll('\n', ' ')}`, async () => {
        await getInputs()
        initialState ??= await readState()
        functionCount ??= await countFunctions()
        if (rows) assertEqual(await readRows(statement), rows)
        else {
          const problem = await catchProblem(query(statement, isEndless ? { timeoutMs: sizes.endlessMs } : {}))
          expectTypedProblem(problem)
          if (!isEndless) assertEqual(problem.code === 'sql.out-of-time', false, problem.message)
        }
        assertEqual(await readState(), initialState)
        if (index % 20 === 19 || index === attempts.length - 1) assertEqual(await countFunctions(), functionCount)
      }, 120_000)
    }
  })
}

function expectTypedProblem(problem: Problem): void {
  const { code } = problem
  const { message } = englishFormatter.renderProblem(problem)
  assertEqual(/^(sql\.|tables\.out-of-memory)/.test(code), true, `${code}: ${message}`)
  assertEqual(
    /TOP-SECRET|root:|\bat \S+:\d+|function signature|aw secret/.test(message.replaceAll(/`[^`]*`/g, '')),
    false,
    message,
  )
}
