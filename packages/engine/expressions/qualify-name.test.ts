import { describe, expect, it } from 'vitest'
import { compileExpression } from './compile-expression.ts'
import { ExpressionError } from './expression-error.ts'
import { qualifyName } from './qualify-name.ts'

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
  it.each([
    ['input', 'input.value'],
    ['$sum(input.amount)', '$sum(input.value.amount)'],
    ['input[open = true].{"n": name}', 'input.value[open = true].{"n": name}'],
    ['`input`.b & " input"', 'input.value.b & " input"'],
    ['$$.input.a', '$$.input.value.a'],
    ['$.input', '$.input.value'],
    ['items[id = $$.input.id]', 'items[id = $$.input.value.id]'],
    ['items.(input.x)', 'items.(input.x)'],
    ['items[input > 3]', 'items[input > 3]'],
    ['items.input', 'items.input'],
    [
      '$map(input, function($x) { $x.input + input.a })',
      '$map(input.value, function($x) { $x.input + input.value.a })',
    ],
    ['/* input */ input ~> |$|{"input": input}|', '/* input */ input.value ~> |$|{"input": input}|'],
    ['row.a', 'row.a'],
    ['input.', 'input.'],
  ])('rewrites %s', (before, after) => {
    expect(qualify(before)).toBe(after)
  })

  it.each(['$keys($$)', '$', '*.a', '**.a', 'input.%', 'input@$v.($v.a)', 'items.($$)'])('rejects %s', (expression) => {
    expect(() => qualify(expression)).toThrow(ExpressionError)
  })

  it.each([
    'input',
    'input.a',
    'input.a.b',
    'input[0]',
    'input[0].a',
    'input[-1]',
    'input[]',
    'input[a > 3].b',
    'input.input.a',
    'input^(>b).a',
    'input.a#$i.{"i": $i, "b": b}',
    'input{$string(a): $sum(b)}',
    'input.{"n": a, "all": $$.input.q}',
    '($x := input; $x.a)',
    '$count(input)',
    '$map(input, function($x) { $x })',
    '[input.a, input.b]',
    'input ~> $type',
    '$exists(input.a) ? input.a : input',
    'input.tags[0]',
    '{"v": input.value.a * 2}',
  ])('keeps the value of %s', async (expression) => {
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
