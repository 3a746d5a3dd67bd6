import {
  createCatalog,
  defineNode,
  planWorkflow,
  resumeRun,
  runWorkflow,
  systemClock,
  type Digest,
  type Journal,
  type NodeDefinition,
} from '@aw-flow/engine'
import { forEachNode } from '@aw-flow/nodes'
import { foldRun, readWorkflow, type RunEvent, type Value, type Workflow, unwrap } from '@aw-flow/schema'
import { toCanonicalJson } from '@aw-flow/schema/internal'
import { z } from 'zod'
import { checkLast, nextRecord, type EngineTask, type PrepareEngine, type TaskRecord } from './engine-task.ts'

/** Opens the storage for a run's record. `read` parses the stored text, as another process would. */
export type OpenJournal = (run: string) => Promise<Journal & { remove(): Promise<void> }>

const unusedPort = new Proxy({} as never, {
  get: (_, name) => {
    throw new Error(`A node without data called ${String(name)}.`)
  },
})

const nullValue: Value = { kind: 'json', json: null }

/**
 * Passes its input on and, if it is a record, sets its own step and note. The settings differ between nodes so that
 * their derivation keys differ.
 */
const pass = defineNode({
  type: 'pass',
  version: 1,
  family: 'logic',
  title: 'Pass',
  description: 'Passes its input on.',
  icon: 'arrow-right',
  inputs: [{ name: 'in', type: 'json' }],
  outputs: [{ name: 'out', type: 'json' }],
  settings: z.strictObject({
    step: z.number().int(),
    note: z.string().default(''),
    record: z.record(z.string(), z.unknown()).optional(),
  }),
  describe: ({ settings }) => ({ outputs: {}, summary: `Step ${settings.step}` }),
  async run({ settings: { step, note, record }, inputs }) {
    const json = inputs.in?.kind === 'json' ? inputs.in.json : null
    const inputRecord = typeof json === 'object' && json !== null ? json : record
    if (!inputRecord) return { outputs: { out: nullValue } }
    // The first node reads the record from its settings, which a template cannot do.
    const rendered = note === '' ? nextRecord(inputRecord as TaskRecord, step).note : note
    return { outputs: { out: { kind: 'json', json: { ...(inputRecord as object), step, note: rendered } } } }
  },
})

const template = 'After {{input.in.step}} of {{input.in.fields[3].name}}'

/** Outputs the items for the loop. */
const give = defineNode({
  type: 'give',
  version: 1,
  family: 'logic',
  title: 'Give',
  description: 'Gives a list.',
  icon: 'list',
  inputs: [],
  outputs: [{ name: 'out', type: 'json' }],
  settings: z.strictObject({ items: z.array(z.unknown()) }),
  describe: () => ({ outputs: {}, summary: 'Gives' }),
  run: async ({ settings }) => ({ outputs: { out: { kind: 'json', json: settings.items } } }),
})

const origin = { position: { x: 0, y: 0 } }
const stepNode = (step: number, record: TaskRecord | undefined, isFirst: boolean) => {
  const config = { step, ...(record ? (isFirst ? { record } : { note: template }) : {}) }
  return { id: `n${step}`, type: 'pass', ...origin, data: { label: '', config } }
}

