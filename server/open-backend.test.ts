import { createCatalog } from '@aw-flow/engine'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { unwrap } from '@aw-flow/schema'
import { configurationSchema, writeConfiguration } from './api/configuration.ts'
import { readAccountSettings } from './environment/read-accounts.ts'
import { openBackend } from './open-backend.ts'
import { silentLog } from './operation/log.ts'
import { createMetrics } from './operation/metrics.ts'
import type * as executors from './processes/child-process-executor.ts'
import { copyReadyDatabase } from './testing/copy-fresh-database.ts'
import { DocumentChecks } from './validation/document-checks.ts'
import type * as readers from './viewing/reader-processes.ts'

const created: Record<'runs' | 'readers', { memoryBytes: number; memoryLimit: string }[]> = { runs: [], readers: [] }

vi.mock('./processes/child-process-executor.ts', async (importOriginal) => {
  const original = await importOriginal<typeof executors>()
  return {
    ...original,
    createChildProcessExecutor(options: executors.ChildProcessExecutorOptions) {
      created.runs.push(options.settings)
      return original.createChildProcessExecutor(options)
    },
  }
})
vi.mock('./viewing/reader-processes.ts', async (importOriginal) => {
  const original = await importOriginal<typeof readers>()
  return {
    ...original,
    createReaderProcesses(options: readers.ReaderProcessesOptions) {
      created.readers.push(options)
      return original.createReaderProcesses(options)
    },
  }
})

const gigabyte = 2 ** 30

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aw-backend-'))
})
afterEach(async () => {
  vi.restoreAllMocks()
  created.runs.length = 0
  created.readers.length = 0
  await rm(folder, { recursive: true, force: true })
})

/** Opens the services of a server with these limits, uses them, and closes them. */
async function open(
  role: 'all' | 'server',
  memoryBytes = 0,
  use: (backend: Awaited<ReturnType<typeof openBackend>>) => Promise<void> = async () => undefined,
): Promise<void> {
  await mkdir(join(folder, 'database'), { recursive: true })
  await copyReadyDatabase(join(folder, 'database'))
  const catalog = createCatalog([])
  const backend = await openBackend(folder, {
    role,
    catalog,
    documents: new DocumentChecks({ catalog, nodes: [] }),
    newId: () => 'id',
    newSeed: () => 1,
    // Work in the background is interrupted when the services close.
    onError: () => undefined,
    metrics: createMetrics({ includeProcessMetrics: false }),
    log: silentLog,
    accounts: unwrap(readAccountSettings({})),
    canAddHosts: true,
    runSettings: {
      maxRuns: 1,
      maxTableRuns: 1,
      maxRunsPerWorkflow: 0,
      sharedProcesses: 2,
      maxTotalRuns: 0,
      runMs: 0,
      memoryBytes,
      resultBytes: 0,
      recordBytes: 0,
    },
  })
  await use(backend).finally(backend.close)
}

test('processes of runs and readers have a limit of memory without AW_RUN_MEMORY, also in a container', async () => {
  vi.spyOn(process, 'constrainedMemory').mockReturnValue(2 * gigabyte)
  await open('all')
  expect(created.runs).toMatchObject([{ memoryBytes: 1.5 * gigabyte, memoryLimit: '716MiB' }])
  expect(created.readers).toMatchObject([{ memoryBytes: gigabyte, memoryLimit: '716MiB' }])
})

test('AW_RUN_MEMORY limits both kinds of processes, and a server without runs has no executor', async () => {
  vi.spyOn(process, 'constrainedMemory').mockReturnValue(2 ** 64)
  await open('server', 500 * 2 ** 20)
  expect(created.runs).toEqual([])
  expect(created.readers).toMatchObject([{ memoryBytes: 500 * 2 ** 20, memoryLimit: '350MiB' }])
})

test('the configuration of the default workspace allows hosts of this computer, that of another one does not', async () => {
  const host = createServer((_request, response) => response.end('reached'))
  await new Promise<void>((resolve) => void host.listen(0, '127.0.0.1', resolve))
  const address = `127.0.0.1:${(host.address() as AddressInfo).port}`
  try {
    await open('server', 0, async ({ store, withEgress }) => {
      const request = (workspace: string): Promise<number> =>
        withEgress(workspace, async (egress) => {
          const response = await egress.fetch({ url: `http://${address}/`, signal: AbortSignal.timeout(10_000) })
          return response.status
        })
      await expect(request('default')).rejects.toThrow('egress.private-address')
      for (const workspace of ['default', 'other']) {
        const configuration = configurationSchema.parse({ allowed_hosts: [address] })
        await writeConfiguration(store.forWorkspace(workspace).state, configuration)
      }
      expect(await request('default')).toBe(200)
      await expect(request('other')).rejects.toThrow('egress.private-address')
    })
  } finally {
    await new Promise((resolve) => void host.close(resolve))
  }
})
