import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createReaderProcesses, type ReaderProcesses } from './reader-processes.ts'
import type { ViewedFile } from './table-reader.ts'
import { createTestFolder } from '../testing/test-resources.ts'

const folder = createTestFolder()
let file: ViewedFile
let readers: ReaderProcesses
const faults: unknown[] = []
const limits = {
  maxProcesses: 2,
  timeoutMs: 300_000,
  silenceTimeoutMs: 300_000,
  memoryBytes: 4 * 2 ** 30,
  idleMs: 300_000,
}

beforeAll(async () => {
  const path = join(folder, 'people')
  await writeFile(path, 'id,name\n1,Ada\n2,Bo\n')
  file = { id: 'people', path, dataset: 'people', name: 'people.csv' }
  readers = createReaderProcesses({
    get maxProcesses() {
      return limits.maxProcesses
    },
    get timeoutMs() {
      return limits.timeoutMs
    },
    get heartbeatTimeoutMs() {
      return limits.silenceTimeoutMs
    },
    get memoryBytes() {
      return limits.memoryBytes
    },
    get idleMs() {
      return limits.idleMs
    },
    temporaryFolder: folder,
    memoryLimit: '500MiB',
    onError: (cause) => faults.push(cause),
  })
})
afterAll(() => readers.close())

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
const readSample = (workspace: string) => readers.read(workspace, file, { type: 'sample', rows: 1 })
const sample = { value: { view: { rows: [[1, 'Ada']], total: 2 } } }

describe('processes that read tables', { timeout: 300_000 }, () => {
  test('show the report, rows, pages and files of a table', async () => {
    expect(await readSample('sales')).toMatchObject({ value: { ...sample.value, report: { rows: 2 } } })
    expect(await readers.read('sales', file, { type: 'report' })).toMatchObject({
      value: { report: { file: 'people.csv' } },
    })
    const page = await readers.read('sales', file, { type: 'page', offset: 1, limit: 1, path: '' })
    expect(page).toMatchObject({ value: { view: expect.any(Uint8Array) } })
    const path = join(folder, 'people.json')
    expect(await readers.read('sales', file, { type: 'file', format: 'json', path })).toEqual({
      ok: true,
      value: { view: undefined },
    })
    expect(await readSample('sales')).not.toHaveProperty('value.report')
    const unsupported = { ...file, id: 'damaged', path: join(folder, 'damaged') }
    await writeFile(unsupported.path, Buffer.from([0x50, 0x4b, 3, 4, 1, 2, 3]))
    expect(await readers.read('sales', unsupported, { type: 'report' })).toHaveProperty('problem')
  })

  test('belong to one workspace, and are ended before another one gets their place', async () => {
    await readSample('sales')
    await readSample('lab')
    const [sales, lab] = [readers.findPid('sales')!, readers.findPid('lab')!]
    expect(sales).not.toBe(lab)
    const [third] = await Promise.all([readSample('third'), readSample('lab')])
    expect(third).toMatchObject(sample)
    expect([isAlive(sales), isAlive(lab)]).toEqual([false, true])
    expect([sales, lab]).not.toContain(readers.findPid('third'))
    expect(await readSample('sales')).toMatchObject(sample)
    expect(readers.findPid('sales')).not.toBe(sales)
  })

  test('are ended and replaced at their limits, and leave no files', async () => {
    const previous = { ...limits }
    for (const [change, code] of [
      [{ timeoutMs: 1 }, 'table.too-slow'],
      [{ memoryBytes: 40 * 2 ** 20 }, 'table.too-much-memory'],
    ] as const) {
      Object.assign(limits, change)
      const result = await readSample(code)
      expect(result).toMatchObject({ problem: { code, params: { name: 'people.csv' } } })
      Object.assign(limits, previous)
      expect(await readSample(code)).toMatchObject(sample)
    }
    await readSample('killed')
    process.kill(readers.findPid('killed')!, 'SIGKILL')
    await expect.poll(() => faults.length).toBe(1)
    expect(await readSample('killed')).toMatchObject(sample)
    await readers.close()
    expect((await readdir(folder)).filter((name) => name.startsWith('reader-'))).toEqual([])
  })
})
