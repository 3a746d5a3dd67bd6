import { afterAll, describe, expect, it } from 'vitest'
import { describeAttempts, describeSandbox, runCode } from '../test-sandbox-suite.ts'
import { openSandbox } from './open-sandbox.ts'
import { bundleThread } from './test-bundled-thread.ts'

const thread = await bundleThread()
const sandbox = openSandbox({}, thread.script)
/** For what never ends: it need not be waited for as long. */
const hasty = openSandbox({ graceMs: 100 }, thread.script)
afterAll(async () => {
  await Promise.all([sandbox.close(), hasty.close()])
  await thread.remove()
})

describeSandbox({ describe, it }, { sandbox: () => sandbox })
describeAttempts({ describe, it }, { sandbox: () => hasty })

it('runs in threads of its own script', async () => {
  const own = openSandbox()
  expect(await runCode(own, 'return input + 1', { input: 1 })).toBe(2)
  await own.close()
})
