import { createTableLedger } from '@aw-flow/engine'
import type { TableRef } from '@aw-flow/schema'
import type { DerivedTable, TableQuery } from '@aw-flow/schema/internal'
import { expect, it } from 'vitest'
import { createDerivedTables } from './derived-tables.ts'

const find = (text: string): TableQuery => ({ kind: 'find', text })
const base: TableRef = { id: 'base', columns: [], rows: 1 }

function createPlace(rows = 1) {
  const existing = new Set<string>()
  const created: string[] = []
  const ledger = createTableLedger((id) => {
    existing.delete(id)
    return Promise.resolve()
  })
  const derived = createDerivedTables(
    (_table, query: TableQuery, id): Promise<DerivedTable> => {
      const text = query.kind === 'find' ? query.text : ''
      if (text === 'bad') return Promise.reject(new Error('bad'))
      created.push(text)
      existing.add(id)
      return Promise.resolve({ table: { id, columns: [{ name: 'a', type: 'BIGINT' }], rows }, problems: [] })
    },
    { ledger, hasTable: (id) => existing.has(id) },
  )
  return { derived, existing, created, ledger }
}

it('creates a table once for concurrent requests', async () => {
  const { derived, created } = createPlace()
  const [one, other] = await Promise.all([derived.get(base, find('a')), derived.get(base, find('a'))])
  expect(one).toEqual(other)
  expect(await derived.get(base, find('a'))).toEqual(one)
  expect(created).toEqual(['a'])
})

it('evicts the least recently used tables, by number and by size', async () => {
  const { derived, existing, created, ledger } = createPlace()
  for (let count = 0; count < 30; count++) await derived.get(base, find(String(count)))
  await ledger.whenSettled()
  expect(existing.size).toBe(24)
  await derived.get(base, find('29'))
  await derived.get(base, find('0'))
  expect(created).toHaveLength(31)

  const large = createPlace(30e6)
  for (const text of ['a', 'b', 'c', 'd']) await large.derived.get(base, find(text))
  await large.ledger.whenSettled()
  expect(large.existing.size).toBe(2)
})

it('does not cache a failed table', async () => {
  const { derived } = createPlace()
  await expect(derived.get(base, find('bad'))).rejects.toThrow('bad')
  await expect(derived.get(base, find('bad'))).rejects.toThrow('bad')
  await expect(derived.get(base, find('good'))).resolves.toMatchObject({ problems: [] })
})
