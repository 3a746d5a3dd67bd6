import { expect, test } from 'vitest'
import type { FinishedStatement } from '../store/database/open-database.ts'
import { createLog } from './log.ts'
import { createMetrics } from './metrics.ts'
import { watchStatements } from './watch-statements.ts'

test.each([
  ['debug', ['select * from runs where id = $1']],
  ['info', []],
] as const)('at the level %s, logs %j', (level, statements) => {
  const lines: string[] = []
  let listener: ((statement: FinishedStatement) => void) | undefined
  const setStatementListener = (added: typeof listener): void => void (listener = added)
  const metrics = createMetrics({ includeProcessMetrics: false })
  watchStatements({ setStatementListener }, { metrics, log: createLog(level, (line) => lines.push(line)) })
  listener!({ sql: 'select * from runs where id = $1', ms: 1.25 } as FinishedStatement)
  expect(lines.map((line) => (JSON.parse(line) as { sql: string }).sql)).toEqual(statements)
})
