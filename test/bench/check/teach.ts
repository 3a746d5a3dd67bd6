import {
  checkWithAnswers,
  compareRows,
  encodeTable,
  evidenceMargin,
  locateAnswers,
  proposeRows,
  scoreTexts,
} from '@aw-flow/agents'
import type { Answer, Finding } from '@aw-flow/schema'

/** Number of rows that are answered before the next ones are chosen. */
const answersAtOnce = 4

interface TaughtTable {
  header: readonly string[]
  dirty: readonly (readonly string[])[]
  clean: readonly (readonly string[])[]
}

/** Returns the findings in a dirty table after answers about proposed rows. The clean table provides the answers. */
export function teach({ header, dirty, clean }: TaughtTable, maxAnswers: number): Finding[] {
  const table = encodeTable(header, dirty)
  const checked = finish(scoreTexts(table, evidenceMargin))
  const answers: Answer[] = []
  while (answers.length < maxAnswers) {
    const maxRows = Math.min(answersAtOnce, maxAnswers - answers.length)
    const { rows } = finish(proposeRows(checked, locateAnswers(table, answers), { maxRows }))
    if (rows.length === 0) break
    for (const { row } of rows) answers.push(compareRows(row, header, dirty[row - 1] ?? [], clean[row - 1] ?? []))
  }
  return [...finish(checkWithAnswers(checked, locateAnswers(table, answers))).findings.values()]
}

function finish<Result>(steps: Generator<number, Result>): Result {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}
