import { rm } from 'node:fs/promises'
import { benchCase, type BenchCase, type CaseArguments } from '../bench-case.ts'
import type { Machine } from '../machine.ts'
import { measureInTurn, type Sample } from '../measure.ts'
import { buildPages } from '../page/build-pages.ts'
import { openBrowser, type OpenedBrowser } from '../page/open-browser.ts'
import { serveFolders } from '../page/serve-folders.ts'
import type { Progress } from '../progress.ts'
import { measureLayoutCases, layoutPage } from './layout-cases.ts'

const visibleOnly = 'React Flow (visible only)'
const allNodes = 'React Flow (all)'
const litegraph = 'bare litegraph'

const pages: Record<string, string> = {
  ours: 'editor/ours.html',
  [visibleOnly]: 'peers/react-flow-visible.html',
  [allNodes]: 'peers/react-flow-all.html',
  [litegraph]: 'peers/bare-litegraph.html',
}

const counts = [1_000, 5_000, 10_000]
/** Measured only for aw, because the peers need minutes. */
const ownCount = 50_000
/** The number of times that a graph is opened and closed. Memory is compared with the value after the second time. */
const cycles = 10
const cycledNodes = 5_000

/** Measures opening, panning and dragging. Each contender has its own page, with the same graph and window size. */
export async function benchEditor(progress: Progress, machine: Machine): Promise<BenchCase[]> {
  const folder = await buildPages([...Object.values(pages), layoutPage])
  const server = await serveFolders([folder])
  const browser = await openBrowser({ uncapped: true })
  machine.browser = browser.name
  try {
    const cases: BenchCase[] = await measureLayoutCases(browser, server.origin, progress)
    for (const count of counts) {
      const contenders = Object.fromEntries(
        Object.entries(pages).map(([name, page]) => [name, () => visit(browser, `${server.origin}/${page}`, count)]),
      )
      const nodes = `${count.toLocaleString('en')} nodes and edges`
      const measures = await measureInTurn(contenders, { onRun: progress(nodes) })
      cases.push(...createCases(count, nodes, measures))
    }
    const own = await measureInTurn(
      { ours: () => visit(browser, `${server.origin}/${pages.ours}`, ownCount) },
      { onRun: progress(`${ownCount.toLocaleString('en')} nodes and edges`) },
    )
    cases.push(...toOwnCases(own))
    const memory = await measureInTurn(
      Object.fromEntries(
        Object.entries(pages).map(([name, page]) => [name, () => measureGrowth(browser, `${server.origin}/${page}`)]),
      ),
      { runs: 3, warmUps: 0, onRun: progress(`${cycles} opens and closes`) },
    )
    cases.push(
      benchCase({
        case: `memory gained by the ${cycles}th open and close of ${cycledNodes.toLocaleString('en')} nodes over the 2nd`,
        unit: 'MiB of heap',
        measured: memory.gained!,
        goal: 2,
        floor: 10,
        note: 'after a garbage collection; flat except for what the browser itself retains',
      }),
    )
    return cases
  } finally {
    await browser.browser.close()
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function visit(browser: OpenedBrowser, url: string, count: number): Promise<Sample> {
  const { page, check, close } = await browser.openPage()
  try {
    await page.goto(url)
    await page.waitForFunction(() => window.runCanvas !== undefined)
    // Move the mouse over the page so that its pointer can be captured.
    await page.mouse.move(1, 1)
    const { errors, ...sample } = await page.evaluate((nodes) => window.runCanvas!(nodes), count)
    check()
    if (errors.length > 0) throw new Error(`${url} with ${count} nodes: ${errors.join('; ')}.`)
    return sample
  } finally {
    await close()
  }
}

/** Measures how much the heap grows from the second to the last cycle, in MiB. */
async function measureGrowth(browser: OpenedBrowser, url: string): Promise<Sample> {
  const { page, check, close } = await browser.openPage()
  try {
    await page.goto(url)
    await page.waitForFunction(() => window.cycleCanvas !== undefined)
    const client = await page.context().newCDPSession(page)
    const heap = async (): Promise<number> => {
      for (let pass = 0; pass < 3; pass++) await client.send('HeapProfiler.collectGarbage')
      return (await client.send('Runtime.getHeapUsage')).usedSize / 1024 ** 2
    }
    let early = 0
    for (let cycle = 1; cycle <= cycles; cycle++) {
      await page.evaluate((nodes) => window.cycleCanvas!(nodes), cycledNodes)
      if (cycle === 2) early = await heap()
    }
    const late = await heap()
    check()
    return { gained: Math.max(0, late - early) }
  } finally {
    await close()
  }
}

/** Creates the cases with the goals and floors defined for 10,000 nodes. They apply to smaller graphs as well. */
function createCases(count: number, nodes: string, measures: Awaited<ReturnType<typeof measureInTurn>>): BenchCase[] {
  const bestPan = Math.min(...[visibleOnly, allNodes].map((peer) => measures.panZoom1![peer]!.median))
  const best = measures.panZoom1![visibleOnly]!.median === bestPan ? visibleOnly : allNodes
  const cases: (Omit<CaseArguments, 'measured'> & { measure: string })[] = [
    { measure: 'open', case: `open ${nodes}`, unit: 'ms', goal: 300, floor: 1000 },
    { measure: 'panFit', case: `pan, full graph of ${nodes} in view`, unit: 'ms a frame', goal: 12, floor: 33 },
    {
      measure: 'panZoom1',
      case: `pan at zoom 1, ${nodes}`,
      unit: 'ms a frame',
      goal: { times: 1, peer: best },
      floor: { times: 1.5, peer: best },
    },
    {
      measure: 'dragBlock',
      case: `drag 100 selected of ${nodes}`,
      unit: 'ms a frame',
      goal: Math.max(measures.panZoom1!.ours!.median, measures.panFit!.ours!.median),
      floor: 33,
      note: 'the goal is the time of panning in the same run',
    },
    {
      measure: 'dragEdge',
      case: `drag an edge, ${nodes}`,
      unit: 'ms a frame',
      goal: measures.panZoom1!.ours!.median,
      floor: { times: 1.5, peer: best },
      note: 'the goal is the time of panning at zoom 1 in the same run',
    },
    {
      measure: 'undoPaste',
      case: `undo of a paste of 1,000, ${nodes}`,
      unit: 'ms',
      floor: 1000,
      note: 'aw only: the peers have no undo',
    },
  ]
  return cases.map(({ measure, ...rest }) => benchCase({ ...rest, measured: measures[measure]! }))
}

function toOwnCases(measures: Awaited<ReturnType<typeof measureInTurn>>): BenchCase[] {
  const nodes = `${ownCount.toLocaleString('en')} nodes and edges, ours alone`
  const cases: (Omit<CaseArguments, 'measured'> & { measure: string })[] = [
    { measure: 'open', case: `open ${nodes}`, unit: 'ms' },
    { measure: 'panFit', case: `pan, full graph of ${nodes}`, unit: 'ms a frame', goal: 33, floor: 100 },
    { measure: 'panZoom1', case: `pan at zoom 1, ${nodes}`, unit: 'ms a frame' },
    { measure: 'dragBlock', case: `drag 100 selected of ${nodes}`, unit: 'ms a frame' },
    { measure: 'dragEdge', case: `drag an edge, ${nodes}`, unit: 'ms a frame' },
    { measure: 'undoPaste', case: `undo of a paste of 1,000, ${nodes}`, unit: 'ms' },
  ]
  return cases.map(({ measure, ...rest }) => benchCase({ ...rest, measured: measures[measure]! }))
}
