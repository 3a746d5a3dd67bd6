import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seed, sizes } from '../sizes.ts'
import { fuzz, readCorpus } from './fuzz.ts'
import { openFuzzProcess, type FuzzProcess } from './fuzz-process.ts'
import { fuzzTargets } from './fuzz-targets.ts'

let fuzzProcess: FuzzProcess
beforeAll(() => {
  fuzzProcess = openFuzzProcess()
})
afterAll(() => fuzzProcess.close())

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
