import { checkTexts, encodeTable } from '@aw-flow/agents'
import type { Finding } from '@aw-flow/schema'
import { expect, test } from 'vitest'
import { conventionVersion } from './convention-versions.ts'
import { dirtyVersions, type DirtyVersion } from './dirty-versions.ts'
import { scoreRepairs } from './score-repairs.ts'
import { teach } from './teach.ts'
import { checkTables } from '../prepare/check-tables.ts'

/** Of vega-datasets, and small. */
const names = ['income, columns', 'income, dependencies', 'disasters, columns', 'cars, sources', 'airports, sources']
const maxDecrease = 0.002

function scores({ header, dirty, clean }: DirtyVersion) {
  const steps = checkTexts(encodeTable(header, dirty))
  let findings: Finding[] | undefined
  while (!findings) {
    const step = steps.next()
    if (step.done) findings = step.value
  }
  const taught = teach({ header, dirty, clean }, 20)
  return [findings, taught].map((found) => scoreRepairs(header, dirty, clean, found))
}

test.each(dirtyVersions('tune').filter(({ name }) => names.includes(name)))(
  'answers do not make the findings in $name worse',
  (version) => {
    const [without, taught] = scores(version)
    expect(taught!.detection).toBeGreaterThanOrEqual(without!.detection - maxDecrease)
    expect(taught!.repair).toBeGreaterThanOrEqual(without!.repair - maxDecrease)
  },
)

test.each([
  ['cars', 105],
  ['penguins', 556],
])('answers teach the unusual conventions in %s', (name, seed) => {
  const [table] = checkTables([name])
  const [without, taught] = scores(conventionVersion(table!, seed))
  expect(without!.detection).toBeLessThan(0.5)
  expect(taught!.detection).toBeGreaterThan(0.95)
  expect(taught!.repair).toBeGreaterThan(0.95)
})
