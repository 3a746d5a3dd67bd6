import { checkCells, encodeTable } from '@aw-flow/agents'
import type { Finding } from '@aw-flow/schema/internal'
import { expect, test } from 'vitest'
import { conventionErrors } from './convention-errors.ts'
import { createDirtyVersions, type DirtyVersion } from './dirty-versions.ts'
import { randomNumbers } from './random-numbers.ts'
import { scoreRepairs } from './score-repairs.ts'
import { checkWithCleanAnswers } from './teach.ts'
import { selectSlowCases } from '../../sizes.ts'
import { checkTables } from '../prepare/check-tables.ts'

/** A small table of vega-datasets. */
const names = ['income, columns', 'income, dependencies', 'disasters, columns', 'cars, sources', 'airports, sources']
const maxDecrease = 0.002

function scores({ header, dirty, clean }: DirtyVersion) {
  const steps = checkCells(encodeTable(header, dirty))
  let findings: Finding[] | undefined
  while (!findings) {
    const step = steps.next()
    if (step.done) findings = step.value
  }
  const taught = checkWithCleanAnswers({ header, dirty, clean }, 20)
  return [findings, taught].map((found) => scoreRepairs(header, dirty, clean, found))
}

test.each(selectSlowCases(createDirtyVersions('tune').filter(({ name }) => names.includes(name))))(
  'answers do not make the findings in $name worse',
  (version) => {
    const [without, taught] = scores(version)
    expect(taught!.detection).toBeGreaterThanOrEqual(without!.detection - maxDecrease)
    expect(taught!.repair).toBeGreaterThanOrEqual(without!.repair - maxDecrease)
  },
)

test('answers teach unusual conventions', () => {
  const [penguins] = checkTables(['penguins'])
  const { header, rows } = penguins!
  const [clean, dirty] = [rows.map((row) => [...row]), rows.map((row) => [...row])]
  for (const [column, name] of [
    ['Species', 'a suffix without meaning'],
    ['Sex', 'codes instead of names'],
    ['Body Mass (g)', 'zeros behind the point, reversed'],
  ]) {
    const at = header.indexOf(column!)
    const error = conventionErrors.find((candidate) => candidate.name === name)
    const made = error!.make(
      rows.map((row) => row[at] as string),
      randomNumbers(3),
    )
    made!.clean.forEach((cell, row) => (clean[row]![at] = cell))
    made!.dirty.forEach((cell, row) => (dirty[row]![at] = cell))
  }
  const [without, taught] = scores({ name: 'penguins', seed: 3, header, dirty, clean, errors: [] })
  expect(without!.detection).toBeLessThan(0.5)
  expect(taught!.detection).toBeGreaterThan(0.95)
  expect(taught!.repair).toBeGreaterThan(0.95)
})
