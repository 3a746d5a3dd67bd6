import { expect, it } from 'vitest'
import { columnTypeNames, formatColumnType } from './column-types.ts'
import cases from './column-types.cases.json' with { type: 'json' }

it.each(cases.types)('names the type %s in words: %s', (type, name) => {
  expect(formatColumnType(type, columnTypeNames)).toBe(name)
})

it('uses the names of a language', () => {
  expect(formatColumnType('DECIMAL(18,3)', { DECIMAL: 'genaue Dezimalzahl' })).toBe('genaue Dezimalzahl')
})
