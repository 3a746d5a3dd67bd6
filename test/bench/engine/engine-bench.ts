import { rm } from 'node:fs/promises'
import { nodeDigest } from '@aw-flow/data/node'
import { benchCase, type BenchCase, type Bound } from '../bench-case.ts'
import type { Machine } from '../machine.ts'
import { measureInTurn, type Sample } from '../measure.ts'
import { buildPages } from '../page/build-pages.ts'
import { openBrowser } from '../page/open-browser.ts'
import { serveFolders } from '../page/serve-folders.ts'
import type { Progress } from '../progress.ts'
import { countNodes, createTaskRecord, type EngineOutcome, type EngineTask, type PrepareEngine } from './engine-task.ts'
import { openFileJournals, prepareBareDisk } from './file-journals.ts'
import { measureFoldCase, measureWaitingCase } from './large-cases.ts'
import { openMemoryJournal } from './memory-journals.ts'
import { prepareOurs, type HostPorts } from './ours.ts'

const record = createTaskRecord()
const shapes: { name: string; task: EngineTask }[] = [
  { name: 'chain of 1,000', task: { shape: 'chain', nodes: 1000, runs: 1 } },
  { name: 'fan-out of 1,000', task: { shape: 'fan-out', nodes: 1000, runs: 1 } },
  { name: 'loop of 200 turns of 5', task: { shape: 'loop', nodes: 5, turns: 200, runs: 1 } },
  { name: '100 parallel runs of a chain of 20', task: { shape: 'chain', nodes: 20, runs: 100 } },
]

/** The kinds of journals that are measured. */
const journalKinds = [
  { way: 'memory', name: 'journal in memory', isDisk: false },
  { way: 'disk', name: 'journal on disk', isDisk: true },
  { way: 'memory', name: '1 kB record, template and key', isDisk: false, record },
] as const

const langGraph = 'LangGraph.js with MemorySaver'
const nodeRed = 'Node-RED'
const rete = 'rete-engine'
const bareDisk = 'a write and a flush a node, alone'

type Contenders = Record<string, (task: EngineTask) => () => Promise<Sample>>

/**
 * Measures the overhead of the engine in µs per node, in Node.js and in the browser, with the record in memory and on
 * disk.
 */
export async function benchEngine(progress: Progress, machine: Machine): Promise<BenchCase[]> {
  return [
    ...(await measureNodeCases(progress)),
    ...(await measureBrowserCases(progress, machine)),
    await measureWaitingCase(progress),
    await measureFoldCase(progress),
  ]
}

/** Uses the digest implementation of the command line. */
const host: HostPorts = { digest: nodeDigest }

async function measureNodeCases(progress: Progress): Promise<BenchCase[]> {
  const peer = async (file: string): Promise<PrepareEngine> =>
    ((await import(new URL(`../peers/${file}.ts`, import.meta.url).href)) as { prepare: PrepareEngine }).prepare
  const toSample = (prepare: PrepareEngine) => (task: EngineTask) => {
    const run = prepare(task)
    return async () => createSample(task, await run())
  }
  const peers: Contenders = {
    [langGraph]: toSample(await peer('langgraph')),
    [nodeRed]: toSample(await peer('node-red')),
    [rete]: toSample(await peer('rete')),
  }
  return measureShapes('Node', progress, peers, {
    memory: toSample(prepareOurs(openMemoryJournal, host)),
    disk: toSample(prepareOurs(openFileJournals, host)),
    disks: { [bareDisk]: toSample(prepareBareDisk) },
  })
}

const pages = { ours: 'engine/ours.html', [langGraph]: 'peers/langgraph-engine.html', [rete]: 'peers/rete-engine.html' }

async function measureBrowserCases(progress: Progress, machine: Machine): Promise<BenchCase[]> {
  const folder = await buildPages(Object.values(pages))
  const server = await serveFolders([folder])
  const browser = await openBrowser()
  machine.browser = browser.name
  const openedPages = await Promise.all(
    Object.entries(pages).map(async ([name, path]) => {
      const visit = await browser.openPage()
      await visit.page.goto(`${server.origin}/${path}`)
      await visit.page.waitForFunction(() => window.runEngine !== undefined)
      return [name, visit] as const
    }),
  )
  const visits = Object.fromEntries(openedPages)
  const toSample = (contender: string, way: string) => (task: EngineTask) => async (): Promise<Sample> => {
    const { page, check } = visits[contender]!
    // Each call also builds the graph, which is not measured. The page and its compiled code are reused.
    const outcome = await page.evaluate((request) => window.runEngine!(request.way, request.task), { way, task })
    check()
    return createSample(task, outcome)
  }
  try {
    const peers: Contenders = { [langGraph]: toSample(langGraph, 'memory'), [rete]: toSample(rete, 'memory') }
    return await measureShapes('browser', progress, peers, {
      memory: toSample('ours', 'memory'),
      disk: toSample('ours', 'disk'),
      disks: {},
    })
  } finally {
    await browser.browser.close()
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function measureShapes(
  platform: 'Node' | 'browser',
  progress: Progress,
  peers: Contenders,
  ours: { memory: Contenders[string]; disk: Contenders[string]; disks: Contenders },
): Promise<BenchCase[]> {
  const cases: BenchCase[] = []
  for (const { name, task: bare } of shapes) {
    for (const { way, name: journalName, isDisk, ...more } of journalKinds) {
      const task: EngineTask = { ...bare, ...more }
      const title = `${platform}: ${name}, ${journalName}`
      // No peer writes its record to disk by itself, so the limits are absolute. The only peer is a plain disk write.
      const contenders = Object.entries({ ours: ours[way], ...(isDisk ? ours.disks : peers) })
      const measures = await measureInTurn(
        Object.fromEntries(contenders.map(([contender, make]) => [contender, make(task)])),
        {
          onRun: progress(title),
        },
      )
      cases.push(
        benchCase({ case: title, unit: 'µs a node', measured: measures.microsecondsANode!, ...bounds(isDisk, peers) }),
      )
      if (task.runs > 1) {
        cases.push(benchCase({ case: `${title}: p95 of a run`, unit: 'ms', measured: measures.p95Ms! }))
      }
    }
  }
  return cases
}

function bounds(isDisk: boolean, peers: Contenders): { goal: Bound; floor: Bound } {
  if (isDisk) return { goal: 500, floor: 2_000 }
  const nodeRedLimit = nodeRed in peers ? [{ times: 1, peer: nodeRed }] : []
  return {
    goal: [50, { times: 1 / 20, peer: langGraph }, ...nodeRedLimit],
    floor: [200, { times: 1 / 5, peer: langGraph }],
  }
}

function createSample(task: EngineTask, { ms, runMs }: EngineOutcome): Sample {
  const sorted = [...runMs].sort((a, b) => a - b)
  return { microsecondsANode: (ms * 1000) / countNodes(task), p95Ms: sorted[Math.ceil(sorted.length * 0.95) - 1]! }
}
