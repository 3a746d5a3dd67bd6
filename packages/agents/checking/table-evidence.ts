import { findSums, predictBySums, type Sum } from './column-sums.ts'
import { findCompositions, predictByCompositions, type Composition } from './composed-columns.ts'
import type { EncodedTable } from './encoded-table.ts'
import { findDependencies, predictByDependencies, type Dependency } from './find-dependencies.ts'
import { findRuns, predictByRuns, type Run } from './neighbour-rows.ts'
import type { Predictor } from './predictor.ts'
import { findLines, type NumberLine } from './number-lines.ts'
import { findOrders, type Order } from './sorted-columns.ts'
import { findSteps, predictBySteps, type Steps } from './sorted-steps.ts'

/** How the cells of a table hang together. */
export interface TableEvidence {
  dependencies: readonly Dependency[]
  runs: readonly Run[]
  compositions: readonly Composition[]
  steps: readonly Steps[]
  sums: readonly Sum[]
  orders: readonly Order[]
  lines: readonly NumberLine[]
}

/**
 * Looks for it once, in what is believed after the columns have spoken for themselves. `noise`: the share of wrong cells so
 * far. Yields now and then, so that whoever drives it can pause or stop.
 */
export function* findEvidence(table: EncodedTable, noise: number): Generator<undefined, TableEvidence> {
  return {
    dependencies: yield* findDependencies(table, noise),
    runs: findRuns(table, noise),
    compositions: yield* findCompositions(table, noise),
    steps: findSteps(table),
    sums: findSums(table, noise),
    orders: findOrders(table, noise),
    lines: yield* findLines(table),
  }
}

/** Lets all of it speak for what is believed now. */
export const predictBy = (table: EncodedTable, evidence: TableEvidence): Predictor[] => [
  ...predictByDependencies(table, evidence.dependencies),
  ...predictByRuns(table, evidence.runs),
  ...predictByCompositions(table, evidence.compositions),
  ...predictBySteps(table, evidence.steps),
  ...predictBySums(table, evidence.sums),
]
