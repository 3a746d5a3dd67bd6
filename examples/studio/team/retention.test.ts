import { expect, test } from 'vitest'
import { hasShorterPeriod, toRetentionDays, type RetentionItem } from './retention.ts'

const createItem = (name: RetentionItem['name'], days: number | null): RetentionItem => ({
  name,
  days,
  workspace_days: days,
  min_days: 1,
  max_days: null,
})
const items = [createItem('runs', null), createItem('deliveries', 30)]

test('an empty field keeps the data as long as the server does', () => {
  expect(toRetentionDays(items, { runs: ' 90 ', deliveries: ' ' })).toEqual({ runs: 90, deliveries: null })
})

test('a shorter retention removes data', () => {
  const change = (fields: Record<string, string>): boolean => hasShorterPeriod(items, toRetentionDays(items, fields))
  expect([change({ runs: '', deliveries: '' }), change({ runs: '', deliveries: '30' })]).toEqual([false, false])
  expect([change({ runs: '900', deliveries: '' }), change({ runs: '', deliveries: '29' })]).toEqual([true, true])
})
