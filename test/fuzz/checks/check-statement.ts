import { openDuckDb } from '@aw-flow/data/node'
import { quoteIdentifier, tableName, TablesError, unsafeSql } from '@aw-flow/engine'
import { englishFormatter } from '@aw-flow/messages/catalogs'
import type { Check } from './open-check.ts'

/** Time limit of a statement, in milliseconds. DuckDB is interrupted; the limits of the process are above it. */
const timeoutMs = 2_000

const inputSelect = `SELECT * FROM (VALUES
  (1, 1.5, 'abc', 'a%b', DATE '2024-02-29', [1, 2]),
  (2, NULL, 'Größe 🙂', '', DATE '1970-01-01', []),
  (NULL, -0.0, NULL, 'x', NULL, NULL),
  (9223372036854775807, 1e308, repeat('ab', 2000), repeat('%a_', 500), DATE '9999-12-31', range(1000))
) v(num1, num2, txt1, txt2, day1, list1)`

/** Runs an input as the statement of a SQL node, which sees one table and must not see or change another. */
export async function openStatementCheck(): Promise<Check> {
  const tables = await openDuckDb({ threads: 1, memoryLimit: '512MB' })
  const input = await tables.create(unsafeSql(inputSelect), { id: 'input' })
  const secret = await tables.create(unsafeSql(`SELECT 'secret content' AS txt1`), { id: 'secret' })
  let count = 0
  return async (bytes) => {
    const statement = new TextDecoder().decode(bytes)
    const id = `result_${++count}`
    const violations: string[] = []
    try {
      const { table } = await tables.query(statement, { inputs: { input }, id, timeoutMs })
      const text = JSON.stringify(
        await tables.rows(
          unsafeSql(
            `SELECT CAST(t AS VARCHAR) AS t FROM (SELECT t FROM ${quoteIdentifier(tableName(table.id)).text} t LIMIT 20)`,
          ),
        ),
      )
      if (text.includes('secret content')) violations.push('The statement read a table that is not an input.')
      return { outcome: 'result', violations }
    } catch (cause) {
      if (!(cause instanceof TablesError)) throw cause
      const { message } = englishFormatter.renderProblem(cause.problem)
      if (message.includes('secret content')) violations.push('The problem quotes a table that is not an input.')
      if (message.trim() === '') violations.push(`The problem ${cause.problem.code} has no text.`)
      return { outcome: cause.problem.code, violations }
    } finally {
      await tables.drop(id)
      const [row] = await tables.rows(unsafeSql(`SELECT txt1 FROM ${quoteIdentifier(tableName(secret.id)).text}`))
      if (row?.txt1 !== 'secret content') violations.push('The statement changed a table that is not an input.')
    }
  }
}
