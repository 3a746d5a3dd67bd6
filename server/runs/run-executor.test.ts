import { nodeDigest } from '@aw-flow/data/node'
import { systemClock } from '@aw-flow/engine'
import { loadCatalogForRun } from '@aw-flow/nodes'
import { workflowSchema } from '@aw-flow/schema'
import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { createRequestReader } from './request-reader.ts'
import { startAttempt } from './run-executor.ts'

test('an event that is sent after a run has left is refused, so that the next worker delivers it', async () => {
  const workflow = workflowSchema.parse({
    version: 1,
    name: 'Wait',
    nodes: [
      {
        id: 'wait',
        type: 'wait_for_event',
        position: { x: 0, y: 0 },
        data: { label: 'Wait', config: { name: 'paid' } },
      },
    ],
    edges: [],
  })
  const attempt = startAttempt(
    {
      id: 'run',
      workspace: 'default',
      workflowId: 'workflow',
      workflowIds: ['workflow'],
      request: JSON.stringify({ workflow, inputs: {}, seed: 1 }),
      record: [],
      isCanceled: false,
      isFirstAttempt: true,
      shouldMigrate: false,
    },
    {
      loadCatalog: loadCatalogForRun,
      readRequest: createRequestReader(),
      openPorts: () => ({
        services: {},
        files: { open: async () => undefined, add: () => Promise.reject(new Error('No file is added.')) },
      }),
      openTables: () => Promise.reject(new Error('No table is opened.')),
      clock: systemClock,
      digest: nodeDigest,
      temporaryFolder: tmpdir(),
      limits: { runMs: 0, resultBytes: 0, recordBytes: 0 },
    },
    {
      append: async () => undefined,
      storeTables: async () => undefined,
      onProgress: () => undefined,
      onError: (cause) => expect.unreachable(String(cause)),
    },
  )
  expect(await attempt.outcome).toMatchObject({ kind: 'waits' })
  expect(await attempt.control({ kind: 'signal', name: 'paid' })).toMatchObject({ code: 'run.not-active' })
})
