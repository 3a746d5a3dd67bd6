import { expect, test } from 'vitest'
import { createPreparedStatements } from './prepared-statements.ts'

test('a statement is prepared after a few uses, and again after ten times as many', () => {
  const statements = createPreparedStatements()
  const names = Array.from({ length: 1_100 }, () => statements.toQuery('select $1', [1]).name)
  const changes = names.flatMap((name, index) => (name === names[index - 1] ? [] : [[index, name]]))
  expect(changes).toEqual([
    [3, 'aw_1'],
    [99, 'aw_2'],
    [999, 'aw_3'],
  ])
  for (let use = 0; use < 3; use++) statements.toQuery('select $1, 2', [1])
  expect(statements.toQuery('select $1, 2', [1]).name).toBe('aw_4')
  expect(statements.toQuery('select 3', []).name).toBeUndefined()
})
