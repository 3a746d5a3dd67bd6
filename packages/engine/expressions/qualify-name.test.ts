import { describe, expect, it } from 'vitest'
import { compileExpression } from './compile-expression.ts'
import { ExpressionError } from './expression-error.ts'
import { qualifyName } from './qualify-name.ts'
import cases from './qualify-name.cases.json' with { type: 'json' }

const qualify = (expression: string): string => qualifyName(expression, 'input', 'input.value')
const values: readonly unknown[] = [
  { a: [{ b: 1 }, { b: 2, input: { b: 7 } }], q: 'x', input: { a: 5 }, name: 'Ada' },
  [
    { a: 3, b: 1, open: true, tags: ['t'] },
    { a: 4, b: 2, open: false, tags: [], input: 9 },
  ],
  [[1, 2], [3]],
  [7],
  [],
  'text',
  12,
  null,
]

describe('qualifyName', () => {
  it.each(cases.qualified)('rewrites %s', (before, after) => {
    expect(qualify(before)).toBe(after)
  })

  it.each(['$keys($$)', '$', '*.a', '**.a', 'input.%', 'input@$v.($v.a)', 'items.($$)'])('rejects %s', (expression) => {
    expect(() => qualify(expression)).toThrow(ExpressionError)
  })

  it.each(cases.keptValues)('keeps the value of %s', async (expression) => {
    const evaluate = async (text: string, input: unknown) => {
      try {
        return { value: await compileExpression(text).evaluate({ input }, { now: 0, seed: 1 }) }
      } catch (thrown) {
        return { code: (thrown as ExpressionError).text }
      }
    }
    for (const value of values)
      expect(await evaluate(qualify(expression), { value })).toEqual(await evaluate(expression, value))
  })
})
