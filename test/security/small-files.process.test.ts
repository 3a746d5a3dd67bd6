import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, expect, it } from 'vitest'
import { selectEvery, sizes } from '../sizes.ts'
import { smallFiles } from './small-files.ts'
import { createTestFolder } from '../../server/testing/test-resources.ts'
import cases from './small-files.cases.json' with { type: 'json' }

/** Memory for loading a small file, in addition to that of the program, in MB. The program itself takes 120 MB when built. */
const maxMegabytes = 280

/** Outcome of loading each file: `loaded`, or the code of the problem. */
const expectedOutcomes: Readonly<Record<string, string>> = cases.expectedOutcomes
const names = selectEvery(Object.keys(expectedOutcomes), sizes.smallFileEveryNth)

const folder = createTestFolder()
beforeAll(async () => {
  await writeFile(join(folder, 'plain.csv'), 'a,b\n1,2\n')
  for (const name of names) {
    const bytes = await smallFiles[name]!()
    expect([name, bytes.length < 2 ** 20]).toEqual([name, true])
    await writeFile(join(folder, name), bytes)
  }
})

interface Outcome {
  step: string
  name: string
  outcome: string
  /** Peak of the resident memory of the process so far, in MB. */
  peak: number
}

/** Takes steps in a process, and returns how much memory each took at most, in addition to that of a plain file. */
async function takeSteps(steps: readonly string[]): Promise<(Omit<Outcome, 'peak'> & { megabytes: number })[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--expose-gc',
    '--import',
    pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href,
    ...(process.env.AW_TEST_BUILT ? [] : ['--conditions=aw-source']),
    fileURLToPath(new URL('load-small-files.ts', import.meta.url)),
    folder,
    'load|plain.csv',
    ...steps,
  ])
  const [plain, ...outcomes] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Outcome)
  expect(plain?.outcome).toBe('loaded')
  return outcomes.map(({ peak, ...outcome }) => ({ ...outcome, megabytes: peak - (plain?.peak ?? 0) }))
}

/** Number of steps of a process, which does not return all of its memory between them. */
const stepsPerProcess = 8

/** Takes steps, several in a process. What takes too much memory there is measured again in a process of its own. */
async function measureSteps(steps: readonly string[]): ReturnType<typeof takeSteps> {
  const outcomes: Awaited<ReturnType<typeof takeSteps>> = []
  for (let start = 0; start < steps.length; start += stepsPerProcess)
    for (const outcome of await takeSteps(steps.slice(start, start + stepsPerProcess)))
      outcomes.push(
        outcome.megabytes > maxMegabytes ? (await takeSteps([`${outcome.step}|${outcome.name}`]))[0]! : outcome,
      )
  return outcomes
}

it('files below 1 MB, of every format, take little memory or are refused', async () => {
  const outcomes = await measureSteps(names.map((name) => `load|${name}`))
  expect(outcomes.filter(({ megabytes }) => megabytes > maxMegabytes)).toEqual([])
  const expected = names.map((name) => [name, expectedOutcomes[name]])
  expect(outcomes.map(({ name, outcome }) => [name, outcome])).toEqual(expected)
}, 3_600_000)

/** Steps that read a file, and how each ends: with a result, or with the message of a problem. */
const laterSteps: Readonly<Record<string, RegExp>> = {
  view: /^(shown|load\..*)$/,
  'aw load': /^explained$/,
  'aw check': /^explained$/,
  'aw prepare': /^explained$/,
  'aw prepare ml': /^explained$/,
  'aw validate': /^explained$/,
  'aw run': /^explained$/,
}

it('they do in every step that reads them', async () => {
  const everyNth = sizes.smallFileEveryNth
  const pairs = Object.keys(laterSteps).flatMap((step, index) =>
    names.filter((_, nameIndex) => (nameIndex + index) % everyNth === 0).map((name) => `${step}|${name}`),
  )
  const outcomes = await measureSteps(pairs)
  const failed = outcomes.filter(
    ({ step, outcome, megabytes }) => megabytes > maxMegabytes || !laterSteps[step]!.test(outcome),
  )
  expect(failed).toEqual([])
}, 3_600_000)

it('has an expected outcome for every file', () => {
  expect(Object.keys(expectedOutcomes).toSorted()).toEqual(Object.keys(smallFiles).toSorted())
})
