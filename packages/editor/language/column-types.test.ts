import { expect, it } from 'vitest'
import { columnTypeNames, formatColumnType } from './column-types.ts'

it.each([
  ['VARCHAR', 'text'],
  ["ENUM('a', 'b')", 'text'],
  ['BIGINT', 'integer'],
  ['INTEGER', 'integer'],
  ['UTINYINT', 'integer'],
  ['HUGEINT', 'integer'],
  ['DOUBLE', 'decimal number'],
  ['FLOAT', 'decimal number'],
  ['DECIMAL(18,3)', 'exact decimal'],
  ['TIMESTAMP', 'date and time'],
  ['TIMESTAMP WITH TIME ZONE', 'date and time'],
  ['TIME', 'time of day'],
  ['DATE', 'date'],
  ['VARCHAR[]', 'list'],
  ['STRUCT(a INTEGER, b VARCHAR[])', 'object'],
  ['BIT', 'BIT'],
])('names the type %s in words: %s', (type, name) => {
  expect(formatColumnType(type, columnTypeNames)).toBe(name)
})

it('uses the names of a language', () => {
  expect(formatColumnType('DECIMAL(18,3)', { DECIMAL: 'genaue Dezimalzahl' })).toBe('genaue Dezimalzahl')
})
