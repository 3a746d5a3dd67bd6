import { expect, it } from 'vitest'
import { createStatementChecks } from './statement-checks.ts'

it('statements are checked once, except those whose check required terminating an earlier worker', async () => {
  const checked: string[] = []
  const checks = createStatementChecks(
    { check: async (statement) => void checked.push(statement) },
    (statement) => statement === 'SELECT slow',
  )
  expect(checks.find('SELECT slow', {}, {})).toBe(undefined)
  expect(checks.isPending).toBe(false)
  expect(await checks.run()).toBe(false)
  checks.find('SELECT 1', {}, {})
  expect(await checks.run()).toBe(true)
  checks.find('SELECT 1', {}, {})
  expect(await checks.run()).toBe(false)
  expect(checked).toEqual(['SELECT 1'])
})
