import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { openSharedDatabase } from './open-shared-database.ts'

const countRows = async ({ execute }: Awaited<ReturnType<typeof openSharedDatabase>>) =>
  (await execute('select count(*)::int as rows from facts'))[0]?.['rows']
const add = `insert into facts (workspace_id, name, value) values ('default', 'a', '1')`

test('a database has its rows when its folder is opened again, and none for another folder', async () => {
  const first = randomUUID()
  const opened = await openSharedDatabase(first)
  await opened.execute(add)
  await opened.close()
  const again = await openSharedDatabase(first)
  expect(await countRows(again)).toBe(1)
  await again.close()
  // As many as there may be idle ones, of which one has the row.
  const others = [await openSharedDatabase(randomUUID()), await openSharedDatabase(randomUUID())]
  for (const other of others) expect(await countRows(other)).toBe(0)
  for (const other of others) await other.close()
  await expect(openSharedDatabase(first)).rejects.toThrow('Call copyReadyDatabase')
})

test('servers that are open at the same time have separate databases', async () => {
  const [one, two] = [await openSharedDatabase(randomUUID()), await openSharedDatabase(randomUUID())]
  await one.execute(add)
  expect([await countRows(one), await countRows(two)]).toEqual([1, 0])
  await one.close()
  await two.close()
})

test('a closed server changes no rows of the next one, also by a transaction that it left open', async () => {
  const closed = await openSharedDatabase(randomUUID())
  await closed.execute('begin')
  await closed.execute(add)
  await closed.close()
  await expect(closed.execute(add)).rejects.toThrow('The database is closed.')
  const next = await openSharedDatabase(randomUUID())
  expect(await countRows(next)).toBe(0)
  await next.execute(add)
  await next.execute('rollback')
  expect(await countRows(next)).toBe(1)
  await next.close()
})
