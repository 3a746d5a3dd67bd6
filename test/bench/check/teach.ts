import {
  checkWithAnswers,
  createAnswer,
  encodeTable,
  locateAnswers,
  proposeRows,
  collectCellEvidence,
} from '@aw-flow/agents'
import type { Answer, Finding } from '@aw-flow/schema/internal'

/** The number of rows that are answered before more rows are proposed. */
const batchSize = 4

interface AnsweredTable {
  header: readonly string[]
  dirty: readonly (readonly string[])[]
  clean: readonly (readonly string[])[]
}

/** Returns the findings in a dirty table after answers about proposed rows. The answers come from the clean table. */
export function checkWithCleanAnswers({ header, dirty, clean }: AnsweredTable, maxAnswers: number): Finding[] {
  const table = encodeTable(header, dirty)
  const checked = runToEnd(collectCellEvidence(table))
  const answers: Answer[] = []
  while (answers.length < maxAnswers) {
    const maxRows = Math.min(batchSize, maxAnswers - answers.length)
    const { rows } = runToEnd(proposeRows(checked, locateAnswers(table, answers), { maxRows }))
    if (rows.length === 0) break
    for (const { row } of rows) answers.push(createAnswer(row, header, dirty[row - 1] ?? [], clean[row - 1] ?? []))
  }
  return [...runToEnd(checkWithAnswers(checked, locateAnswers(table, answers))).findings.values()]
}

function runToEnd<Result>(steps: Generator<number, Result>): Result {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}
