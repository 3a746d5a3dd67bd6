import fc from 'fast-check'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FuzzProcess } from './fuzz-process.ts'
import type { FuzzTarget } from './fuzz-target.ts'

const corpusFolder = join(import.meta.dirname, 'corpus')

/** Maximum growth of the memory that remains after garbage collection, from the first tenth of the inputs to the last. */
const maxRetainedGrowthBytes = 64 * 2 ** 20

export interface FuzzOptions {
  seed: number
  maxInputs: number
  /** Ends after this time in milliseconds; default: no limit. */
  timeLimitMs?: number
}

export interface FuzzReport {
  inputs: number
  /** Number of inputs by outcome. */
  outcomes: Record<string, number>
  /** The smallest input that was found to fail, and why. */
  failure?: { input: Uint8Array; violations: string[] }
  /** Violations that concern all inputs together. */
  violations: string[]
}

/** Generates inputs for a target until one fails, which is reduced to a small one. */
export async function fuzz(target: FuzzTarget, process: FuzzProcess, options: FuzzOptions): Promise<FuzzReport> {
  const outcomes: Record<string, number> = {}
  let inputs = 0
  // An interrupted reduction reports no counterexample, so the last input that failed is stored here.
  let failure: FuzzReport['failure']
  let firstMeasure: Awaited<ReturnType<FuzzProcess['measure']>> | undefined
  const property = fc.asyncProperty(target.inputs, async (input) => {
    const { outcome, violations } = await process.check(target, input)
    inputs++
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
    if (inputs === Math.ceil(options.maxInputs / 10)) firstMeasure = await process.measure()
    if (violations.length === 0) return true
    failure = { input, violations }
    return false
  })
  const { timeLimitMs } = options
  await fc.check(property, {
    seed: options.seed,
    numRuns: options.maxInputs,
    ...(timeLimitMs === undefined ? {} : { interruptAfterTimeLimit: timeLimitMs, markInterruptAsFailure: false }),
  })
  const lastMeasure = await process.measure()
  const growth =
    firstMeasure?.generation === lastMeasure.generation ? lastMeasure.heldBytes - firstMeasure.heldBytes : 0
  const violations =
    growth > maxRetainedGrowthBytes ? [`${Math.round(growth / 2 ** 20)} MB remain after ${inputs} inputs.`] : []
  return {
    inputs,
    outcomes,
    violations,
    ...(failure ? { failure } : {}),
  }
}

export interface CorpusFile {
  name: string
  input: Uint8Array
}

/** Reads the inputs of a target that failed once. */
export function readCorpus({ name }: FuzzTarget): CorpusFile[] {
  const folder = join(corpusFolder, name)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .sort()
    .map((file) => ({ name: file, input: Uint8Array.from(readFileSync(join(folder, file))) }))
}

/** Stores an input that failed, and returns its path relative to this folder. */
export function addToCorpus({ name, extension }: FuzzTarget, input: Uint8Array): string {
  const file = `${createHash('sha256').update(input).digest('hex').slice(0, 12)}.${extension}`
  mkdirSync(join(corpusFolder, name), { recursive: true })
  writeFileSync(join(corpusFolder, name, file), input)
  return `corpus/${name}/${file}`
}
