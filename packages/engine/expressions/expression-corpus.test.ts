import { describe, expect, it } from 'vitest'
import { expressionAttempts } from './test-expression-attempts.ts'
import { expressionCases } from './test-expressions-suite.ts'

const cases = expressionCases()
for (const group of new Set(cases.map((one) => one.group))) {
  describe(group, () => {
    for (const { title, run } of cases.filter((one) => one.group === group)) it(title, run, 20_000)
  })
}

it('the corpus has 500 expressions at least, the attempts are 200 different ones at least', () => {
  expect(cases.length - expressionAttempts.length).toBeGreaterThan(500)
  expect(new Set(expressionAttempts.map(({ expression }) => expression)).size).toBeGreaterThanOrEqual(200)
})
