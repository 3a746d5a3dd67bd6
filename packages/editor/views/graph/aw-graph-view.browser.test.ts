import { expect, fixture, html } from '@open-wc/testing'
import { sendKeys, setViewport } from '@web/test-runner-commands'
import type { Column } from '@aw-flow/schema'
import type { GraphSpec } from '@aw-flow/schema/internal'
import { defineElements } from '../../define-elements.ts'
import { getElement } from '../../test-pointer.ts'
import { captureDownload } from '../../test-download.ts'
import { createTestSource } from '../../test-source.ts'
import type { TableSource } from '../table-source.ts'
import { sizes } from '../../../../test/sizes.ts'
import { waitUntil } from '../../../../test/wait-until.ts'
import { detectWebgl } from './webgl-support.ts'
import type { AwGraphView, GraphChangeEvent, GraphSelectEvent } from './aw-graph-view.ts'

defineElements()

const column = (name: string, type = 'VARCHAR'): Column => ({ name, type })
const links = (): TableSource =>
  createTestSource(
    [column('source'), column('target'), column('weight', 'DOUBLE')],
    [
      { source: 'a', target: 'b', weight: 1 },
      { source: 'a', target: 'c', weight: 2 },
      { source: 'c', target: 'd', weight: 3 },
      { source: 'd', target: 'd', weight: 1 },
      { source: 'a', target: 'nobody', weight: 1 },
    ],
  )
const points = (): TableSource =>
  createTestSource(
    [column('id'), column('label'), column('group')],
    ['a', 'b', 'c', 'd'].map((id, index) => ({
      id,
      label: `Point ${id.toUpperCase()}`,
      group: index < 2 ? 'one' : 'two',
    })),
  )

async function until(holds: () => boolean, tries = 400): Promise<void> {
  for (let at = 0; at < tries && !holds(); at++) await new Promise((resolve) => setTimeout(resolve, 25))
  expect(holds()).to.equal(true)
}

async function mount(fields: Partial<Pick<AwGraphView, 'links' | 'points' | 'spec'>>): Promise<AwGraphView> {
  const graph = await fixture<AwGraphView>(
    html`<aw-graph-view
      .links=${fields.links}
      .points=${fields.points}
      .spec=${fields.spec}
      .simulate=${false}
    ></aw-graph-view>`,
  )
  graph.style.cssText = 'width: 760px; height: 480px'
  return graph
}
const isDrawn = (graph: AwGraphView): boolean => (graph.shadowRoot?.querySelectorAll('.labels span').length ?? 0) > 0
const list = (graph: AwGraphView): (string | undefined)[] =>
  [...graph.shadowRoot!.querySelectorAll('.side li button > span:first-child')].map(
    (item) => item.textContent ?? undefined,
  )

/** The colors of a drawing's pixels on the page. */
function readColors(graph: AwGraphView): Promise<Set<string>> {
  const canvas = getElement<HTMLCanvasElement>(graph, '.place canvas')
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      const copy = document.createElement('canvas')
      copy.width = canvas.width
      copy.height = canvas.height
      const context = copy.getContext('2d')!
      context.drawImage(canvas, 0, 0)
      const { data } = context.getImageData(0, 0, copy.width, copy.height)
      const colors = new Set<string>()
      for (let at = 0; at < data.length; at += 4) colors.add(`${data[at]},${data[at + 1]},${data[at + 2]}`)
      resolve(colors)
    })
  })
}

