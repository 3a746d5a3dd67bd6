import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { copyFreshDatabase } from '../../testing/copy-fresh-database.ts'
import { openDatabaseThread } from './database-thread.ts'
import { createTestFolder, openForTests } from '../../testing/test-resources.ts'

const folder = createTestFolder()
const thread = openForTests(async () => {
  await copyFreshDatabase(join(folder, 'database'))
  return openDatabaseThread(join(folder, 'database'))
})

describe('the database thread', () => {
  test('reserves 32 MB for buffers, since touching more takes half of the time of opening', async () => {
    expect((await thread.query('show shared_buffers', [])).rows).toEqual([{ shared_buffers: '32MB' }])
  })

  test('executes statements in the order of the calls', async () => {
    await thread.query('create table numbers (n integer primary key, at timestamptz)', [])
    const at = new Date(0)
    const made = [1, 2, 3].map((n) => thread.query('insert into numbers values ($1, $2)', [n, at]))
    expect((await Promise.all(made)).map(({ affectedRows }) => affectedRows)).toEqual([1, 1, 1])
    const { rows } = await thread.query('select n, at from numbers order by n desc limit $1', [2])
    expect(rows).toEqual([
      { n: 3, at },
      { n: 2, at },
    ])
  })

  test('rejects only the statement that fails', async () => {
    const wrong = thread.query('select from nowhere', [])
    const right = thread.query('select 1 as one', [])
    await expect(wrong).rejects.toThrow('nowhere')
    expect((await right).rows).toEqual([{ one: 1 }])
  })

  test('does not block the calling thread', async () => {
    let ticks = 0
    const ticking = setInterval(() => ticks++, 1)
    await thread.query('select count(*) from generate_series(1, 3000000)', [])
    clearInterval(ticking)
    expect(ticks).toBeGreaterThan(1)
  })

  test('refuses a folder without a database', async () => {
    const file = join(folder, 'file')
    await writeFile(file, 'x')
    await expect(openDatabaseThread(join(file, 'database'))).rejects.toThrow('ENOTDIR')
  })

  test('rejects calls after it has ended', async () => {
    await copyFreshDatabase(join(folder, 'other'))
    const other = await openDatabaseThread(join(folder, 'other'))
    const late = other.query('select pg_sleep(0)', [])
    await Promise.all([late, other.close()])
    await expect(other.query('select 1', [])).rejects.toThrow('closed')
    await other.close()
  })
})
