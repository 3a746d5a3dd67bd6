import { modelColumn, type ColumnModel } from './column-model.ts'
import type { EncodedColumn } from './encoded-table.ts'
import type { ErrorRates } from './error-rates.ts'
import { findMissing } from './find-missing.ts'
import { mendCase, modelCase } from './mend-case.ts'
import { mendShape } from './mend-shape.ts'
import { mendWord, modelWords } from './mend-word.ts'
import type { Predictor } from './predictor.ts'
import { proposeValues, type Proposal } from './propose-value.ts'
import { formatHabits, isHabitOf } from './text-format.ts'

/** What is known of a column while its cells are weighed. */
export interface ColumnEvidence {
  model: ColumnModel
  predictors: readonly Predictor[]
  /** What a written text may have been meant to be, on the column's own evidence, the likeliest first. */
  proposals(text: string): readonly Proposal[]
  /** True where the column is written in both ways. */
  isHabit(written: string, value: string): boolean
  rates: ErrorRates
}

/** From these odds on nothing more is looked for. */
const clear = 2

export function evidenceOf(
  column: EncodedColumn,
  rows: number,
  predictors: readonly Predictor[],
  rates: ErrorRates,
): ColumnEvidence {
  const model = modelColumn(column, rows)
  const habits = formatHabits(column)
  const words = modelWords(column)
  const cases = modelCase(column)
  const missing = findMissing(column, rows)
  const known = new Map<string, Proposal[]>()
  const propose = (text: string): Proposal[] => {
    const none = missing(text)
    if (none) return [none]
    if (text === '') return []
    const found = proposeValues(text, model, habits, rates).filter(
      ({ value }) => value === undefined || !isHabitOf(habits, text, value),
    )
    if ((found[0]?.odds ?? -Infinity) >= clear) return found
    for (const one of [
      mendWord(text, model, words, rates),
      mendShape(text, model, rates),
      mendCase(text, column, cases),
    ])
      if (one) found.push(one)
    return found
      .filter(({ value }) => value === undefined || !isHabitOf(habits, text, value))
      .sort((a, b) => b.odds - a.odds)
  }
  return {
    model,
    predictors,
    rates,
    isHabit: (written, value) => isHabitOf(habits, written, value),
    proposals(text) {
      const found = known.get(text) ?? propose(text)
      known.set(text, found)
      return found
    },
  }
}
