import { checkCells, encodeTable } from '@aw-flow/agents'
import type { Finding } from '@aw-flow/schema/internal'
import type { TextTable } from './check-tables.ts'
import { dirtyTable, type Dirtying } from './dirty-table.ts'
import { scoreFindings, type Scores } from './score-findings.ts'

/** Returns the findings in a table of text cells. */
export function findErrors(header: readonly string[], rows: readonly (readonly string[])[]): Finding[] {
  const steps = checkCells(encodeTable(header, rows))
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** Scores the detection and repair of errors in a dirty copy of a table. */
export function checkCopy(clean: TextTable, seed: number, dirtying: Dirtying): Scores {
  const dirty = dirtyTable(clean, seed, dirtying)
  return scoreFindings(clean.header, dirty, clean.rows, findErrors(clean.header, dirty))
}

/** Returns the share of flagged cells in a clean table. */
export const computeFlaggedShare = ({ header, rows }: TextTable): number =>
  findErrors(header, rows).length / Math.max(1, header.length * rows.length)
