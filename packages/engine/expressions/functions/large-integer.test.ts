import type { Json } from '@aw-flow/schema'
import { expect, it } from 'vitest'
import { compileExpression } from '../compile-expression.ts'

const id = '8202522731445525542'
const input = {
  id,
  next: '8202522731445525543',
  below: '-8202522731445525543',
  small: 7,
  text: 'abc',
  list: [1, 2],
  rows: [{ n: id }, { n: 12 }, { n: '8202522731445525541' }, { n: `-${id}` }, { n: '-8202522731445525543' }],
}
const { rows } = input

it.each<[string, Json | undefined]>([
  [id, id],
  [`-${id}`, `-${id}`],
  [`{"id": ${id}, "ids": [1, 8202522731445525543]}`, { id, ids: [1, '8202522731445525543'] }],
  [`input.id = ${id}`, true],
  ['input.id = 8202522731445525543', false],
  ['input.id != 8202522731445525543', true],
  [`input.id in [1, ${id}]`, true],
  [`input.rows[n = ${id}].n`, id],
  [`"ID " & ${id}`, `ID ${id}`],
  [`${id} + 1`, '8202522731445525543'],
  ['input.next - input.id', 1],
  ['input.small * input.id', '57417659120118678794'],
  ['input.id < input.next', true],
  ['input.id > 8202522731445525541', true],
  ['input.id >= 8202522731445525543', false],
  ['input.id > 5 and 5 < input.id and input.below < 5', true],
  ['input.below < -8202522731445525542', true],
  ['input.id < input.text and input.id > "1"', true],
  ['9007199254740992', 2 ** 53],
  ['1152921504606847000', 2 ** 60],
  ['0.12345678901234566', 0.12345678901234566],
  [`input.list[${id}]`, undefined],
  ['input.rows^(n).n', [rows[4]!.n, rows[3]!.n, rows[1]!.n, rows[2]!.n, rows[0]!.n]],
  ['input.rows^(>n).n', [rows[0]!.n, rows[2]!.n, rows[1]!.n, rows[3]!.n, rows[4]!.n]],
])('%s keeps the digits of integers', async (text, value) => {
  expect(await compileExpression(text).evaluate({ input }, { now: 0, seed: 1 })).toEqual(value)
})

it('reports a calculation that would lose digits', async () => {
  await expect(compileExpression(`${id} / 2`).evaluate({}, { now: 0, seed: 1 })).rejects.toThrow(
    'must evaluate to a number',
  )
})
