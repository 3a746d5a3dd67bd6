import { join } from 'node:path'
import { expect, it } from 'vitest'
import { measureCheckout } from '../../.ci/measure.mjs'
import budgets from './line-budgets.json' with { type: 'json' }

/*
 * Budgets of product lines, rounded up to the next hundred. A change that removes code lowers its budget. A change that
 * needs a higher one names in its commit what it replaces.
 */
const { lines, functions, circles } = measureCheckout(join(import.meta.dirname, '../..'))

it('each package keeps its budget of product lines', () => {
  const productLines = [...lines].filter(([, { product }]) => product > 0)
  expect(productLines.map(([name]) => name).sort()).toEqual(Object.keys(budgets.product).sort())
  const exceeded = productLines.filter(
    ([name, { product }]) => product > budgets.product[name as keyof typeof budgets.product],
  )
  expect(exceeded.map(([name, { product }]) => `${name}: ${product}`)).toEqual([])
})

it('a budget falls with the code', () => {
  const loose = [...lines].filter(
    ([name, { product }]) => product + 400 < (budgets.product[name as keyof typeof budgets.product] ?? 0),
  )
  expect(loose.map(([name, { product }]) => `${name}: ${product}`)).toEqual([])
})

it('no other function has more than 120 lines', () => {
  const longFunctions = functions.filter(({ length }) => length > 120).map(({ path, name }) => `${path} ${name}`)
  // Functions that are still to be divided. The list only gets shorter.
  expect(longFunctions.sort()).toEqual(budgets.longFunctions)
})

it('no more than three files import each other, also for types', () => {
  expect(circles.filter((circle) => circle.length > 3)).toEqual([])
})
