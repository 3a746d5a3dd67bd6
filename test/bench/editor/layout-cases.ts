import { countCrossings, layeredGraph, type Positions } from '../../../packages/client/worker/testing/test-layouts.ts'
import { benchCase, type BenchCase } from '../bench-case.ts'
import { measureInTurn, type Sample } from '../measure.ts'
import type { OpenedBrowser } from '../page/open-browser.ts'
import type { Progress } from '../progress.ts'
import type { LayoutRequest } from './layout-worker.ts'

export const layoutPage = 'editor/layout.html'

const count = 1_000
const peer = 'dagre'
/**
 * The measured graphs. The parameters of `layeredGraph` include the maximum distance of an edge's source (short or long
 * edges) and the number of edges in addition to the nodes.
 */
const graphs = { 'short edges': layeredGraph(count, 8, 300, 11), 'long edges': layeredGraph(count, 30, 300, 12) }

/**
 * Measures how a worker arranges a thousand nodes: the time from the request to the positions, and the remaining edge
 * crossings.
 */
export async function measureLayoutCases(
  browser: OpenedBrowser,
  origin: string,
  progress: Progress,
): Promise<BenchCase[]> {
  const { page, check, close } = await browser.openPage()
  try {
    await page.goto(`${origin}/${layoutPage}`)
    await page.waitForFunction(() => window.layOut !== undefined)
    const requestLayout = (request: LayoutRequest): Promise<{ ms: number; places: Positions }> =>
      page.evaluate((layoutRequest) => window.layOut!(layoutRequest), request)
    const cases: BenchCase[] = []
    for (const [name, graph] of Object.entries(graphs)) {
      const measureLayout = (by: LayoutRequest['by']) => async (): Promise<Sample> => {
        const { ms, places } = await requestLayout({ by, graph })
        if (Object.keys(places).length !== count) throw new Error(`${by} placed ${Object.keys(places).length} nodes.`)
        return { ms, crossings: countCrossings(graph, places) }
      }
      const title = `${count.toLocaleString('en')} nodes, ${graph.edges.length.toLocaleString('en')} edges, ${name}`
      const { ms, crossings: remaining } = await measureInTurn(
        { ours: measureLayout('ours'), [peer]: measureLayout('dagre') },
        { onRun: progress(`arrange: ${title}`), longMs: 4_000 },
      )
      cases.push(
        benchCase({ case: `auto-arrange in a worker: ${title}`, unit: 'ms', measured: ms!, goal: 1_000 }),
        benchCase({
          case: `crossings: ${title}`,
          unit: 'pairs of edges',
          measured: remaining!,
          goal: { times: 1.05, peer },
        }),
      )
    }
    check()
    return cases
  } finally {
    await close()
  }
}
