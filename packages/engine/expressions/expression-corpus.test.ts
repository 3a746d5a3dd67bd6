import { describe, expect, it } from 'vitest'
import { expressionAttempts } from './test-expression-attempts.ts'
import { listCorpusCases, selectExpressionCases } from './test-expressions-suite.ts'

const chosen = selectExpressionCases()
for (const group of new Set(chosen.map((one) => one.group))) {
  describe(group, () => {
    for (const { title, run } of chosen.filter((one) => one.group === group)) it(title, run, 20_000)
  })
}

it('the corpus has at least 500 expressions and 200 different escape attempts', () => {
  expect(listCorpusCases().length).toBeGreaterThan(500)
  expect(new Set(expressionAttempts.map(({ expression }) => expression)).size).toBeGreaterThanOrEqual(200)
})
