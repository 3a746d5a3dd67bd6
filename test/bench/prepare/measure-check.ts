import { checkTexts, encodeTable } from '@aw-flow/agents'
import type { Finding } from '@aw-flow/schema'
import type { TextTable } from './check-tables.ts'
import { dirtyTable, type Dirtying } from './dirty-table.ts'
import { scoreFindings, type Scores } from './score-findings.ts'

/** The findings in a table of texts. */
export function findingsIn(header: readonly string[], rows: readonly (readonly string[])[]): Finding[] {
  const steps = checkTexts(encodeTable(header, rows))
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** How well the errors of a dirty copy are found and repaired. */
export function checkCopy(clean: TextTable, seed: number, dirtying: Dirtying): Scores {
  const dirty = dirtyTable(clean, seed, dirtying)
  return scoreFindings(clean.header, dirty, clean.rows, findingsIn(clean.header, dirty))
}

/** The share of a clean table's cells that are flagged. */
export const flaggedShare = ({ header, rows }: TextTable): number =>
  findingsIn(header, rows).length / Math.max(1, header.length * rows.length)