describe('<aw-graph-view>', () => {
  beforeEach(() => setViewport({ width: 1000, height: 700 }))

  it('shows the graph above its settings on a phone, and below them on a larger screen', async () => {
    const graph = await mount({ links: links(), points: points() })
    await until(() => graph.shadowRoot?.querySelector('.stage') !== null)
    const isAbove = (): boolean =>
      getElement(graph, '.stage').getBoundingClientRect().bottom <=
      getElement(graph, '.bar').getBoundingClientRect().top
    expect(isAbove()).to.equal(false)
    for (const height of [700, 260]) {
      graph.style.cssText = `width: 360px; height: ${height}px`
      await until(isAbove)
      const side = getElement(graph, '.side').getBoundingClientRect()
      await until(() => side.bottom <= getElement(graph, '.bar').getBoundingClientRect().top)
    }
  })

  it('shows the legend above the tools if there is no space beside them', async () => {
    const values = ['a', 'b', 'c', 'd'].map((id, index) => ({ id, label: id, group: index * 120.25 }))
    const scored = createTestSource([column('id'), column('label'), column('group', 'DOUBLE')], values)
    const graph = await mount({ links: links(), points: scored })
    await until(() => graph.shadowRoot?.querySelector('.ramp') !== null)
    getElement(graph, '.stage').style.width = '278px'
    const legend = getElement(graph, '.legend').getBoundingClientRect()
    expect(legend.bottom).to.be.at.most(getElement(graph, '.tools').getBoundingClientRect().top)
  })

  it('draws points and links by their columns’ names, in color, and reports omitted ones', async () => {
    const graph = await mount({ links: links(), points: points() })
    await until(() => isDrawn(graph))
    expect(getElement(graph, '.place canvas')).to.be.instanceOf(HTMLCanvasElement)
    expect(getElement(graph, '.status').textContent?.replaceAll(/\s+/g, ' ')).to.contain(
      '4 points, 3 links Skipped 1 link to unknown points.Skipped 1 link from a point to itself.',
    )
    expect([...graph.shadowRoot!.querySelectorAll('.legend li')].map((item) => item.textContent?.trim())).to.deep.equal(
      ['one', 'two'],
    )
    expect(getElement(graph, '.place').getAttribute('aria-label')).to.contain(
      '4 points and 3 links. “Point A” has the most links, 2.',
    )
    const colors = await readColors(graph)
    // The first two category colors, on the surface.
    expect([...colors]).to.include.members(['52,81,209', '200,100,10'])
    await expect(graph).to.be.accessible()
  })

  it('fits all points after a resize, until the user moves the view', async () => {
    const corners = [
      [-1, -1],
      [1, -1],
      [-1, 1],
      [1, 1],
    ] as const
    const placed = createTestSource(
      [column('id'), column('x', 'DOUBLE'), column('y', 'DOUBLE')],
      corners.map(([x, y], index) => ({ id: `P${index}`, x, y })),
    )
    const graph = await mount({ points: placed })
    await until(() => isDrawn(graph))
    const place = getElement(graph, '.place')
    /** The number of visible labels, and their extent as a share of the height or width. */
    const seen = (): { names: number; share: number } => {
      const { width, height } = place.getBoundingClientRect()
      const labels = [...graph.shadowRoot!.querySelectorAll<HTMLElement>('.labels span')].map((label) => ({
        x: label.getBoundingClientRect().x + label.offsetWidth / 2 - place.getBoundingClientRect().x,
        y: label.getBoundingClientRect().y - place.getBoundingClientRect().y,
      }))
      const visibleLabels = labels.filter(({ x, y }) => x > 0 && x < width && y > 0 && y < height)
      const xs = visibleLabels.map(({ x }) => x)
      return { names: visibleLabels.length, share: (Math.max(...xs) - Math.min(...xs)) / Math.min(width, height) }
    }
    const isWhole = (): boolean => seen().names === 4 && seen().share > 0.5
    await waitUntil(isWhole, 'all four points are seen at first')
    graph.style.width = '300px'
    await waitUntil(isWhole, 'all four points are seen in a narrow place')
    graph.style.cssText = 'width: 900px; height: 620px'
    await waitUntil(isWhole, 'all four points fill a wide place')
    const zoom = [...graph.shadowRoot!.querySelectorAll('button')].find(
      (button) => button.title === graph.strings.zoomIn,
    )
    for (let times = 0; times < 3; times++) zoom!.click()
    await waitUntil(() => seen().names < 4, 'the middle is looked at')
    graph.style.width = '800px'
    await waitUntil(() => place.querySelector('canvas')!.clientWidth < 800, 'the place has become narrower')
    await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(next))))
    expect(seen().names).to.be.lessThan(4)
  })

  it('finds a point by its name, selects it, and moves to its neighbors by keyboard', async () => {
    const graph = await mount({ links: links(), points: points() })
    const selected: GraphSelectEvent[] = []
    graph.addEventListener('aw-graph-select', (event) => selected.push(event))
    await until(() => isDrawn(graph))
    getElement(graph, '.search input').focus()
    await sendKeys({ type: 'point c' })
    expect(list(graph)).to.deep.equal(['Point C'])
    await sendKeys({ press: 'Enter' })
    expect(selected.at(-1)?.id).to.equal('c')
    expect(getElement(graph, '.selected-point strong').textContent).to.equal('Point C')
    expect(list(graph)).to.deep.equal(['Point A', 'Point D'])
    await until(() => getElement(graph, '.labels').textContent?.includes('Point C') ?? false)
    await sendKeys({ press: 'ArrowDown' })
    await sendKeys({ press: 'ArrowDown' })
    await sendKeys({ press: 'Enter' })
    expect(selected.at(-1)?.id).to.equal('d')
    getElement(graph, '.selected-point button').click()
    await graph.updateComplete
    expect(selected.at(-1)?.id).to.equal(undefined)
    expect(list(graph)[0]).to.equal('Point A')
    await sendKeys({ press: 'Tab' })
    await expect(graph).to.be.accessible()
  })

  it('derives points from the links’ ends without a points table', async () => {
    const graph = await mount({ links: links() })
    await until(() => isDrawn(graph))
    expect(getElement(graph, '.status').textContent).to.contain('5 points, 4 links')
    expect(list(graph).slice(0, 2)).to.deep.equal(['a', 'c'])
  })

  it('draws by its spec, and reports the user’s changes', async () => {
    const reported: GraphChangeEvent[] = []
    const graph = await mount({ links: links(), points: points() })
    graph.addEventListener('aw-graph-change', (event) => reported.push(event))
    await until(() => isDrawn(graph))
    const fields = [...graph.shadowRoot!.querySelectorAll('label')]
    const colorSelect = fields
      .find((one) => one.querySelector('span')?.textContent === 'Color')!
      .querySelector('select')!
    colorSelect.value = 'label'
    colorSelect.dispatchEvent(new Event('change'))
    await until(() => graph.shadowRoot!.querySelectorAll('.legend li').length === 4)
    expect(reported.at(-1)?.spec).to.deep.include({
      source: 'source',
      target: 'target',
      id: 'id',
      color: 'label',
    } as Partial<GraphSpec>)
  })

  const many = sizes.drawnPoints
  it(`draws ${many} points and links with sizes by a column, finds one and moves to its neighbors`, async () => {
    const rows = Array.from({ length: many }, (_, index) => ({
      id: `p${index}`,
      x: index % 400,
      y: Math.floor(index / 400),
      group: `g${index % 3}`,
      people: index % 1_000,
    }))
    const pointSource = createTestSource(
      [column('id'), column('x', 'DOUBLE'), column('y', 'DOUBLE'), column('group'), column('people', 'DOUBLE')],
      rows,
    )
    const chain = createTestSource(
      [column('source'), column('target')],
      rows.slice(1).map(({ id }, index) => ({ source: `p${index}`, target: id })),
    )
    const reported: GraphChangeEvent[] = []
    const graph = await mount({ links: chain, points: pointSource })
    graph.addEventListener('aw-graph-change', (event) => reported.push(event))
    await until(() => isDrawn(graph))
    const text = (): string => getElement(graph, '.status').textContent!.replaceAll(/\s+/g, ' ')
    expect(text()).to.contain(`${many.toLocaleString('en')} points, ${(many - 1).toLocaleString('en')} links`)
    expect((await readColors(graph)).size).to.be.greaterThan(20)
    const fields = [...graph.shadowRoot!.querySelectorAll('label')]
    const size = fields.find((one) => one.querySelector('span')?.textContent === 'Size')!.querySelector('select')!
    expect([...size.options].map(({ value }) => value))
      .to.include('people')
      .and.not.include('group')
    size.value = 'people'
    size.dispatchEvent(new Event('change'))
    await waitUntil(() => reported.at(-1)?.spec.size === 'people' && isDrawn(graph), 'it is drawn by another size')
    expect(text()).to.contain(`${many.toLocaleString('en')} points`)
    getElement(graph, '.search input').focus()
    await sendKeys({ type: `p${many - 2}` })
    await waitUntil(() => list(graph)[0] === `p${many - 2}`, 'the point is found')
    await sendKeys({ press: 'Enter' })
    await waitUntil(() => list(graph).length === 2, 'its neighbours are listed')
    expect(list(graph)).to.deep.equal([`p${many - 3}`, `p${many - 1}`])
  })

  it('is exported as PNG with points, labels and legend', async () => {
    const graph = await mount({ links: links(), points: points() })
    graph.label = 'Who knows whom?'
    await until(() => isDrawn(graph))
    const { name, content } = await captureDownload(() => getElement(graph, '.tools [title="Export as PNG"]').click())
    expect(name).to.equal('Who-knows-whom.png')
    expect(content.type).to.equal('image/png')
    const image = await createImageBitmap(content)
    const canvas = getElement<HTMLCanvasElement>(graph, '.place canvas')
    expect(image.width).to.equal(canvas.width)
    expect(image.height).to.be.above(canvas.height)
    const copy = new OffscreenCanvas(image.width, image.height).getContext('2d')!
    copy.drawImage(image, 0, 0)
    const readAreaColors = (top: number, height: number): Set<string> => {
      const { data } = copy.getImageData(0, top, image.width, height)
      const colors = new Set<string>()
      for (let at = 0; at < data.length; at += 4) colors.add(`${data[at]},${data[at + 1]},${data[at + 2]}`)
      return colors
    }
    const head = image.height - canvas.height
    for (const part_ of [readAreaColors(0, head), readAreaColors(head, canvas.height)])
      expect([...part_]).to.include.members(['52,81,209', '200,100,10'])
  })

  it('shows its tables on request, and instead of the drawing without WebGL', async () => {
    const graph = await mount({ links: links(), points: points() })
    await until(() => isDrawn(graph))
    const toggle = [...graph.shadowRoot!.querySelectorAll('button')].find((one) =>
      one.textContent?.includes('Show as table'),
    )!
    toggle.click()
    await graph.updateComplete
    const firstCell = (): string | undefined =>
      getElement(graph, 'aw-data-table').shadowRoot?.querySelector('.row .cell')?.textContent ?? undefined
    await until(() => firstCell() === 'a')
    expect(graph.shadowRoot?.querySelector('canvas')).to.equal(null)

    const without = document.createElement('aw-graph-view')
    Object.assign(without, { links: links(), points: points(), gpu: 'none' })
    without.style.cssText = 'width: 760px; height: 480px'
    graph.replaceWith(without)
    await until(() => without.shadowRoot?.querySelector('aw-data-table') != null)
    expect(getElement(without, '.status').textContent).to.contain('WebGL is not available')
    expect(without.shadowRoot?.querySelector('canvas')).to.equal(null)
    await expect(without).to.be.accessible()
  })

  it('detects missing WebGL', () => {
    expect(detectWebgl(() => null)).to.equal('none')
    expect(detectWebgl()).to.match(/^(software|hardware)$/)
  })

  it('explains missing columns, empty tables and errors', async () => {
    const none = await mount({})
    expect(none.shadowRoot?.textContent).to.contain('Run the workflow')
    const empty = await mount({ links: createTestSource([column('source'), column('target')], []) })
    await until(() => empty.shadowRoot?.textContent?.includes('No data to draw') ?? false)
    let broken = true
    const source = links()
    const failing: TableSource = {
      columns: source.columns.slice(0, 2),
      rows: source.rows,
      page: (offset, limit) =>
        broken ? Promise.reject(new Error('The table no longer exists.')) : source.page(offset, limit),
    }
    const failed = await mount({ links: failing })
    await until(() => failed.shadowRoot?.querySelector('[role=alert]') != null)
    expect(getElement(failed, '[role=alert]').textContent?.trim()).to.equal(
      'The graph could not be drawn: The table no longer exists.',
    )
    broken = false
    getElement(failed, '.message button').click()
    await until(() => isDrawn(failed))
  })
})
