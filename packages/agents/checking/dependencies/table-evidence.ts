import { findDurations, createDurationPredictors, type DurationRelation } from './find-durations.ts'
import { findSums, createSumPredictors, type SumRelation } from './find-sums.ts'
import { findAges, createAgePredictors, type AgeRelation } from './find-ages.ts'
import { findCompositions, createCompositionPredictors, type Composition } from './find-compositions.ts'
import { findExtracts, createExtractPredictors, type ExtractRelation } from './find-extracts.ts'
import { findFormulas, createFormulaPredictors, type Formula } from './find-formulas.ts'
import type { EncodedTable } from '../encoded-table.ts'
import { findDependencies, createDependencyPredictors, type Dependency } from './find-dependencies.ts'
import { findRunColumns, createRunPredictors, type RunColumn } from './find-runs.ts'
import type { Predictor } from './predictor.ts'
import { findNumberModels, type NumberModel } from './number-models.ts'
import { findSortedColumns, type SortedColumn } from './find-sorted-columns.ts'
import { findSequences, createSequencePredictors, type Sequence } from './find-sequences.ts'

/** The relations found between the cells of a table. */
export interface TableEvidence {
  dependencies: readonly Dependency[]
  runs: readonly RunColumn[]
  compositions: readonly Composition[]
  sequences: readonly Sequence[]
  sums: readonly SumRelation[]
  formulas: readonly Formula[]
  extracts: readonly ExtractRelation[]
  ages: readonly AgeRelation[]
  durations: readonly DurationRelation[]
  sortedColumns: readonly SortedColumn[]
  numberModels: readonly NumberModel[]
}

/**
 * Finds the relations between a table's repaired values. The search runs once, after each column has been checked on
 * its own.
 *
 * @param noise - Fraction of cells that are suspicious so far.
 * @yields Nothing; the caller can pause or stop at each yield.
 */
export function* findEvidence(table: EncodedTable, noise: number): Generator<undefined, TableEvidence> {
  return {
    dependencies: yield* findDependencies(table, noise),
    runs: findRunColumns(table, noise),
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

/** Creates the predictors for all relations, based on the table's current repaired values. */
export const createPredictors = (table: EncodedTable, evidence: TableEvidence): Predictor[] => [
  ...createDependencyPredictors(table, evidence.dependencies),
  ...createRunPredictors(table, evidence.runs),
  ...createCompositionPredictors(table, evidence.compositions),
  ...createSequencePredictors(table, evidence.sequences),
  ...createSumPredictors(table, evidence.sums),
  ...createFormulaPredictors(table, evidence.formulas),
  ...createExtractPredictors(table, evidence.extracts),
  ...createAgePredictors(table, evidence.ages),
  ...createDurationPredictors(table, evidence.durations),
]
