import { findCaseHabit } from './find-case-habit.ts'
import { findCodeHabit } from './find-code-habit.ts'
import { findDateHabit } from './find-date-habit.ts'
import { findDurationHabit } from './find-duration-habit.ts'
import { findMoneyHabit } from './find-money-habit.ts'
import { findNameHabit } from './find-name-habit.ts'
import { findNoiseHabit } from './find-noise-habit.ts'
import { findNullHabit } from './find-null-habit.ts'
import { findNumberHabit } from './find-number-habit.ts'
import { findSpaceHabit } from './find-space-habit.ts'
import { findSpreadsheetDateHabit } from './find-spreadsheet-date-habit.ts'
import { findTimeHabit } from './find-time-habit.ts'
import { findUnitHabit } from './find-unit-habit.ts'
import { findVariantHabit } from './find-variant-habit.ts'
import type { Habit, HabitFinder, Rewrite, WrittenText } from './habit.ts'

/**
 * Finders in order: each works on the values as rewritten by the previous ones. In a list of alternatives, only the
 * first match applies.
 */
const finders: readonly (readonly HabitFinder[])[] = [
  [findNoiseHabit],
  [findSpaceHabit],
  [findNullHabit],
  [findSpreadsheetDateHabit],
  [
    findVariantHabit,
    findTimeHabit,
    findDateHabit,
    findDurationHabit,
    findMoneyHabit,
    findUnitHabit,
    findNumberHabit,
    findNameHabit,
    findCodeHabit,
  ],
  [findCaseHabit],
]
const maxForms = 20_000

/** The rewrite of a value, and the habit that it comes from. */
export interface Rewritten extends Rewrite {
  readonly habit: Habit
}

/**
 * Finds the habits of a column.
 *
 * @param texts - The distinct values of the column, except the empty string.
 * @returns The habits, and the combined rewrites by original value.
 */
export function findHabits(
  texts: readonly WrittenText[],
  rows: number,
): { habits: Habit[]; rewritten: Map<string, Rewritten> } {
  const habits: Habit[] = []
  const rewritten = new Map<string, Rewritten>()
  const changedForms = new Map<string, string>()
  if (texts.length === 0 || texts.length > maxForms * 10) return { habits, rewritten }
  let current = texts
  for (const alternatives of finders) {
    for (const find of alternatives) {
      const habit = find(current, rows)
      if (!habit) continue
      habits.push(habit)
      for (const { text } of texts) {
        const rewrite = habit.rewrites.get(changedForms.get(text) ?? text)
        if (!rewrite) continue
        const previous = rewritten.get(text)
        if (rewrite.to !== undefined) changedForms.set(text, rewrite.to)
        rewritten.set(text, {
          ...rewrite,
          logOdds: Math.max(rewrite.logOdds, previous?.logOdds ?? -Infinity),
          habit: previous?.habit ?? habit,
        })
      }
      current = collectCurrentTexts(texts, changedForms)
      break
    }
  }
  for (const [text, result] of rewritten) if (result.to === text) rewritten.delete(text)
  return { habits, rewritten }
}

function collectCurrentTexts(texts: readonly WrittenText[], changedForms: ReadonlyMap<string, string>): WrittenText[] {
  const cells = new Map<string, number>()
  for (const { text, cells: count } of texts) {
    const to = changedForms.get(text) ?? text
    if (to !== '') cells.set(to, (cells.get(to) ?? 0) + count)
  }
  return [...cells].map(([text, count]) => ({ text, cells: count }))
}
