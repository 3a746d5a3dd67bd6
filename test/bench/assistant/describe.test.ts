import { expect, it } from 'vitest'
import { scoreDescribedSteps, scoreNamedClauses, type ScoredStep } from './descriptions/described-steps.ts'

const percentage = (scored: readonly ScoredStep[], test: (step: ScoredStep) => boolean): number =>
  (100 * scored.filter(test).length) / scored.length

it('plans at least 90% of the clauses that name a step and its columns literally', async () => {
  const scored = await scoreNamedClauses()
  expect(scored.length).toBeGreaterThanOrEqual(150)
  for (const half of ['first', 'untouched']) {
    const clauses = scored.filter((step) => step.half === half)
    expect(
      percentage(clauses, ({ isRight }) => isRight),
      half,
    ).toBeGreaterThanOrEqual(90)
  }
})

it('plans fewer than 5% of other texts wrongly without a notice', async () => {
  const scored = await scoreDescribedSteps()
  expect(scored.length).toBeGreaterThanOrEqual(290)
  const answered = scored.filter(({ hasNotice }) => !hasNotice)
  expect(percentage(scored, ({ hasNotice, isRight }) => !hasNotice && !isRight)).toBeLessThan(5)
  // The bar also holds among the plans that have no notice.
  expect(percentage(answered, ({ isRight }) => !isRight)).toBeLessThan(5)
})
