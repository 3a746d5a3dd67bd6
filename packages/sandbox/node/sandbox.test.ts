import { afterAll, describe, expect, it } from 'vitest'
import { describeAttempts, describeSandbox, runCode } from '../test-sandbox-suite.ts'
import { openSandbox } from './open-sandbox.ts'
import { bundleThread } from './test-bundled-thread.ts'

const thread = await bundleThread()
const sandbox = openSandbox({}, thread.script)
/** For endless code, with a short grace period. */
const impatient = openSandbox({ graceMs: 100 }, thread.script)
afterAll(async () => {
  await Promise.all([sandbox.close(), impatient.close()])
  await thread.remove()
})

describeSandbox({ describe, it }, { sandbox: () => sandbox })
describeAttempts({ describe, it }, { sandbox: () => impatient })

it('runs threads with its default script', async () => {
  const defaultSandbox = openSandbox()
  expect(await runCode(defaultSandbox, 'return input + 1', { input: 1 })).toBe(2)
  await defaultSandbox.close()
})
