import { rm } from 'node:fs/promises'
import { benchCase, type BenchCase, type CaseArguments } from '../bench-case.ts'
import type { Machine } from '../machine.ts'
import { measureInTurn, type Sample } from '../measure.ts'
import { buildPages } from '../page/build-pages.ts'
import { openBrowser, type OpenedBrowser } from '../page/open-browser.ts'
import { serveFolders } from '../page/serve-folders.ts'
import type { Progress } from '../progress.ts'

const visible = 'React Flow (visible only)'
const all = 'React Flow (all)'
const litegraph = 'bare litegraph'

const pages: Record<string, string> = {
  ours: 'editor/ours.html',
  [visible]: 'peers/react-flow-visible.html',
  [all]: 'peers/react-flow-all.html',
  [litegraph]: 'peers/bare-litegraph.html',
}

const counts = [1_000, 5_000, 10_000]

/** What a canvas costs: opening, panning and dragging, each contender in a page of its own, the same graph and window. */
export async function benchEditor(progress: Progress, machine: Machine): Promise<BenchCase[]> {
  const folder = await buildPages(Object.values(pages))
  const server = await serveFolders([folder])
  const browser = await openBrowser({ uncapped: true })
  machine.browser = browser.name
  try {
    const cases: BenchCase[] = []
    for (const count of counts) {
      const contenders = Object.fromEntries(
        Object.entries(pages).map(([name, page]) => [name, () => visit(browser, `${server.origin}/${page}`, count)]),
      )
      const nodes = `${count.toLocaleString('en')} nodes and edges`
      const measures = await measureInTurn(contenders, { onRun: progress(nodes) })
      cases.push(...casesOf(count, nodes, measures))
    }
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
    // The mouse is over the page from here on, so that its pointer can be captured.
    await page.mouse.move(1, 1)
    const { faults, ...sample } = await page.evaluate((nodes) => window.runCanvas!(nodes), count)
    check()
    if (faults.length > 0) throw new Error(`${url} with ${count} nodes: ${faults.join('; ')}.`)
    return sample
  } finally {
    await close()
  }
}

/** Goals and floors are the canvas issue's, set at 10,000 nodes; smaller graphs have to keep them too. */
function casesOf(count: number, nodes: string, measures: Awaited<ReturnType<typeof measureInTurn>>): BenchCase[] {
  const bestPan = Math.min(...[visible, all].map((peer) => measures.panZoom1![peer]!.median))
  const best = measures.panZoom1![visible]!.median === bestPan ? visible : all
  const cases: (Omit<CaseArguments, 'measured'> & { measure: string })[] = [
    { measure: 'open', case: `open ${nodes}`, unit: 'ms', goal: 300, floor: 1000 },
    { measure: 'panWhole', case: `pan, whole graph of ${nodes} in view`, unit: 'ms a frame', goal: 12, floor: 33 },
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
      goal: Math.max(measures.panZoom1!.ours!.median, measures.panWhole!.ours!.median),
      floor: 33,
      note: 'the goal is what panning takes in the same run',
    },
  ]
  return cases.map(({ measure, ...rest }) => benchCase({ ...rest, measured: measures[measure]! }))
}
