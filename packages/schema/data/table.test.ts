import { expect, it } from 'vitest'
import { getTypeFamily } from './table.ts'

it.each([
  ['BIGINT', 'number'],
  ['UTINYINT', 'number'],
  ['INTEGER', 'number'],
  ['DECIMAL(38,6)', 'number'],
  ['INTERVAL', 'time'],
  ['TIMESTAMP', 'time'],
  ['UUID', 'text'],
  ['VARCHAR', 'text'],
  ['BIGINT[]', 'nested'],
  ['BOOLEAN', 'boolean'],
  ['unknown', 'unknown'],
])('typeFamily calls %s a %s', (type, family) => {
  expect(getTypeFamily(type)).toBe(family)
})
