import { deepStrictEqual, equal } from 'node:assert/strict'
import { createCatalogue, defineNode, runWorkflow, systemClock } from '@aw-flow/engine'
import {
  foldRun,
  readWorkflow,
  runEventSchema,
  type Json,
  type RunEvent,
  type Value,
  type Workflow,
} from '@aw-flow/schema'
import { z } from 'zod'
import type { EngineTask, PrepareEngine } from './engine-task.ts'

const noPort = new Proxy({} as never, {
  get: (_, name) => {
    throw new Error(`A node without data called ${String(name)}.`)
  },
})

const nothing: Value = { kind: 'json', json: null }

/** Hands on what comes in, with its own step where that is a record. Settings differ, so that keys do. */
const pass = defineNode({
  type: 'pass',
  version: 1,
  family: 'logic',
  title: 'Pass',
  description: 'Hands on what comes in.',
  icon: 'arrow-right',
  inputs: [{ name: 'in', type: 'json' }],
  outputs: [{ name: 'out', type: 'json' }],
  settings: z.strictObject({ step: z.number().int(), record: z.record(z.string(), z.unknown()).optional() }),
  describe: ({ settings }) => ({ outputs: {}, summary: `Step ${settings.step}` }),
  async run({ settings: { step, record }, inputs }) {
    const given = inputs.in?.kind === 'json' ? inputs.in.json : record
    const out: Value = given ? { kind: 'json', json: { ...(given as object), step } } : nothing
    return { outputs: { out } }
  },
})

function workflowOf({ shape, nodes, record }: EngineTask): Workflow {
  const source = { nodes: [] as unknown[], edges: [] as unknown[] }
  for (let step = 0; step < nodes; step++) {
    const config: Record<string, unknown> = { step, ...(step === 0 && record ? { record } : {}) }
    source.nodes.push({ id: `n${step}`, type: 'pass', position: { x: 0, y: 0 }, data: { label: '', config } })
    const from = shape === 'chain' ? step - 1 : 0
    if (step > 0) source.edges.push({ id: `e${step}`, source: `n${from}`, target: `n${step}` })
  }
  const { workflow, problems } = readWorkflow({ name: `${shape} of ${nodes}`, ...source })
  if (!workflow) throw new Error(problems.map(({ message }) => message).join(' '))
  return workflow
}

/** Our engine, its journal in memory. After each run the run is rebuilt from the journal's text alone and compared. */
export const prepare: PrepareEngine = (task) => {
  const workflow = workflowOf(task)
  const catalogue = createCatalogue([pass])
  const runOnce = async (run: string, journal: RunEvent[]): Promise<number> => {
    const begin = performance.now()
    await runWorkflow({
      workflow,
      run,
      seed: 1,
      catalogue,
      tables: noPort,
      files: noPort,
      clock: systemClock,
      signal: new AbortController().signal,
      onEvent: (event) => void journal.push(event),
    })
    return performance.now() - begin
  }
  return async () => {
    const journals = Array.from({ length: task.runs }, (): RunEvent[] => [])
    const begin = performance.now()
    const runMs = await Promise.all(journals.map((journal, n) => runOnce(`r${n}`, journal)))
    const ms = performance.now() - begin
    for (const journal of journals) compare(task, journal)
    return { ms, runMs }
  }
}

/** What the task must have come to is worked out here, not taken from the engine. */
function compare(task: EngineTask, journal: readonly RunEvent[]): void {
  const text = journal.map((event) => JSON.stringify(event))
  const read = text.map((line) => runEventSchema.parse(JSON.parse(line)) as RunEvent)
  const rebuilt = foldRun(read)
  deepStrictEqual(rebuilt, foldRun(journal))
  equal(rebuilt.state, 'completed')
  const nodes = Object.values(rebuilt.nodes)
  equal(nodes.length, task.nodes)
  const keys = new Set<string | undefined>()
  for (const [step, node] of nodes.entries()) {
    equal(node.state, 'completed')
    const json: Json = task.record ? { ...(task.record as unknown as Record<string, Json>), step } : null
    deepStrictEqual(node.outputs, { out: { kind: 'json', json } })
    keys.add(node.key)
  }
  equal(keys.size, task.nodes)
}
