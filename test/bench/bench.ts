import type { BenchCase } from './bench-case.ts'
import { describeMachine, type Machine } from './machine.ts'
import { endProgress, terminalProgress, type Progress } from './progress.ts'
import { formatReport, type BenchReport } from './report.ts'

/** A bench answers its cases; one that runs a browser names it in `machine`. */
type Bench = (progress: Progress, machine: Machine) => Promise<BenchCase[]>

const benches: Record<string, () => Promise<Bench>> = {
  editor: async () => (await import('./editor/editor-bench.ts')).benchEditor,
  load: async () => (await import('./load/load-bench.ts')).benchLoad,
  start: async () => (await import('./start/start-bench.ts')).benchStart,
  engine: async () => (await import('./engine/engine-bench.ts')).benchEngine,
}

const wrongUse = (message: string): never => {
  console.error(`${message}\nUse: npm run bench -- ${Object.keys(benches).join('|')} [--json]`)
  process.exit(2)
}

const [name, ...more] = process.argv.slice(2).filter((argument) => argument !== '--json')
if (name === undefined || more.length > 0) wrongUse('Name one bench.')
const load = Object.hasOwn(benches, name!) ? benches[name!]! : wrongUse(`There is no bench "${name}".`)

const machine = describeMachine()
const bench = await load()
const cases = await bench(terminalProgress, machine)
endProgress()
const report: BenchReport = { bench: name!, machine, cases }
console.log(process.argv.includes('--json') ? JSON.stringify(report, null, 2) : formatReport(report))
