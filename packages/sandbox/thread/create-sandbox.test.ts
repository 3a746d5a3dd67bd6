import { expect, it } from 'vitest'
import { runCode } from '../test-sandbox-suite.ts'
import { createSandbox, type StartThread } from './create-sandbox.ts'
import { serveCode } from './serve-code.ts'

/** Counts threads, which run in this thread. */
function createCountedThreads() {
  const counts = { started: 0, terminated: 0 }
  const start: StartThread = (onMessage) => {
    counts.started++
    const serve = serveCode(onMessage)
    queueMicrotask(() => onMessage({ type: 'ready' }))
    return { post: serve, terminate: () => void counts.terminated++ }
  }
  return { counts, start }
}

it('reuses a thread until its memory has grown', async () => {
  const { counts, start } = createCountedThreads()
  const sandbox = createSandbox(start)
  expect(await runCode(sandbox, 'return 1')).toBe(1)
  expect(await runCode(sandbox, 'return 2')).toBe(2)
  expect(counts).toEqual({ started: 1, terminated: 0 })
  expect(await runCode(sandbox, 'return new Uint8Array(2 ** 25).fill(1).length')).toBe(2 ** 25)
  expect(counts).toEqual({ started: 1, terminated: 1 })
  expect(await runCode(sandbox, 'return 3')).toBe(3)
  expect(counts).toEqual({ started: 2, terminated: 1 })
  await sandbox.close()
})
