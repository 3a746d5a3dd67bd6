import { buildColumnModel, type ColumnModel } from './column-model.ts'
import type { EncodedColumn } from '../encoded-table.ts'
import type { ErrorRates } from './error-rates.ts'
import { findMissingValues } from '../repairs/find-missing.ts'
import { repairCase, buildCaseModel } from '../repairs/repair-case.ts'
import { repairShape } from '../repairs/repair-shape.ts'
import { repairWord, buildWordModel } from '../repairs/repair-word.ts'
import type { Predictor } from '../dependencies/predictor.ts'
import { proposeRepairs, type Proposal } from '../repairs/propose-repairs.ts'
import { formatHabits, isHabitOf } from '../repairs/text-format.ts'

/** Evidence for the cells of one column. */
export interface ColumnEvidence {
  model: ColumnModel
  predictors: readonly Predictor[]
  /** Proposed repairs of a text by the column alone, the most likely first. */
  proposals(text: string): readonly Proposal[]
  /** Proposed repairs by the code of a text. */
  proposalsOf(code: number): readonly Proposal[]
  /** Whether the column uses both formats. */
  isHabit(written: string, value: string): boolean
  rates: ErrorRates
}

/** If a proposal has these log odds, no further ones are searched for. */
const sufficientOdds = 2

/** Builds the evidence of a column; proposals are cached by text. */
export function createColumnEvidence(
  column: EncodedColumn,
  rows: number,
  predictors: readonly Predictor[],
  rates: ErrorRates,
): ColumnEvidence {
  const model = buildColumnModel(column, rows)
  const habits = formatHabits(column)
  const words = buildWordModel(column)
  const cases = buildCaseModel(column)
  const missing = findMissingValues(column, rows)
  const known = new Map<string, Proposal[]>()
  const propose = (text: string): Proposal[] => {
    const missingValue = missing(text)
    if (missingValue) return [missingValue]
    if (text === '') return []
    const found = proposeRepairs(text, model, habits, rates).filter(
      ({ value }) => value === undefined || !isHabitOf(habits, text, value),
    )
    if ((found[0]?.odds ?? -Infinity) >= sufficientOdds) return found
    for (const proposal of [
      repairWord(text, model, words, rates),
      repairShape(text, model, rates),
      repairCase(text, column, cases),
    ])
      if (proposal) found.push(proposal)
    return found
      .filter(({ value }) => value === undefined || !isHabitOf(habits, text, value))
      .sort((a, b) => b.odds - a.odds)
  }
  const proposals = (text: string): readonly Proposal[] => {
    const found = known.get(text) ?? propose(text)
    known.set(text, found)
    return found
  }
  const byCode: (readonly Proposal[] | undefined)[] = []
  return {
    model,
    predictors,
    rates,
    isHabit: (written, value) => isHabitOf(habits, written, value),
    proposals,
    proposalsOf: (code) => (byCode[code] ??= proposals(column.values[code] as string)),
  }
}
