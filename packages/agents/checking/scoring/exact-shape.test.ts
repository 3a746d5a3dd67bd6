import { expect, it } from 'vitest'
import { toAlphanumericKey } from './error-rates.ts'
import { toExactShape } from './value-shape.ts'

it.each([
  ['AB-12 x_y', 'AA-99 a_a'],
  ['Zürich 7', 'Aaaaaa 9'],
  ['2021-02-30', 'impossible 9999-99-99'],
  ['2021-02-28', '9999-99-99'],
  ['', ''],
  ['~@[`{', '~@[`{'],
])('describes the shape of "%s" as "%s"', (text, shape) => {
  expect(toExactShape(text)).toBe(shape)
})

it.each([
  ['AB-12 x', 'ab12x'],
  ['ab12', 'ab12'],
  ['Zürich №7', 'zürich7'],
])('reduces "%s" to "%s"', (text, bare) => {
  expect(toAlphanumericKey(text)).toBe(bare)
})
