import type { BenchCase } from './bench-case.ts'
import { describeMachine, type Machine } from './machine.ts'
import { createProgress, endProgress, type Progress } from './progress.ts'
import { readResults, recordResults } from './record-results.ts'
import { formatReport, type BenchReport } from './report.ts'

/** Measures the cases of a benchmark. If the benchmark uses a browser, it sets the browser's name in `machine`. */
type Bench = (progress: Progress, machine: Machine) => Promise<BenchCase[]>

const benches: Record<string, () => Promise<Bench>> = {
  editor: async () => (await import('./editor/editor-bench.ts')).benchEditor,
  load: async () => (await import('./load/load-bench.ts')).benchLoad,
  start: async () => (await import('./start/start-bench.ts')).benchStart,
  pollock: async () => (await import('./pollock/pollock-bench.ts')).benchPollock,
  real: async () => (await import('./real/real-bench.ts')).benchReal,
  embed: async () => (await import('./embed/embed-bench.ts')).benchEmbed,
  engine: async () => (await import('./engine/engine-bench.ts')).benchEngine,
  nodes: async () => (await import('./nodes/nodes-bench.ts')).benchNodes,
  server: async () => (await import('./server/server-bench.ts')).benchServer,
  webhooks: async () => (await import('./webhooks/webhooks-bench.ts')).benchWebhooks,
  isolation: async () => (await import('./isolation/isolation-bench.ts')).benchIsolation,
  check: async () => (await import('./check/check-bench.ts')).benchCheck,
  assistant: async () => (await import('./assistant/assistant-bench.ts')).benchAssistant,
  cold: async () => (await import('./cold/cold-bench.ts')).benchCold,
  prepare: async () => (await import('./prepare/prepare-bench.ts')).benchPrepare,
}

const name = process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? ''
const load = benches[name]
if (!load) throw new Error(`Benchmark "${name}" does not exist. Use one of ${Object.keys(benches).join(', ')}.`)

const machine = describeMachine()
const bench = await load()
const start = performance.now()
const cases = await bench(createProgress(readResults().find((entry) => entry.bench === name)?.seconds), machine)
endProgress()
const seconds = process.env.AW_BENCH_PARTS ? undefined : Math.round((performance.now() - start) / 1000)
const report: BenchReport = { bench: name, machine, cases, ...(seconds === undefined ? {} : { seconds }) }
if (process.argv.includes('--record')) recordResults(report)
const output = process.argv.includes('--json') ? JSON.stringify(report, null, 2) : formatReport(report)
// Exits explicitly, because idle databases of test servers would keep the process running.
process.stdout.write(`${output}\n`, () => process.exit())
