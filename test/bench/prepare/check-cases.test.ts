import { describe, expect, test } from 'vitest'
import { selectEvery, sizes } from '../../sizes.ts'
import { checkTables, hasShared } from './check-tables.ts'
import { checkCopy, findErrors, computeFlaggedShare } from './measure-check.ts'

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
const copies = Array.from({ length: sizes.dirtyCopies }, (_, copy) => copy + 1)

/** Minimums of the daily size. `npm run bench -- prepare` measures the full size. */
describe('dirty copies of published tables, without labels or rules', () => {
  test.skipIf(!hasShared())(`Hospital${hasShared() ? '' : ' (skipped: ../shared is not beside the project)'}`, () => {
    const [table] = checkTables(['hospital'])
    if (!table) throw new Error('The table is missing.')
    const scores = copies.map((seed) => checkCopy(table, seed, 'hospital'))
    expect(mean(scores.map(({ detection }) => detection.f1))).toBeGreaterThan(0.95)
    expect(mean(scores.map(({ repair }) => repair.f1))).toBeGreaterThan(0.93)
    expect(computeFlaggedShare(table)).toBeLessThan(0.003)
  })

  const others = [
    { name: 'income', detection: 0.9, repair: 0.85 },
    { name: 'birdstrikes', detection: 0.85, repair: 0.78 },
    { name: 'species', detection: 0.87, repair: 0.8 },
  ]
  test.for(selectEvery(others, sizes.slowEveryNth))('$name', ({ name, detection, repair }) => {
    const [table] = checkTables([name])
    if (!table) throw new Error('The table is missing.')
    const scores = copies.map((seed) => checkCopy(table, seed, 'hospital'))
    expect(mean(scores.map((one) => one.detection.f1))).toBeGreaterThan(detection)
    expect(mean(scores.map((one) => one.repair.f1))).toBeGreaterThan(repair)
    expect(computeFlaggedShare(table)).toBeLessThan(0.003)
  })

  test('equal tables have equal findings', () => {
    const [table] = checkTables(['income'])
    if (!table) throw new Error('The table is missing.')
    expect(findErrors(table.header, table.rows)).toEqual(findErrors(table.header, table.rows))
  })
})
