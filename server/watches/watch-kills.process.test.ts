import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeWithPostgres, openTestPostgres } from '../testing/test-postgres.ts'
import { createServerProcess, type ServerProcess } from '../testing/test-server-process.ts'
import { createTestFolder } from '../testing/test-resources.ts'

const folder = createTestFolder()
const processes: ServerProcess[] = []

beforeAll(async () => {
  await mkdir(join(folder, 'files/orders'), { recursive: true })
})
afterAll(() => Promise.all(processes.map((process) => process.kill())))

const node = (id: string, type: string, config: object) => ({ id, type, data: { label: id, config } })
const document = {
  name: 'On new orders',
  status: 'published',
  nodes: [node('on', 'event', { name: 'file.created:orders' }), node('load', 'loading', {})],
  edges: [],
}
const fileCount = 30

describeWithPostgres('two servers that watch one folder', () => {
  const postgres = openTestPostgres()

  test('start one run for each file, while one of them is killed again and again', async () => {
    const environment = {
      DATABASE_URL: await postgres.createDatabase(),
      AW_DATA: join(folder, 'data'),
      AW_FILES: join(folder, 'files'),
      AW_LOG: 'error',
    }
    const [first, second] = ['first', 'second'].map((name) => createServerProcess(name, environment))
    processes.push(first!, second!)
    for (const process of processes) await process.start()

    const ask = async <T>(method: string, path: string, body?: object): Promise<T> => {
      const response = await fetch(`${first!.url}/api/v1${path}`, {
        method,
        ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
      })
      expect(response.ok, await response.clone().text()).toBe(true)
      return (await response.json()) as T
    }
    type List<T> = { items: T[]; total: number }
    const source = { kind: 'folder', path: 'orders' }
    const watch = await ask<{ id: string }>('POST', '/watches', { name: 'orders', source, interval_seconds: 5 })
    const { id: workflow } = await ask<{ id: string }>('POST', '/workflows', document)
    const triggers = await ask<List<{ id: string }>>('GET', `/event-triggers?workflow_id=${workflow}`)
    await ask('PATCH', `/event-triggers/${triggers.items[0]!.id}`, { enabled: true })
    // The first check lists the files that are present, which start no run.
    await expect
      .poll(async () => (await ask<{ checked_at: string | null }>('GET', `/watches/${watch.id}`)).checked_at)
      .not.toBeNull()

    for (let index = 0; index < fileCount; index++) {
      await writeFile(join(folder, `files/orders/${index}.csv`), `id\n${index}\n`)
      if (index % 10 !== 9) continue
      await second!.kill()
      await second!.start()
    }
    const listRuns = () => ask<List<{ status: string }>>('GET', `/runs?workflow_id=${workflow}&limit=100`)
    await expect
      .poll(async () => (await listRuns()).items.filter(({ status }) => status === 'completed').length)
      .toBe(fileCount)
    // A file that is found twice would have a second run after another check.
    const { checked_at: checkedAt } = await ask<{ checked_at: string }>('GET', `/watches/${watch.id}`)
    await expect
      .poll(async () => (await ask<{ checked_at: string }>('GET', `/watches/${watch.id}`)).checked_at)
      .not.toBe(checkedAt)
    const { items } = await ask<List<{ key: string }>>('GET', `/watches/${watch.id}/files?limit=100`)
    expect(items.map(({ key }) => key).sort()).toEqual(
      Array.from({ length: fileCount }, (_, index) => `orders/${index}.csv`).sort(),
    )
    expect((await listRuns()).total).toBe(fileCount)
  })
})
