import { dirtyTable } from '../prepare/dirty-table.ts'
import { checkTables, type TextTable } from '../prepare/check-tables.ts'
import { conventionErrors } from './convention-errors.ts'
import type { DirtyVersion } from './dirty-versions.ts'
import { randomNumbers } from './random-numbers.ts'

/**
 * Public tables for dirty versions in which only answers reveal the correct form of a value. The learning was tuned on
 * those in `tune`; those in `untouched` are only measured.
 */
const versions = {
  tune: [
    ['birdstrikes', 101],
    ['movies', 102],
    ['disasters', 103],
    ['zipcodes', 104],
    ['cars', 105],
    ['airports', 106],
    ['sales', 107],
    ['contracts', 108],
    ['contributions', 109],
    ['payments', 110],
    ['jobs', 111],
    ['nobel', 112],
  ],
  untouched: [
    ['incentives', 201],
    ['organizations', 202],
    ['customers', 203],
    ['issues', 204],
    ['books', 205],
    ['invoices', 206],
    ['riots', 207],
    ['employment', 208],
    ['repositories', 209],
  ],
} as const

export function createConventionVersions(half: keyof typeof versions): DirtyVersion[] {
  return versions[half].flatMap(([name, seed]) => {
    const [table] = checkTables([name])
    return table ? [createConventionVersion(table, seed)] : []
  })
}

/** Injects a convention error into half of the columns, and a typo into one in 200 cells. */
export function createConventionVersion({ name, header, rows }: TextTable, seed: number): DirtyVersion {
  const random = randomNumbers(seed)
  const clean = rows.slice(0, 2000).map((row) => [...row])
  const dirty = dirtyTable({ name, header, rows: clean }, seed, 'hospital', 0.005)
  const errors: string[] = []
  header.forEach((column, columnIndex) => {
    if (random.chance(0.5)) return
    const cells = clean.map((row) => row[columnIndex] as string)
    for (let attempts = 0; attempts < 20; attempts++) {
      const error = random.pick(conventionErrors)
      const changed = error.make(cells, random)
      if (!changed) continue
      errors.push(`${column}: ${error.name}`)
      clean.forEach((row, index) => {
        row[columnIndex] = changed.clean[index] as string
        ;(dirty[index] as string[])[columnIndex] = changed.dirty[index] as string
      })
      break
    }
  })
  return { name, seed, header: [...header], dirty, clean, errors }
}
