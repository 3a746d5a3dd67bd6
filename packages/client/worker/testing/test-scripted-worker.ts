import { ok, type Problem } from '@aw-flow/schema'
import { expose, type Remote } from 'comlink'
import type { RunRequest } from '../../engine/run-request.ts'
import type { EngineApi, PageApi } from '../engine-api.ts'
import { createHeldLocks } from '../held-locks.ts'

// An engine without data. A run reports two events, and ends when it is canceled. The name of the workflow selects
// another behavior: "Not cancelable" keeps the worker busy, "Slow" does so with a statement that exceeds its limit,
// "Quick" ends its statement within the limit, "Crash" throws, and "Ended" ends as if the browser had ended the
// worker. Hashing a file that is not empty keeps the worker busy. The documentation of a node type lists the statements
// that caused earlier workers to be terminated.
const slowStatement: Problem = { code: 'sql.limit', severity: 'error', message: 'The statement took too long.' }
let page: Remote<PageApi> | undefined
let runawayStatements: readonly string[] = []
const running = new Map<number, () => void>()

const api: EngineApi = {
  open: async (options, pageApi) => {
    runawayStatements = options.endlessStatements ?? []
    page = pageApi as unknown as Remote<PageApi>
    return ok([])
  },
  async ask(call, { name, input }, onProgress) {
    if (name === 'hash') {
      if ((input as { bytes: Blob }).bytes.size > 0) for (;;) performance.now()
      return ok('f'.repeat(64))
    }
    if (name === 'readNodeDocs') return ok({ markdown: runawayStatements.join(), language: 'en' })
    if (name !== 'run') return ok(null)
    const { run, workflow, seed } = input as RunRequest
    const canceled = new Promise<void>((resolve) => running.set(call, resolve))
    await onProgress?.({
      events: [
        { seq: 0, time: 1, type: 'run-started', version: 1, run, workflow, inputs: {}, seed },
        { seq: 1, time: 2, type: 'node-started', node: 'a', attempt: 1, key: 'k' },
      ],
    })
    if (workflow.name === 'Crash') setTimeout(() => JSON.parse('{'), 0)
    if (workflow.name === 'Ended') self.close()
    if (workflow.name === 'Slow' || workflow.name === 'Quick')
      await page?.startWatchdog(1, 50, slowStatement, 'SELECT 1')
    if (workflow.name === 'Quick') await page?.stopWatchdog(1)
    if (workflow.name === 'Not cancelable' || workflow.name === 'Slow') for (;;) performance.now()
    await canceled
    await onProgress?.({
      events: [
        { seq: 2, time: 3, type: 'node-cancelled', node: 'a' },
        { seq: 3, time: 4, type: 'run-cancelled' },
      ],
    })
    return ok(null)
  },
  async cancel(call) {
    running.get(call)?.()
  },
  async ping() {},
  ...createHeldLocks(),
}
expose(api)
