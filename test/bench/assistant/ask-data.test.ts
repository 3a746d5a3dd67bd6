import { expect, it } from 'vitest'
import { commonForms } from './questions/common-forms.ts'
import { scoreQuestions, type ScoredQuestion } from './questions/score-questions.ts'
import { tunedQuestions } from './questions/tuned.ts'
import { untouchedQuestions } from './questions/untouched.ts'

const list = (scored: readonly ScoredQuestion[], outcome: ScoredQuestion['outcome']): string[] =>
  scored.filter((each) => each.outcome === outcome).map(({ question, answer }) => `${question} → ${answer.statement}`)

it('answers each question that the rules were developed with', async () => {
  const scored = await scoreQuestions(tunedQuestions)
  expect(scored).toHaveLength(40)
  expect([...list(scored, 'wrong'), ...list(scored, 'none')]).toEqual([])
})

it('answers each question of a common form that the rules were changed for', async () => {
  const scored = await scoreQuestions(commonForms)
  expect(scored).toHaveLength(15)
  expect([...list(scored, 'wrong'), ...list(scored, 'none')]).toEqual([])
})

it('answers the other questions, or says what it does not understand', async () => {
  const scored = await scoreQuestions(untouchedQuestions)
  expect(scored).toHaveLength(40)
  expect(list(scored, 'wrong')).toEqual([])
  expect(list(scored, 'right').length).toBeGreaterThanOrEqual(35)
  for (const { outcome, answer } of scored) {
    if (outcome === 'none') expect([...answer.unknown, ...answer.unsupported, ...answer.choices]).not.toEqual([])
  }
})
