import { parseArgs } from 'node:util'
import { addToCorpus, fuzz, type FuzzReport } from './fuzz.ts'
import { openFuzzProcess } from './fuzz-process.ts'
import { fuzzTargets } from './fuzz-targets.ts'

// `npm run fuzz -- --hours N`: fuzzes all targets in turn, and adds inputs that fail to the corpus.

const usage = `Usage: npm run fuzz -- --hours N [--seed N] [TARGET …]
Targets: ${fuzzTargets.map(({ name }) => name).join(', ')}. Default: all.`

const { values, positionals } = parseArgs({
  options: { hours: { type: 'string' }, seed: { type: 'string', default: String(Date.now() % 2 ** 31) } },
  allowPositionals: true,
})
const hours = Number(values.hours)
const firstSeed = Number(values.seed)
const unknown = positionals.filter((name) => !fuzzTargets.some((target) => target.name === name))
if (!(hours > 0) || !Number.isInteger(firstSeed) || unknown.length > 0) {
  if (unknown.length > 0) console.error(`Unknown targets: ${unknown.join(', ')}.`)
  console.error(usage)
  process.exit(2)
}

/** Time per target before the next one starts, in milliseconds, unless the total time is shorter. */
const maxTurnMs = 120_000

const targets = fuzzTargets.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
const endsAt = Date.now() + hours * 3_600_000
const turnMs = Math.min(maxTurnMs, (hours * 3_600_000) / targets.length)
const fuzzProcess = openFuzzProcess()
let failures = 0
for (let turn = 0; Date.now() < endsAt; turn++) {
  const target = targets[turn % targets.length]!
  const seed = firstSeed + turn
  const timeLimitMs = Math.max(1, Math.min(turnMs, endsAt - Date.now()))
  report(target.name, seed, await fuzz(target, fuzzProcess, { seed, maxInputs: 1_000_000, timeLimitMs }))
}
await fuzzProcess.close()
console.log(failures === 0 ? 'No failures.' : `${failures} failures.`)
process.exitCode = failures === 0 ? 0 : 1

function report(name: string, seed: number, { inputs, outcomes, failure, violations }: FuzzReport): void {
  const counts = Object.entries(outcomes).sort(([, a], [, b]) => b - a)
  console.log(
    `${name} (seed ${seed}): ${inputs} inputs; ${counts.map(([outcome, count]) => `${outcome} ${count}`).join(', ')}`,
  )
  for (const violation of violations) {
    failures++
    console.log(`  FAILED: ${violation}`)
  }
  if (!failure) return
  failures++
  const target = fuzzTargets.find((item) => item.name === name)!
  console.log(`  FAILED ${addToCorpus(target, failure.input)} (${failure.input.length} bytes)`)
  for (const violation of failure.violations) console.log(`    ${violation.slice(0, 2_000)}`)
}
