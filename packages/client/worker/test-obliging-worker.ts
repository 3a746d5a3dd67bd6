import { expose } from 'comlink'
import type { EngineApi, RunObserver } from './engine-api.ts'

// An engine without data: runs tell two events and then go on for ever, deaf to cancel when the workflow says so.
const waiting = new Map<string, () => void>()

const api: Partial<EngineApi> = {
  open: async () => ({ ok: true, value: [] }),
  setOutside: async () => ({ ok: true, value: null }),
  warmUp: async () => ({ ok: true, value: null }),
  hash: async () => ({ ok: true, value: 'f'.repeat(64) }),
  async run({ run, workflow, seed }, observer: RunObserver) {
    const cancelled = new Promise<void>((resolve) => waiting.set(run, resolve))
    await observer.events([
      { seq: 0, time: 1, type: 'run-started', version: 1, run, workflow, inputs: {}, seed },
      { seq: 1, time: 2, type: 'node-started', node: 'a', attempt: 1, key: 'k' },
    ])
    if (workflow.name === 'Crash') setTimeout(() => JSON.parse('{'), 0)
    if (workflow.name === 'Deaf') for (;;) performance.now()
    await cancelled
    await observer.events([
      { seq: 2, time: 3, type: 'node-cancelled', node: 'a' },
      { seq: 3, time: 4, type: 'run-cancelled' },
    ])
    return { ok: true, value: null }
  },
  async cancel(run) {
    waiting.get(run)?.()
    return { ok: true, value: null }
  },
  forget: async () => ({ ok: true, value: null }),
}
expose(api)
