import { createCatalog, createMemoryJournal, runWorkflow, systemClock, type NodeDefinition } from '@aw-flow/engine'
import { approvalNode } from '@aw-flow/nodes'
import { foldRun, readWorkflow, type RunEvent, type Workflow } from '@aw-flow/schema'
import { benchCase, type BenchCase } from '../bench-case.ts'
import { measureInTurn } from '../measure.ts'
import type { Progress } from '../progress.ts'

const runs = 10_000
const events = 100_000

const unusedPort = new Proxy({} as never, {
  get: (_, name) => {
    throw new Error(`A node without data called ${String(name)}.`)
  },
})

function read(source: object): Workflow {
  const { workflow, problems } = readWorkflow(source)
  if (!workflow) throw new Error(problems.map(({ message }) => message).join(' '))
  return workflow
}

/**
 * Measures the memory used by runs that wait for approval, with all records in memory. Each run's workflow is parsed
 * from JSON separately.
 */
export async function measureWaitingCase(progress: Progress): Promise<BenchCase> {
  const name = `${runs.toLocaleString('en')} waiting runs`
  const document = JSON.stringify({
    name: 'Waits',
    nodes: [{ id: 'ask', type: 'approval', position: { x: 0, y: 0 }, data: { label: 'Ask', config: {} } }],
    edges: [],
  })
  const catalog = createCatalog([approvalNode] as readonly NodeDefinition[])
  const wait = async (): Promise<{ megabytes: number }> => {
    collectGarbage()
    const before = process.memoryUsage()
    const journals: ReturnType<typeof createMemoryJournal>[] = []
    for (let run = 0; run < runs; run++) {
      const journal = createMemoryJournal()
      journals.push(journal)
      const record = await runWorkflow({
        workflow: read(JSON.parse(document) as object),
        run: `r${run}`,
        seed: run,
        inputs: { ask: { shown: { kind: 'json', json: { row: run } } } },
        catalog,
        tables: unusedPort,
        files: unusedPort,
        clock: systemClock,
        signal: new AbortController().signal,
        journal,
        whenIdle: 'return',
      })
      if (foldRun(record).state !== 'waiting')
        throw new Error(`Run ${run} is ${foldRun(record).state}, expected waiting.`)
    }
    collectGarbage()
    const after = process.memoryUsage()
    const bytes = after.heapUsed + after.external - before.heapUsed - before.external
    if ((await journals.at(-1)!.read()).events.length < 3) throw new Error('A journal lost its events.')
    return { megabytes: bytes / 1e6 }
  }
  const measures = await measureInTurn({ ours: wait }, { onRun: progress(name), runs: 3 })
  return benchCase({
    case: name,
    unit: 'MB',
    measured: measures.megabytes!,
    goal: 100,
    note: 'heap and external memory after collecting garbage, records in memory included',
  })
}

/** Measures folding a record with many events into its view. */
export async function measureFoldCase(progress: Progress): Promise<BenchCase> {
  const name = `fold a record of ${events.toLocaleString('en')} events`
  const nodes = 1_000
  const workflow = read({
    name: 'Large',
    nodes: Array.from({ length: nodes }, (_, n) => {
      return { id: `n${n}`, type: 'pass', position: { x: 0, y: 0 }, data: { label: '', config: {} } }
    }),
    edges: [],
  })
  const record: RunEvent[] = [
    { seq: 0, time: 0, type: 'run-started', version: 2, run: 'r', workflow, inputs: {}, seed: 1 },
  ]
  const add = (body: object): void => void record.push({ seq: record.length, time: record.length, ...body } as RunEvent)
  for (let attempt = 1; record.length < events - 1; attempt++) {
    for (let n = 0; n < nodes && record.length < events - 3; n++) {
      const node = `n${n}`
      add({ type: 'node-started', node, attempt, key: `k${n}` })
      add({ type: 'node-logged', node, level: 'info', message: `Attempt ${attempt}` })
      add({ type: 'node-completed', node, outputs: { out: { kind: 'json', json: n } }, ms: 1, problems: [] })
    }
    while (record.length >= events - 3 && record.length < events - 1) add({ type: 'run-resumed' })
  }
  add({ type: 'run-completed' })
  const fold = async (): Promise<{ ms: number }> => {
    const start = performance.now()
    const view = foldRun(record)
    const ms = performance.now() - start
    if (view.events !== events || view.state !== 'completed')
      throw new Error(`Folded ${view.events} events, ${view.state}.`)
    return { ms }
  }
  const measures = await measureInTurn({ ours: fold }, { onRun: progress(name) })
  return benchCase({ case: name, unit: 'ms', measured: measures.ms!, goal: 200 })
}

const collectGarbage = (): void => globalThis.gc?.()
