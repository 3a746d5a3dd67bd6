import { spawn } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seed, sizes } from '../sizes.ts'
import { fuzz, readCorpus } from './fuzz.ts'
import { openFuzzProcess, watchLimits, type FuzzProcess } from './fuzz-process.ts'
import { fuzzTargets } from './fuzz-targets.ts'

let fuzzProcess: FuzzProcess
beforeAll(() => {
  fuzzProcess = openFuzzProcess()
})
afterAll(() => fuzzProcess.close())

const noLimits = { maxCpuMs: Infinity, maxWaitMs: Infinity, maxBytes: Infinity }
it.each([
  ['CPU time', 'for (;;);', { maxCpuMs: 50 }, 'more than 50 ms of CPU time'],
  [
    'memory',
    'const held = Buffer.alloc(2 ** 28, 1); setInterval(() => held, 1000)',
    { maxBytes: 2 ** 27 },
    'MB of memory',
  ],
  ['waiting', 'setInterval(() => undefined, 1000)', { maxWaitMs: 50 }, 'No response within 50 ms'],
])('a process that exceeds its limit of %s is reported', async (_, script, limit, reason) => {
  const child = spawn(process.execPath, ['-e', script], { stdio: 'ignore' })
  const watch = watchLimits(child, { ...noLimits, ...limit })
  try {
    expect(await watch.exceeded).toContain(reason)
  } finally {
    watch.stop()
    child.kill('SIGKILL')
  }
})

describe.each(fuzzTargets)('$name', { timeout: 600_000 }, (target) => {
  it.each(readCorpus(target))('accepts $name, which failed once', async ({ input }) => {
    expect((await fuzzProcess.check(target, input)).violations).toEqual([])
  })

  it('accepts generated inputs within its limits of time and memory', async () => {
    const { inputs, failure, violations } = await fuzz(target, fuzzProcess, { seed, maxInputs: sizes.fuzzInputs })
    expect(violations).toEqual([])
    if (failure) {
      const base64 = Buffer.from(failure.input).toString('base64')
      expect.fail(`${failure.violations.join('\n')}\nThe input in base64: ${base64.slice(0, 4_000)}`)
    }
    expect(inputs).toBe(sizes.fuzzInputs)
  })
})
