import { expect, test } from 'vitest'
import { evaluateExpression } from './evaluate-expression.ts'
import { learnPrograms } from './learn-programs.ts'
import learningCases from './test-learning-cases.json' with { type: 'json' }

test.each(learningCases)('$name', ({ examples, others }) => {
  const [program] = learnPrograms(examples, { rows: others.map(({ row }) => row) })
  expect(program).toBeDefined()
  expect(others.map(({ row }) => evaluateExpression(program!.expression, row))).toEqual(
    others.map(({ output }) => output),
  )
})

test('all programs produce all examples', () => {
  const examples = [
    { row: ['Meyer, Anna'], output: 'Anna' },
    { row: ['Ito, Ken'], output: 'Ken' },
  ]
  const programs = learnPrograms(examples)
  expect(programs.length).toBeGreaterThan(1)
  for (const { expression } of programs)
    expect(examples.map(({ row }) => evaluateExpression(expression, row))).toEqual(examples.map(({ output }) => output))
})

test('contradicting examples have no program', () => {
  expect(
    learnPrograms([
      { row: ['a'], output: '1' },
      { row: ['a'], output: '2' },
    ]),
  ).toEqual([])
})

test('a mapping without a rule becomes a lookup that has no value for other cells', () => {
  const examples = [
    { row: ['DE'], output: 'Germany' },
    { row: ['JP'], output: 'Japan' },
    { row: ['NO'], output: 'Norway' },
  ]
  const [program] = learnPrograms(examples)
  expect(program?.expression.kind).toBe('lookup')
  expect(evaluateExpression(program!.expression, ['FR'])).toBeUndefined()
})