function createWorkflow(task: EngineTask): Workflow {
  const { shape, nodes, record, turns = 1 } = task
  const isLoop = shape === 'loop'
  const source = { nodes: [] as unknown[], edges: [] as unknown[] }
  for (let step = 0; step < nodes; step++) {
    source.nodes.push(stepNode(step, record, step === 0 && !isLoop))
    const from = shape === 'fan-out' ? 0 : step - 1
    if (step > 0) source.edges.push({ id: `e${step}`, source: `n${from}`, target: `n${step}` })
  }
  if (isLoop) {
    // Each iteration receives the record that the previous iteration would have returned, so that all contenders do the
    // same work.
    const items: (TaskRecord | number)[] = []
    for (let turn = 0, current = record; turn < turns; turn++) {
      items.push(current ?? turn)
      for (let step = 0; current && step < nodes; step++) current = nextRecord(current, step)
    }
    source.nodes.push(
      { id: 'give', type: 'give', ...origin, data: { label: '', config: { items } } },
      { id: 'loop', type: 'for_each', ...origin, data: { label: '', config: {} } },
    )
    source.edges.push(
      { id: 'into', source: 'give', sourceHandle: 'out', target: 'loop', targetHandle: 'items' },
      { id: 'out', source: 'loop', sourceHandle: 'item', target: 'n0', targetHandle: 'in' },
      { id: 'back', source: `n${nodes - 1}`, sourceHandle: 'out', target: 'loop', targetHandle: 'result' },
    )
  }
  const { workflow, problems } = readWorkflow({ name: `${shape} of ${nodes}`, ...source })
  if (!workflow) throw new Error(problems.map(({ message }) => message).join(' '))
  return workflow
}

const catalog = createCatalog([pass, give, forEachNode] as readonly NodeDefinition[])
const ports = { catalog, tables: unusedPort, files: unusedPort, clock: systemClock }

/** Platform-specific functions that a host of the engine provides. */
export interface HostPorts {
  digest?: Digest
}

/** Prepares our engine with a journal. After each run, the run is rebuilt from its journal and compared. */
export const prepareOurs =
  (openJournal: OpenJournal, host: HostPorts = {}): PrepareEngine =>
  (task) => {
    const workflow = createWorkflow(task)
    const plan = planWorkflow(workflow, catalog)
    const runOnce = async (run: string, journal: Journal): Promise<number> => {
      const start = performance.now()
      await runWorkflow({
        ...ports,
        ...host,
        workflow,
        plan,
        run,
        seed: 1,
        journal,
        signal: new AbortController().signal,
      })
      return performance.now() - start
    }
    return async () => {
      const journals = await Promise.all(Array.from({ length: task.runs }, (_, run) => openJournal(`r${run}`)))
      const start = performance.now()
      const runMs = await Promise.all(journals.map((journal, run) => runOnce(`r${run}`, journal)))
      const ms = performance.now() - start
      for (const [run, journal] of journals.entries()) {
        await compare(task, `r${run}`, journal)
        await journal.remove()
      }
      return { ms, runMs }
    }
  }

/** Compares a run with the result computed without the engine. */
async function compare(task: EngineTask, run: string, journal: Journal): Promise<void> {
  const { events, problems } = await journal.read()
  const expectTrue = (isTrue: boolean, failure: string): void => {
    if (!isTrue) throw new Error(`The journal of ${run} ${failure}.`)
  }
  expectTrue(problems.length === 0, `cannot be read: ${problems[0]?.message}`)
  const view = foldRun(events)
  expectTrue(view.state === 'completed' && view.run === run, `ends as ${view.state}`)
  // The scheduler replays the same steps and finds nothing left to do.
  const resumed = unwrap(await resumeRun({ ...ports, signal: new AbortController().signal, journal }))
  expectTrue(resumed.length === events.length, 'is incomplete')
  expectTrue(toCanonicalJson(foldRun(resumed)) === toCanonicalJson(view), 'folds to something else')
  const completed = events.filter(isCompleted).filter(({ node }) => /^n\d/.test(node))
  const turns = task.turns ?? 1
  expectTrue(completed.length === task.nodes * turns, `records the end of ${completed.length} nodes`)
  const keys = new Set(events.flatMap((event) => (event.type === 'node-started' ? [event.key] : [])))
  expectTrue(keys.size >= task.nodes, `has ${keys.size} keys`)
  const last = completed.findLast(({ node }) => node === `n${task.nodes - 1}`)?.outputs.out
  checkLast('ours', task, last?.kind === 'json' ? (task.record ? last.json : null) : undefined)
}

const isCompleted = (event: RunEvent): event is Extract<RunEvent, { type: 'node-completed' }> =>
  event.type === 'node-completed'
