import { expect, fixture, html } from '@open-wc/testing'
import { setViewport } from '@web/test-runner-commands'
import { ok } from '@aw-flow/schema'
import { chartSpecSchema, type TableQuery } from '@aw-flow/schema/internal'
import { defineElements } from '../../../define-elements.ts'
import { waitForFrame, getElement } from '../../../test-pointer.ts'
import { mainJob, TestSession } from '../../../test-session.ts'
import { ChartChangeEvent } from '../../../views/chart/aw-chart.ts'
import { GraphChangeEvent } from '../../../views/graph/aw-graph-view.ts'
import type { AwResults } from '../aw-results.ts'

defineElements()

const settled = async (results: AwResults, action?: unknown): Promise<void> => {
  await action
  await results.updateComplete
  await waitForFrame()
  await new Promise((resolve) => setTimeout(resolve, 60))
}

/** The main job with another node at its end, after a run, in a session that answers requests about tables. */
async function mount(
  type: string,
  config = {},
): Promise<{ results: AwResults; session: TestSession; queries: TableQuery[] }> {
  const document = mainJob()
  const last = document.nodes.at(-1)!
  document.nodes[document.nodes.length - 1] = { ...last, type, data: { label: 'Look', config } }
  const session = new TestSession({ document, rows: 5_000 })
  const queries: TableQuery[] = []
  session.tables.derive = async ({ table, query }) => {
    queries.push(query)
    return ok({ table: { ...table, id: 'derived', rows: 4 }, problems: [] })
  }
  const results = await fixture<AwResults>(html`<aw-results .session=${session} node="table"></aw-results>`)
  results.style.cssText = 'width: 900px; height: 400px'
  await settled(results, session.playCompleted())
  return { results, session, queries }
}
const tabs = (results: AwResults): (string | undefined)[] =>
  [...results.shadowRoot!.querySelectorAll('.views [role=tab]')].map((tab) => tab.textContent?.trim())

describe('views in <aw-results>', () => {
  beforeEach(() => setViewport({ width: 1000, height: 700 }))

  it('show the chart of a chart node with its current settings, and save the user’s changes as an edit', async () => {
    const { results, session, queries } = await mount('chart', { mark: 'histogram', x: 'value' })
    expect(tabs(results)).to.deep.equal(['Chart', 'Input vs output'])
    expect(queries.at(-1)).to.deep.include({
      kind: 'chart',
      spec: chartSpecSchema.parse({ mark: 'histogram', x: 'value' }),
    })
    await settled(results, session.document.apply({ type: 'set-config', id: 'table', path: ['bins'], value: 5 }))
    expect(queries.at(-1)).to.deep.include({ spec: chartSpecSchema.parse({ mark: 'histogram', x: 'value', bins: 5 }) })
    const count = queries.length
    const spec = chartSpecSchema.parse({ mark: 'bar', x: 'category' })
    await settled(results, getElement(results, 'aw-chart').dispatchEvent(new ChartChangeEvent({ spec })))
    expect(session.document.current.nodes.at(-1)?.data.config).to.deep.equal(spec)
    expect(queries.length).to.equal(count + 1)
    await settled(results, session.document.apply({ type: 'set-label', id: 'table', label: 'Another' }))
    expect(queries.length).to.equal(count + 1)
  })

  it('show the graph of a graph node with its input tables', async () => {
    const { results, session } = await mount('graph')
    expect(tabs(results)[0]).to.equal('Graph')
    const graph = getElement(results, 'aw-graph-view') as HTMLElementTagNameMap['aw-graph-view']
    expect(graph.links).to.equal(undefined)
    session.play({
      type: 'node-completed',
      node: 'table',
      outputs: {
        links: { kind: 'table', table: session.createTableRef('l') },
        points: { kind: 'table', table: session.createTableRef('p') },
      },
      ms: 1,
      problems: [],
    })
    await settled(results)
    expect(graph.links?.rows).to.equal(5_000)
    expect(graph.points?.rows).to.equal(5_000)
    graph.dispatchEvent(
      new GraphChangeEvent({ spec: { ...graph.spec, color: 'category' } as GraphChangeEvent['spec'] }),
    )
    expect(session.document.current.nodes.at(-1)?.data.config.color).to.equal('category')
  })

  it('offer a chart of any other table, and keep its settings without changing the document', async () => {
    const { results, session, queries } = await mount('table')
    expect(tabs(results).slice(0, 3)).to.deep.equal(['Table', 'Input vs output', 'Chart'])
    await settled(results, getElement(results, '#tab-chart').click())
    expect(queries.at(-1)).to.deep.include({ kind: 'chart' })
    const spec = chartSpecSchema.parse({ mark: 'bar', x: 'category' })
    const chart = getElement(results, 'aw-chart') as HTMLElementTagNameMap['aw-chart']
    chart.spec = spec
    chart.dispatchEvent(new ChartChangeEvent({ spec }))
    expect(session.document.canUndo).to.equal(false)
    await settled(results, getElement(results, '#tab-table').click())
    await settled(results, getElement(results, '#tab-chart').click())
    expect((getElement(results, 'aw-chart') as HTMLElementTagNameMap['aw-chart']).spec).to.deep.equal(spec)
  })

  it('share the filters of their table while another tab is shown, and keep its formats in the next run', async () => {
    const { results, session, queries } = await mount('table')
    const findTable = () => getElement(results, 'aw-data-table') as HTMLElementTagNameMap['aw-data-table']
    const filters = [{ column: 'value', test: 'between' as const, value: '1', upTo: '2' }]
    const formats = { value: { number: { style: 'percent' as const } } }
    findTable().view = { sort: [], filters, formats }
    await settled(results)
    await settled(results, getElement(results, '#tab-chart').click())
    expect((getElement(results, 'aw-chart') as HTMLElementTagNameMap['aw-chart']).filters).to.deep.equal(filters)
    await settled(results, getElement(results, '#tab-table').click())
    expect(queries.filter(({ kind }) => kind === 'view').at(-1)).to.deep.include({ filters })
    expect(findTable().view).to.deep.include({ filters, formats })
    await settled(results, session.playCompleted())
    expect(findTable().view).to.deep.include({ filters: [], formats })
  })
})
