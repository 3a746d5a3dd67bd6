import { findDurations, predictByDurations, type Duration } from './find-durations.ts'
import { findSums, predictBySums, type SumRelation } from './find-sums.ts'
import { findAges, predictByAges, type Age } from './find-ages.ts'
import { findCompositions, predictByCompositions, type Composition } from './find-compositions.ts'
import { findExtracts, predictByExtracts, type Extract } from './find-extracts.ts'
import { findFormulas, predictByFormulas, type Formula } from './find-formulas.ts'
import type { EncodedTable } from '../encoded-table.ts'
import { findDependencies, predictByDependencies, type Dependency } from './find-dependencies.ts'
import { findRuns, predictByRuns, type Run } from './find-runs.ts'
import type { Predictor } from './predictor.ts'
import { findNumberModels, type NumberModel } from './number-models.ts'
import { findSortedColumns, type SortedColumn } from './find-sorted-columns.ts'
import { findSequences, predictBySequences, type Sequence } from './find-sequences.ts'

/** Relations between the cells of a table. */
export interface TableEvidence {
  dependencies: readonly Dependency[]
  runs: readonly Run[]
  compositions: readonly Composition[]
  sequences: readonly Sequence[]
  sums: readonly SumRelation[]
  formulas: readonly Formula[]
  extracts: readonly Extract[]
  ages: readonly Age[]
  durations: readonly Duration[]
  sortedColumns: readonly SortedColumn[]
  numberModels: readonly NumberModel[]
}

/**
 * Finds the relations in the repaired values. Runs once, after the columns have been checked on their own.
 *
 * @param noise - Share of suspicious cells so far.
 * @yields Nothing; the caller can pause or stop at each step.
 */
export function* findEvidence(table: EncodedTable, noise: number): Generator<undefined, TableEvidence> {
  return {
    dependencies: yield* findDependencies(table, noise),
    runs: findRuns(table, noise),
    compositions: yield* findCompositions(table, noise),
    sequences: findSequences(table),
    sums: findSums(table, noise),
    formulas: yield* findFormulas(table),
    extracts: yield* findExtracts(table, noise),
    ages: findAges(table),
    durations: findDurations(table, noise),
    sortedColumns: findSortedColumns(table, noise),
    numberModels: yield* findNumberModels(table),
  }
}

/** Creates the predictors of all relations for the current repaired values. */
export const createPredictors = (table: EncodedTable, evidence: TableEvidence): Predictor[] => [
  ...predictByDependencies(table, evidence.dependencies),
  ...predictByRuns(table, evidence.runs),
  ...predictByCompositions(table, evidence.compositions),
  ...predictBySequences(table, evidence.sequences),
  ...predictBySums(table, evidence.sums),
  ...predictByFormulas(table, evidence.formulas),
  ...predictByExtracts(table, evidence.extracts),
  ...predictByAges(table, evidence.ages),
  ...predictByDurations(table, evidence.durations),
]
