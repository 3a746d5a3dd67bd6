import { expect, test } from 'vitest'
import { formatMonth, isUsedUp, toFieldValue, toLimits } from './quotas.ts'

const storage = { name: 'storage_bytes', workspace_limit: 1_500_000 } as const
const runs = { name: 'concurrent_runs', workspace_limit: 20 } as const
const minutes = { name: 'run_minutes', workspace_limit: null } as const

test('fields show megabytes of storage, and are empty without a limit', () => {
  expect([storage, runs, minutes].map(toFieldValue)).toEqual(['2', '20', ''])
})

test('changed fields become limits, and others keep their exact value', () => {
  const unchanged = { storage_bytes: '2', concurrent_runs: '20', run_minutes: '' }
  expect(toLimits([storage, runs, minutes], unchanged)).toEqual({
    storage_bytes: 1_500_000,
    concurrent_runs: 20,
    run_minutes: null,
  })
  const changed = { storage_bytes: '3', concurrent_runs: ' ', run_minutes: '500' }
  expect(toLimits([storage, runs, minutes], changed)).toEqual({
    storage_bytes: 3_000_000,
    concurrent_runs: null,
    run_minutes: 500,
  })
})

test('a quota is used up when nothing of it remains', () => {
  expect([19, 20, 21].map((used) => isUsedUp({ used, limit: 20 }))).toEqual([false, true, true])
  expect(isUsedUp({ used: 1_000, limit: null })).toBe(false)
})

test('months are named in the language of the page', () => {
  expect([formatMonth('2026-11', 'en-US'), formatMonth('2026-03', 'de')]).toEqual(['November 2026', 'März 2026'])
})
