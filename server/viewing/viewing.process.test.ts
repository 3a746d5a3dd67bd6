import { zipSync } from 'fflate'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { copyReadyDatabase } from '../testing/copy-fresh-database.ts'
import { createServerProcess, type ServerProcess } from '../testing/test-server-process.ts'
import { createTestFolder } from '../testing/test-resources.ts'

const folder = createTestFolder()
let server: ServerProcess
beforeAll(async () => {
  await copyReadyDatabase(join(folder, 'data', 'database'))
  server = createServerProcess('viewing', { AW_DATA: join(folder, 'data') })
  await server.start()
})
afterAll(() => server.kill('SIGTERM'))

const fileCount = 60_000
const createArchive = (): Uint8Array<ArrayBuffer> => {
  const content = new TextEncoder().encode('id,name\n1,Ada\n')
  const entries = Object.fromEntries(Array.from({ length: fileCount }, (_, index) => [`part-${index}.csv`, content]))
  return zipSync(entries, { level: 0 })
}

/** The memory of the server in bytes, and its loaded libraries. Linux only. */
const readProcess = async (): Promise<{ bytes: number; libraries: string } | undefined> => {
  if (process.platform !== 'linux') return undefined
  const status = await readFile(`/proc/${server.pid}/status`, 'utf8')
  const bytes = Number(/VmRSS:\s+(\d+) kB/.exec(status)![1]) * 1024
  return { bytes, libraries: await readFile(`/proc/${server.pid}/maps`, 'utf8') }
}

describe('looking at data', { timeout: 600_000 }, () => {
  test('an archive with 60,000 files is read in another process, and other requests are answered', async () => {
    const form = new FormData()
    form.set('file', new File([createArchive()], 'many.zip'))
    const uploaded = await fetch(`${server.url}/api/v1/data/upload`, { method: 'POST', body: form })
    const { id } = (await uploaded.json()) as { id: string }
    const before = await readProcess()
    const pending = { isPending: true }
    const views = ['info', 'sample', 'download?format=csv'].map(async (path) => {
      const response = await fetch(`${server.url}/api/v1/data/${id}/${path}`)
      return [response.status, await response.text()] as const
    })
    const allViews = Promise.all(views).finally(() => (pending.isPending = false))
    let answered = 0
    while (pending.isPending && answered < 100) {
      expect((await fetch(`${server.url}/api/v1/workflows`)).status).toBe(200)
      answered++
    }
    const [info, sample, download] = await allViews
    expect(answered).toBeGreaterThan(1)
    expect([info![0], sample![0], download![0]]).toEqual([200, 200, 200])
    const { load } = JSON.parse(info![1]) as {
      load: { entries: unknown[]; warnings: { code: string; params: object }[] }
    }
    expect(load.entries).toHaveLength(64)
    const warning = load.warnings.find(({ code }) => code === 'load.more-entries')
    expect(JSON.stringify(warning)).toContain('60')
    expect(JSON.parse(sample![1])).toMatchObject({ rows: [[1, 'Ada']], total: 1 })
    expect(download![1]).toBe('id,name\n1,Ada\n')
    const after = await readProcess()
    expect(after?.libraries ?? '').not.toContain('duckdb')
    expect((after?.bytes ?? 0) - (before?.bytes ?? 0)).toBeLessThan(200 * 2 ** 20)
  })
})
