import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seed, sizes } from '../../test/sizes.ts'
import { copyReadyDatabase } from '../testing/copy-fresh-database.ts'
import { createSeededRandom } from '../testing/seeded-random.ts'
import { openTestBucket, type Failure } from '../testing/test-bucket.ts'
import { createServerProcess, type ServerProcess } from '../testing/test-server-process.ts'
import { createTestFolder, openForTests } from '../testing/test-resources.ts'

const ways: readonly Failure[] = ['refuse', 'cut', 'lose']
const random = createSeededRandom(seed)

interface Health {
  status: string
  checks: { storage: string }
}

describe('a server whose storage fails for half of the requests', () => {
  const folder = createTestFolder()
  let server: ServerProcess
  let failures = 0
  let asked: number
  let health: Health
  const bucket = openForTests(() => openTestBucket())
  beforeAll(async () => {
    const data = join(folder, 'data')
    await copyReadyDatabase(join(data, 'database'))
    server = createServerProcess('server', { AW_DATA: data, STORAGE_URL: bucket.address })
    bucket.failing = () => 'refuse'
    await server.start()
    asked = bucket.requests()
    health = (await (await ask('/health/detailed')).json()) as Health
    bucket.failing = () => {
      if (random() >= 0.5) return undefined
      failures++
      return ways[Math.floor(random() * ways.length)]
    }
  })
  afterAll(() => server.kill())

  const ask = async (path: string, init?: RequestInit): Promise<Response> => {
    const answer = await fetch(`${server.url}/api/v1${path}`, init)
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return answer
  }
  const send = async <T>(path: string, body: unknown): Promise<T> =>
    (
      await ask(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    ).json() as Promise<T>
  const upload = async (text: string, name: string): Promise<{ id: string; size: number; duplicate: boolean }> => {
    const form = new FormData()
    form.set('file', new File([text], name))
    return (await ask('/data/upload', { method: 'POST', body: form })).json() as never
  }
  const ended = async (run: string): Promise<string> => {
    for (;;) {
      const { status } = (await (await ask(`/runs/${run}`)).json()) as { status: string }
      if (['completed', 'failed', 'cancelled'].includes(status)) return status
      await sleep(20)
    }
  }
  const linesOf = (text: string): string[] => text.trim().split(/\r?\n/)

  /** Many files; one is larger than a part. */
  const fileOf = (at: number): string => {
    const rows = at === 2 ? 120_000 : 50
    const filler = at === 2 ? 'x'.repeat(70) : 'x'
    return `id,text\n${Array.from({ length: rows }, (_, row) => `${row},${filler}${at}`).join('\n')}\n`
  }

  test('starts without storage and reports that it is unavailable', () => {
    expect(asked).toBe(0)
    expect(health).toMatchObject({
      status: 'unhealthy',
      checks: { storage: expect.stringMatching(/^unhealthy: /) as string },
    })
  })

  test('accepts files, runs workflows and returns files and results despite the failures', async () => {
    const flow = await send<{ id: string }>('/workflows', {
      name: 'Load',
      nodes: [{ id: 'load', type: 'loading', data: { label: 'Load', config: {} } }],
      edges: [],
    })
    for (let at = 0; at < sizes.storageFiles; at++) {
      const text = fileOf(at)
      const kept = await upload(text, `file-${at}.csv`)
      expect(kept).toMatchObject({
        id: createHash('sha256').update(text).digest('hex'),
        size: Buffer.byteLength(text),
        duplicate: false,
      })
      const { id } = await send<{ id: string }>(`/workflows/${flow.id}/execute`, { input_data_id: kept.id })
      expect(await ended(id)).toBe('completed')
      const { tables } = (await (await ask(`/runs/${id}/result`)).json()) as { tables: { table: { id: string } }[] }
      const result = await (await ask(`/runs/${id}/tables/${tables[0]!.table.id}?format=csv`)).text()
      expect(linesOf(result)).toEqual(linesOf(text))
      expect(await (await ask(`/data/${kept.id}/download`)).text()).toBe(text)
      expect(await upload(text, 'again.csv')).toMatchObject({ id: kept.id, duplicate: true })
    }
    expect(failures).toBeGreaterThan(sizes.storageFiles)
    expect(bucket.largest()).toBeLessThanOrEqual(9 * 2 ** 20)
  })
})
