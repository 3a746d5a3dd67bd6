import { englishFormatter } from '@aw-flow/messages/catalogs'
import { allowedFunctions, name, sql, tableName, unsafeSql, type Scalar } from '@aw-flow/engine'
import type { Problem, TableRef } from '@aw-flow/schema'
import { selectAttacks, sizes } from '../../../test/sizes.ts'
import { equal, newId, problemOf, type Place, type TestApi } from './test-case.ts'
import { sqlAttempts } from './test-sql-attempts.ts'

const limitMs = 2_000

/** What a person's statement gives, and what it does not get at. */
export function describeQueries({ describe, it }: TestApi, place: Place): void {
  let given: Promise<Record<string, TableRef>> | undefined
  const inputs = (): Promise<Record<string, TableRef>> =>
    (given ??= (async () => {
      const tables = place.tables()
      const select = unsafeSql(
        `SELECT * FROM (VALUES (3, 'c', 0.1::DOUBLE), (1, 'a', 0.2), (2, 'b', 0.3), (2, 'a', 0.4)) t(num1, txt1, "Col 3")`,
      )
      await tables.create(unsafeSql(`SELECT 'TOP-SECRET' AS txt1`), { id: 'secret' })
      return { input: await tables.create(select, { id: 'query-input' }) }
    })())
  const query = async (
    statement: string,
    more: { parameters?: Record<string, Scalar>; id?: string; limitMs?: number } = {},
  ) => place.tables().query(statement, { inputs: await inputs(), limitMs, id: newId(), ...more })
  const rowsOf = async (statement: string, more?: { parameters?: Record<string, Scalar> }) => {
    const { table } = await query(statement, more)
    const rows = await place.tables().rows(sql`SELECT * FROM ${name(tableName(table.id))}`)
    await place.tables().drop(table.id)
    return rows
  }

  describe('a person’s statement', () => {
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
    for (const [statement, rows] of cases) {
      it(`gives, in a total order: ${statement}`, async () => equal(await rowsOf(statement), rows))
    }

    it('reads parameters as values, never as SQL', async () => {
      const parameters = { text: `') OR true; DROP TABLE "aw secret"; --`, least: 2, none: null }
      const statement = 'SELECT num1, parameters.text AS t, "none" AS n FROM input, parameters WHERE num1 > least'
      equal(await rowsOf(statement, { parameters }), [{ num1: 3, t: parameters.text, n: null }])
    })

    it('says what of its result may differ, and what may not', async () => {
      const about = async (statement: string): Promise<string[]> =>
        (await query(statement)).problems.map((problem) => englishFormatter.problem(problem).message)
      equal(await about('SELECT sum(num1), avg("Col 3"), sin(4) FROM input'), [
        'The last digit of the result may differ between computers: sum, avg, and sin.',
      ])
      equal(await about('SELECT first(txt1) FROM input'), [
        'The result may differ between computers for rows with equal order: first.',
      ])
      equal(await about('SELECT first(txt1 ORDER BY num1, txt1), max(num1), sqrt(4) FROM input'), [])
    })

    it('names the table that is no input, and what there is', async () => {
      const problem = await problemOf(query('SELECT * FROM orders'))
      equal(problem.code, 'sql.other-table')
      equal(
        englishFormatter.problem(problem).message,
        'The statement reads `orders`, which is not an input (has `input`).',
      )
    })

    it('has a list of functions that both DuckDBs have, and that read nothing but values', async () => {
      const found = await place
        .connection()
        .rows(
          `SELECT DISTINCT '.' || lower(function_name) FROM duckdb_functions() WHERE function_type IN ('scalar', 'aggregate', 'macro', 'table') AND (stability IS NULL OR stability = 'CONSISTENT' OR function_name = 'error') AND schema_name = 'main'`,
        )
      const there = new Set(found.map(([one]) => String(one)))
      // Syntax, which DuckDB writes like a call.
      for (const one of ['coalesce', 'grouping', 'grouping_id', 'if', 'ifnull']) there.add(one)
      equal(
        [...allowedFunctions].filter((one) => !there.has(one)),
        [],
      )
    })
  })

  describe('200 attempts to get out of the SQL node', () => {
    const state = async (): Promise<unknown> => [
      await place
        .connection()
        .rows(
          `SELECT '.' || name, '.' || value FROM (SELECT name, value FROM duckdb_settings() WHERE name <> 'profiling_output' UNION ALL SELECT database_name, path FROM duckdb_databases() UNION ALL SELECT 'tables', string_agg(table_name, ',' ORDER BY table_name) FROM duckdb_tables() UNION ALL SELECT 'views', CAST(count(*) AS VARCHAR) FROM duckdb_views()) ORDER BY ALL`,
        ),
      await place.tables().rows(sql`SELECT * FROM ${name(tableName('secret'))}`),
    ]
    const functions = (): Promise<unknown> => place.connection().rows('SELECT count(*) FROM duckdb_functions()')
    // Once for all: what one attempt changes, and what any before it did, is seen at once.
    let untouched: unknown
    // Counting these takes longer than an attempt: of several, one may have brought one.
    let known: unknown
    const attempts = selectAttacks(sqlAttempts)
    for (const [at, { family, statement, gives, endless }] of attempts.entries()) {
      const shown = statement.length > 120 ? `${statement.slice(0, 60)}… (${statement.length})` : statement
      it(`${family}: ${shown.replaceAll('\n', ' ')}`, async () => {
        await inputs()
        untouched ??= await state()
        known ??= await functions()
        if (gives) equal(await rowsOf(statement), gives)
        else {
          const problem = await problemOf(query(statement, endless ? { limitMs: sizes.endlessMs } : {}))
          mustBeTyped(problem)
          if (!endless) equal(problem.code === 'sql.out-of-time', false, problem.message)
        }
        equal(await state(), untouched)
        if (at % 20 === 19 || at === attempts.length - 1) equal(await functions(), known)
      }, 30_000)
    }
  })
}

function mustBeTyped(problem: Problem): void {
  const { code } = problem
  const { message } = englishFormatter.problem(problem)
  equal(/^(sql\.|tables\.out-of-memory)/.test(code), true, `${code}: ${message}`)
  equal(
    /TOP-SECRET|root:|\bat \S+:\d+|function signature|aw secret/.test(message.replaceAll(/`[^`]*`/g, '')),
    false,
    message,
  )
}
