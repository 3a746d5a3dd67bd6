import { findCaseHabit } from './find-case-habit.ts'
import { findCodeHabit } from './find-code-habit.ts'
import { findDateHabit } from './find-date-habit.ts'
import { findDurationHabit } from './find-duration-habit.ts'
import { findNoiseHabit } from './find-noise-habit.ts'
import { findNullHabit } from './find-null-habit.ts'
import { findNumberHabit } from './find-number-habit.ts'
import { findTimeHabit } from './find-time-habit.ts'
import { findUnitHabit } from './find-unit-habit.ts'
import type { Habit, HabitFinder, Rewrite, WrittenText } from './habit.ts'

/** In this order: each one sees what those before it have rewritten. The first of a list that finds something is the only one. */
const finders: readonly (readonly HabitFinder[])[] = [
  [findNoiseHabit],
  [findNullHabit],
  [findTimeHabit, findDateHabit, findDurationHabit, findUnitHabit, findNumberHabit, findCodeHabit],
  [findCaseHabit],
]
const maxForms = 20_000

/** How a text of a column is to be written, and which habit says so. */
export interface Rewritten extends Rewrite {
  readonly habit: Habit
}

/**
 * The habits of one column, and by written text what it becomes when all of them are undone. `texts`: the different texts of
 * the column, the empty one left out.
 */
export function findHabits(
  texts: readonly WrittenText[],
  rows: number,
): { habits: Habit[]; rewritten: Map<string, Rewritten> } {
  const habits: Habit[] = []
  const rewritten = new Map<string, Rewritten>()
  const now = new Map(texts.map(({ text }) => [text, text]))
  if (texts.length === 0 || texts.length > maxForms * 10) return { habits, rewritten }
  for (const alternatives of finders) {
    const current = currentTexts(texts, now)
    for (const find of alternatives) {
      const habit = find(current, rows)
      if (!habit) continue
      habits.push(habit)
      for (const { text } of texts) {
        const rewrite = habit.rewrites.get(now.get(text) as string)
        if (!rewrite) continue
        const before = rewritten.get(text)
        if (rewrite.to !== undefined) now.set(text, rewrite.to)
        rewritten.set(text, {
          ...rewrite,
          odds: Math.max(rewrite.odds, before?.odds ?? -Infinity),
          habit: before?.habit ?? habit,
        })
      }
      break
    }
  }
  for (const [text, found] of rewritten) if (found.to === text) rewritten.delete(text)
  return { habits, rewritten }
}

function currentTexts(texts: readonly WrittenText[], now: ReadonlyMap<string, string>): WrittenText[] {
  const cells = new Map<string, number>()
  for (const { text, cells: count } of texts) {
    const to = now.get(text) as string
    if (to !== '') cells.set(to, (cells.get(to) ?? 0) + count)
  }
  return [...cells].map(([text, count]) => ({ text, cells: count }))
}
