import { benchCase, type BenchCase } from '../bench-case.ts'
import { measureInTurn, type Sample } from '../measure.ts'
import type { Progress } from '../progress.ts'
import { taskRecord, type EngineOutcome, type EngineTask, type PrepareEngine } from './engine-task.ts'
import { prepare as prepareOurs } from './ours.ts'

const peer = 'LangGraph.js with MemorySaver'
const record = taskRecord()

const tasks: { name: string; task: EngineTask }[] = [
  { name: 'chain of 1,000 no-op nodes', task: { shape: 'chain', nodes: 1000, runs: 1 } },
  { name: 'chain of 1,000 nodes passing a 1 kB record', task: { shape: 'chain', nodes: 1000, runs: 1, record } },
  { name: 'fan-out of 1,000 no-op nodes', task: { shape: 'fan-out', nodes: 1000, runs: 1 } },
  { name: 'fan-out of 1,000 nodes passing a 1 kB record', task: { shape: 'fan-out', nodes: 1000, runs: 1, record } },
  { name: '100 parallel runs of a chain of 20 no-op nodes', task: { shape: 'chain', nodes: 20, runs: 100 } },
  {
    name: '100 parallel runs of a chain of 20 passing a 1 kB record',
    task: { shape: 'chain', nodes: 20, runs: 100, record },
  },
]

/** What an engine itself costs: µs a node, journal (ours) and checkpoints (theirs) in memory, in Node. */
export async function benchEngine(progress: Progress): Promise<BenchCase[]> {
  const { prepare: prepareLangGraph }: { prepare: PrepareEngine } = await import(
    new URL('../peers/langgraph.ts', import.meta.url).href
  )
  const cases: BenchCase[] = []
  for (const { name, task } of tasks) {
    const contenders = {
      ours: sampler(task, prepareOurs),
      [peer]: sampler(task, prepareLangGraph),
    }
    const measures = await measureInTurn(contenders, { onRun: progress(name) })
    cases.push(
      benchCase({
        case: name,
        unit: 'µs a node',
        measured: measures.microsecondsANode!,
        goal: [50, { times: 1 / 20, peer }],
        floor: [200, { times: 1 / 5, peer }],
      }),
    )
    if (task.runs > 1) {
      cases.push(
        benchCase({
          case: `${name}: p95 of a run`,
          unit: 'ms',
          measured: measures.p95Ms!,
          goal: { times: 1 / 5, peer },
        }),
      )
    }
  }
  return cases
}

function sampler(task: EngineTask, prepare: PrepareEngine): () => Promise<Sample> {
  const run = prepare(task)
  return async () => sampleOf(task, await run())
}

function sampleOf({ nodes, runs }: EngineTask, { ms, runMs }: EngineOutcome): Sample {
  const sorted = [...runMs].sort((a, b) => a - b)
  return { microsecondsANode: (ms * 1000) / (nodes * runs), p95Ms: sorted[Math.ceil(sorted.length * 0.95) - 1]! }
}
