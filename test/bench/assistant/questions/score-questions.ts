import { load } from '@aw-flow/agents'
import { hashFile, openDuckDb, openNodeFile } from '@aw-flow/data/node'
import { quoteIdentifier, sql, tableName, type Scalar, type Tables } from '@aw-flow/engine'
import { askData } from '@aw-flow/nodes'
import type { TableRef } from '@aw-flow/schema'
import type { DataAnswer } from '@aw-flow/schema/internal'
import { resolve } from 'node:path'
import { hasSameRows } from './has-same-rows.ts'
import type { TableQuestion } from './table-question.ts'

const folder = resolve(import.meta.dirname, '../../../../node_modules/vega-datasets/data')
const maxChoices = 4

/** The scored answer to a question. */
export interface ScoredQuestion {
  readonly question: string
  /** `right`: the expected rows, or no answer if none is expected; `none`: no answer; `wrong`: other rows. */
  readonly outcome: 'right' | 'none' | 'wrong'
  readonly answer: DataAnswer
  /** The number of choices made to resolve ambiguities. */
  readonly chosen: number
  /** The duration of the last request in milliseconds. */
  readonly ms: number
}

/**
 * Asks questions about files of vega-datasets and compares the resulting rows with those of the expected statements.
 */
export async function scoreQuestions(questions: readonly TableQuestion[]): Promise<ScoredQuestion[]> {
  const tables = await openDuckDb({ threads: 1 })
  const loaded = new Map<string, TableRef>()
  const scored: ScoredQuestion[] = []
  try {
    for (const question of questions) {
      let table = loaded.get(question.table)
      if (!table) {
        const path = resolve(folder, question.table)
        const result = await load(await openNodeFile(path, await hashFile(path)), { tables })
        table = result.table
        loaded.set(question.table, table)
      }
      scored.push(await scoreQuestion(question, table, tables, `q${scored.length}`))
    }
  } finally {
    await tables.close()
  }
  return scored
}

async function scoreQuestion(
  { question, sql: statement, choose = [] }: TableQuestion,
  table: TableRef,
  tables: Tables,
  id: string,
): Promise<ScoredQuestion> {
  const chosen: Record<string, string> = {}
  let answer: DataAnswer
  let ms: number
  do {
    const start = performance.now()
    answer = await askData({ table, question, chosen }, { tables })
    ms = performance.now() - start
    const next = answer.choices.flatMap(({ key, options }) => {
      // The user confirms that a noun such as "orders" refers to the rows.
      const option = [...choose, ...(statement === null ? [] : [''])].find((candidate) => options.includes(candidate))
      return option === undefined ? [] : [[key, option] as const]
    })
    if (next.length === 0) break
    for (const [key, option] of next) chosen[key] = option
  } while (answer.statement === undefined && Object.keys(chosen).length < maxChoices)
  const result = { question, answer, chosen: Object.keys(chosen).length, ms }
  if (answer.statement === undefined) return { ...result, outcome: statement === null ? 'right' : 'none' }
  if (statement === null) return { ...result, outcome: 'wrong' }
  const read = async (text: string, suffix: string): Promise<Scalar[][]> => {
    const { table: rows } = await tables.query(text, {
      inputs: { input: table },
      timeoutMs: 10_000,
      id: `${id}${suffix}`,
    })
    const cells = rows.columns.map(
      (column, index) => sql`${quoteIdentifier(column.name)} AS ${quoteIdentifier(`c${index}`)}`,
    )
    return (await tables.rows(sql`SELECT ${cells} FROM ${quoteIdentifier(tableName(rows.id))}`)).map((row) =>
      Object.values(row),
    )
  }
  const isRight = hasSameRows(await read(answer.statement, 'a'), await read(statement, 'e'))
  return { ...result, outcome: isRight ? 'right' : 'wrong' }
}
