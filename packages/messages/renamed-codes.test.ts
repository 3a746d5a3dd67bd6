import { expect, it } from 'vitest'
import { english, englishFormatter } from './catalogs.ts'
import { explainProblem } from './reference/index.ts'
import { getCurrentCode, renamedCodes } from './renamed-codes.ts'

it('replaces codes that the catalog does not have with codes that it has', () => {
  for (const [former, current] of Object.entries(renamedCodes)) {
    expect(english).not.toHaveProperty([former])
    expect(english).toHaveProperty([current])
  }
})

it('renders and explains stored messages with former codes', () => {
  const { format, has, renderProblem } = englishFormatter
  const params = { rows: 3, table: 'orders', node: '' }
  expect(has('table.gone')).toBe(true)
  expect(format({ code: 'table.gone', params })).toBe(format({ code: 'table.missing', params }))
  expect(renderProblem({ code: 'table.gone', params })).toEqual(renderProblem({ code: 'table.missing', params }))
  expect(explainProblem('table.gone')).toEqual(explainProblem('table.missing'))
})

it('keeps other codes', () => {
  expect(getCurrentCode('join.no-keys.hint')).toBe('join.no-keys.hint')
  expect(getCurrentCode('constructor')).toBe('constructor')
})
