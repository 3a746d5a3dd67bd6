import { expect, fixture, html } from '@open-wc/testing'
import { setViewport } from '@web/test-runner-commands'
import { error } from '@aw-flow/schema'
import { chartMarks, chartSettingsSchema, chartSpecSchema, type ChartSpec } from '@aw-flow/schema/internal'
import { defineElements } from '../../define-elements.ts'
import { createWeatherChart, weatherColumns } from '../../test-charts.ts'
import { moveTo, getElement } from '../../test-pointer.ts'
import { createTestSource, type RecordingSource } from '../../test-source.ts'
import type { TableSource } from '../table-source.ts'
import { drawPlot } from './draw-plot.ts'
import type { AwChart } from './aw-chart.ts'
import { waitUntil } from '../../../../test/wait-until.ts'

defineElements()

const weather = (): RecordingSource => createTestSource(weatherColumns, [], createWeatherChart)

const drawing = (chart: AwChart): SVGSVGElement | null | undefined =>
  chart.shadowRoot?.querySelector<SVGSVGElement>('.drawing > svg')

async function mount(source: TableSource | undefined, spec?: Partial<ChartSpec>): Promise<AwChart> {
  const chart = await fixture<AwChart>(
    html`<aw-chart .source=${source} .spec=${spec && chartSpecSchema.parse(spec)}></aw-chart>`,
  )
  chart.style.cssText = 'width: 760px; height: 480px'
  return chart
}
const mountDrawn = async (spec?: Partial<ChartSpec>): Promise<AwChart> => {
  const chart = await mount(weather(), spec)
  await waitUntil(() => drawing(chart) != null)
  return chart
}

/** Returns the contrast ratio of two `rgb()` colors as WCAG 2 defines it. */
function contrast(...colors: [string, string]): number {
  const [lighter = 0, darker = 0] = colors
    .map((color) => {
      const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).map((value) => {
        const part = Number(value) / 255
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
      })
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    })
    .sort((a, b) => b - a)
  return (lighter + 0.05) / (darker + 0.05)
}

describe('<aw-chart>', () => {
  beforeEach(() => setViewport({ width: 1000, height: 700 }))

  it('shows the last label of the x axis in full', async () => {
    const chart = await mountDrawn({ mark: 'scatter', x: 'temperature', y: 'rain' })
    const edge = drawing(chart)!.getBoundingClientRect()
    const labels = [...drawing(chart)!.querySelectorAll('text')].map((text) => text.getBoundingClientRect())
    expect(labels.length).to.be.greaterThan(4)
    for (const label of labels) {
      expect(label.right).to.be.at.most(edge.right)
      expect(label.left).to.be.at.least(edge.left)
    }
  })

  const specs: Partial<ChartSpec>[] = [
    { mark: 'bar', x: 'town' },
    { mark: 'line', x: 'day', y: 'temperature', measure: 'mean', color: 'town' },
    { mark: 'area', x: 'day', y: 'temperature', measure: 'mean' },
    { mark: 'scatter', x: 'temperature', y: 'rain', color: 'sky' },
    { mark: 'histogram', x: 'temperature' },
    { mark: 'box', x: 'town', y: 'temperature' },
    { mark: 'heat-map', x: 'town', y: 'sky' },
  ]
  it('draws each kind of chart without a style element in the page, with a description', async () => {
    expect(specs.map(({ mark }) => mark)).to.deep.equal([...chartMarks])
    const marks: Record<string, string> = {
      bar: 'rect, path',
      line: 'path',
      area: 'path',
      scatter: 'circle, path',
      histogram: 'rect, path',
      box: 'rect, path',
      'heat-map': 'rect, path',
    }
    for (const spec of specs) {
      const chart = await mountDrawn(spec)
      expect(drawing(chart)!.querySelectorAll(marks[spec.mark!]!).length, spec.mark).to.be.greaterThan(1)
      expect(chart.shadowRoot?.querySelector('style'), spec.mark).to.equal(null)
      expect(getElement(chart, '.drawing').getAttribute('aria-label'), spec.mark).to.match(/^.{12,}\.$/)
      await expect(chart).to.be.accessible()
      chart.remove()
    }
  })

  it('separates drawing, notes and settings in any size, and scrolls what does not fit', async () => {
    const chart = await mountDrawn({ mark: 'bar', x: 'town' })
    for (const [width, height] of [
      [360, 240],
      [360, 800],
      [620, 200],
      [760, 200],
      [760, 700],
    ]) {
      chart.style.cssText = `width: ${width}px; height: ${height}px`
      await new Promise((resolve) => setTimeout(resolve, 100))
      for (const isTable of [false, true]) {
        if (isTable) getElement(chart, '.actions button').click()
        await chart.updateComplete
        const boxes = ['.bar', 'figcaption', isTable ? 'aw-data-table' : '.drawing'].map((selector) =>
          getElement(chart, selector).getBoundingClientRect(),
        )
        const collisions = boxes.filter((a, index) =>
          boxes
            .slice(index + 1)
            .some((b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1),
        )
        expect(collisions, `${width} × ${height}${isTable ? ', as table' : ''}`).to.deep.equal([])
        expect(boxes[2]!.height).to.be.greaterThan(100)
        if (isTable) getElement(chart, '.actions button').click()
      }
    }
  })

  it('formats numbers and times of the axes in its language', async () => {
    const chart = await mountDrawn({ mark: 'line', x: 'day', y: 'temperature', measure: 'mean' })
    const ticks = (edge: string): string[] =>
      [...drawing(chart)!.querySelectorAll(`[aria-label="${edge}-axis tick label"] text`)].map((text) =>
        [...text.childNodes].map(({ textContent }) => textContent).join(' '),
      )
    expect(ticks('x')).to.include.members(['Jan 2026', 'Feb', 'May', 'Oct'])
    chart.strings = { ...chart.strings, language: 'de' }
    await chart.updateComplete
    expect(ticks('x')).to.include.members(['Jan 2026', 'Feb', 'Mai', 'Okt'])
    expect(ticks('y')).to.include('10')
  })

  it('suggests a chart by default', async () => {
    const source = weather()
    const chart = await mount(source)
    await waitUntil(() => drawing(chart) != null)
    expect(source.queries[0]).to.deep.include({ kind: 'chart' })
    expect(getElement(chart, 'h3').textContent).to.equal('Mean of temperature by day')
  })

  it('suggests by the source’s facts about values, requested once before drawing', async () => {
    const source = weather()
    let reported = 0
    source.getFacts = async () => {
      reported++
      return ['temperature', 'rain'].map((name) => ({ name, distinct: 1 }))
    }
    const chart = await mount(source)
    await waitUntil(() => drawing(chart) != null)
    expect(reported).to.equal(1)
    expect(source.queries.map((query) => query.kind === 'chart' && [query.spec.mark, query.spec.x])).to.deep.equal([
      ['histogram', 'day'],
    ])

    chart.settings = chartSettingsSchema.parse({ mark: 'auto', facet: 'town' })
    await waitUntil(() => source.queries.length === 2)
    expect(
      source.queries.map((query) => query.kind === 'chart' && [query.spec.mark, query.spec.facet])[1],
    ).to.deep.equal(['histogram', 'town'])
    chart.settings = chartSettingsSchema.parse({ mark: 'bar', x: 'town' })
    await waitUntil(() => getElement(chart, 'h3').textContent?.includes('town') ?? false)
    expect(reported).to.equal(1)
  })

  it('lets the user change the chart, keeps what fits, and reports the change', async () => {
    const chart = await mountDrawn({ mark: 'bar', x: 'town' })
    const reported: ChartSpec[] = []
    chart.addEventListener('aw-chart-change', ({ spec }) => reported.push(spec))
    const choose = async (label: string, value: string): Promise<void> => {
      const field = [...chart.shadowRoot!.querySelectorAll('label')].find(
        (one) => one.querySelector('span')?.textContent === label,
      )
      const select = field!.querySelector('select')!
      select.value = value
      select.dispatchEvent(new Event('change'))
      await chart.updateComplete
    }
    await choose('Aggregation', 'mean')
    expect(reported.at(-1)).to.deep.include({ mark: 'bar', x: 'town', y: 'temperature', measure: 'mean' })
    await choose('Chart', 'scatter')
    expect(reported.at(-1)).to.deep.include({ mark: 'scatter', x: 'day', y: 'temperature' })
    await choose('Chart', 'box')
    await choose('Color', '').catch(() => undefined)
    expect(reported.at(-1)).to.deep.include({ mark: 'box', y: 'temperature' })
    await waitUntil(() => getElement(chart, 'h3').textContent?.startsWith('Distribution of temperature') ?? false)
  })

  it('follows the columns of the axes until the user chooses the kind of chart, and again on request', async () => {
    const chart = await mount(weather())
    await waitUntil(() => drawing(chart) != null)
    const reported: ChartSpec[] = []
    chart.addEventListener('aw-chart-change', ({ spec }) => reported.push(spec))
    const findField = (label: string): HTMLSelectElement =>
      [...chart.shadowRoot!.querySelectorAll('label')]
        .find((one) => one.querySelector('span')?.textContent === label)!
        .querySelector('select')!
    const choose = async (label: string, value: string): Promise<void> => {
      const select = findField(label)
      select.value = value
      select.dispatchEvent(new Event('change'))
      await chart.updateComplete
    }
    expect(reported).to.deep.equal([])
    await choose('X axis', 'rain')
    expect(reported.at(-1)).to.deep.include({ mark: 'scatter', x: 'rain', y: 'temperature' })
    await choose('X axis', 'town')
    expect(reported.at(-1)).to.deep.include({ mark: 'bar', x: 'town', y: 'temperature', measure: 'mean' })
    await choose('Y axis', 'sky')
    expect(reported.at(-1)).to.deep.include({ mark: 'heat-map', x: 'town', y: 'sky' })
    await choose('X axis', 'rain')
    await choose('Y axis', '')
    expect(reported.at(-1)).to.deep.include({ mark: 'histogram', x: 'rain' })
    await choose('Chart', 'bar')
    await choose('X axis', 'day')
    expect(reported.at(-1)).to.deep.include({ mark: 'bar', x: 'day' })
    getElement(chart, '.suggest').click()
    await chart.updateComplete
    expect(reported.at(-1)).to.deep.include({ mark: 'histogram', x: 'day' })
    expect(chart.shadowRoot!.querySelector('.suggest')).to.equal(null)
  })

  it('draws bars of at most 96 pixels on a wide screen', async () => {
    await setViewport({ width: 2_400, height: 700 })
    const chart = await mountDrawn({ mark: 'bar', x: 'town' })
    const bars = [...drawing(chart)!.querySelectorAll('[aria-label=bar] rect, [aria-label=bar] path')]
    const widths = bars.map((bar) => bar.getBoundingClientRect().width)
    expect(widths.length).to.be.greaterThan(1)
    for (const width of widths) expect(width).to.be.within(90, 97)
  })

  it('names both axes of bars', async () => {
    const chart = await mountDrawn({ mark: 'bar', x: 'town', y: 'temperature', measure: 'mean' })
    const labels = ['x', 'y'].map((axis) => drawing(chart)!.querySelector(`[aria-label="${axis}-axis label"]`))
    expect(labels.map((label) => label?.textContent)).to.deep.equal(['town', '↑ Mean of temperature'])
  })

  it('uses equal colors in drawing and legend, and labels the ends of lines', async () => {
    const chart = await mountDrawn({ mark: 'line', x: 'day', y: 'temperature', measure: 'mean', color: 'town' })
    const legend = [...chart.shadowRoot!.querySelectorAll('.legend li')].map((item) => item.textContent?.trim())
    expect([...legend].sort()).to.deep.equal(['Bonn', 'Oslo', 'Porto'])
    const swatches = [...chart.shadowRoot!.querySelectorAll<HTMLElement>('.swatch')].map(
      (one) => getComputedStyle(one).backgroundColor,
    )
    expect(new Set(swatches).size).to.equal(3)
    const strokes = [...drawing(chart)!.querySelectorAll<SVGPathElement>('[aria-label=line] path')].map(
      (path) => getComputedStyle(path).stroke,
    )
    expect(strokes.sort()).to.deep.equal(swatches.sort())
  })

  it('centers the title of the x axis below lines with names beside them, also at a single point', () => {
    const x = new Date('2026-11-26')
    const rows = [
      { series: 'Average duration', x, value: 1, rows: 1 },
      { series: '95th percentile', x, value: 3, rows: 1 },
    ]
    const spec = chartSpecSchema.parse({ mark: 'line', x: 'Time', y: 'Duration', measure: 'mean', color: 'Series' })
    const { svg } = drawPlot(spec, { rows, series: rows.map(({ series }) => series), facets: [], notes: [] } as never, {
      width: 500,
      height: 200,
      getSeriesColor: () => 'black',
      getTooltip: () => '',
      language: 'en',
      labels: { x: 'Time', y: 'Duration' },
      units: { x: undefined, y: undefined },
      facetLabels: { columns: '', rows: '' },
    })
    document.body.append(svg)
    const getCenter = (selector: string): number => {
      const { left, width } = svg.querySelector(selector)!.getBoundingClientRect()
      return left + width / 2
    }
    expect(getCenter('[aria-label="x-axis label"] text')).to.be.closeTo(getCenter('[aria-label="dot"] circle'), 1)
    // The dots are larger than those on a line.
    expect(Number(svg.querySelector('[aria-label="dot"] circle')!.getAttribute('r'))).to.be.greaterThan(4)
    const ticks = [...svg.querySelectorAll('[aria-label="y-axis tick label"] text')].map((tick) => tick.textContent)
    expect(ticks[0], 'the axis starts at zero').to.equal('0')
    const grid = svg.querySelector('[aria-label="y-grid"] line')!.getBoundingClientRect()
    expect(grid.width, 'names leave most of the width to the plot').to.be.greaterThan(400)
    svg.remove()
  })

  it('draws facets with titles', async () => {
    const chart = await mountDrawn({ mark: 'line', x: 'day', y: 'temperature', measure: 'mean', facet: 'town' })
    const texts = [...drawing(chart)!.querySelectorAll('text')].map((text) => text.textContent)
    expect(texts).to.include.members(['Oslo', 'Bonn', 'Porto'])
    const bars = await mountDrawn({ mark: 'bar', x: 'town', facet: 'day' })
    const find = (part: string): DOMRect[] =>
      [...drawing(bars)!.querySelectorAll(`[aria-label="${part}"] text`)].map((text) => text.getBoundingClientRect())
    const [title] = find('y-axis label')
    const labels = find('y-axis tick label')
    expect(labels.length).to.be.greaterThan(0)
    for (const label of labels) expect(title!.bottom <= label.top || title!.right <= label.left, 'title beside labels').to.equal(true) // oxfmt-ignore
  })

  it('draws facets of two columns as a grid, whose second column is offered with the first', async () => {
    const settings = { mark: 'line', x: 'day', y: 'temperature', measure: 'mean', facet: 'town' } as const
    const chart = await mountDrawn(settings)
    const listFields = (): string[] =>
      [...chart.renderRoot.querySelectorAll('form label > span')].map((field) => field.textContent)
    expect(listFields()).to.include('Facet rows by')
    const grid = await mountDrawn({ ...settings, facetRow: 'sky' })
    const texts = [...drawing(grid)!.querySelectorAll('text')].map((text) => text.textContent)
    expect(texts).to.include.members(['Oslo', 'Bonn', 'Porto', 'sun', 'cloud', 'rain', 'snow', 'town', 'sky'])
    expect(drawing(grid)!.querySelectorAll('[aria-label=line] path')).to.have.length(12)
    const without = await mountDrawn({ ...settings, facet: '' })
    expect(
      [...without.renderRoot.querySelectorAll('form label > span')].map((field) => field.textContent),
    ).not.to.include('Facet rows by')
  })

  it('shows the chart above its settings on a phone, and below them on a larger screen', async () => {
    const chart = await mountDrawn({ mark: 'bar', x: 'city', y: 'rain' })
    const isAbove = (): boolean =>
      getElement(chart, '.drawing').getBoundingClientRect().bottom <=
      getElement(chart, '.bar').getBoundingClientRect().top
    expect(isAbove()).to.equal(false)
    chart.style.width = '360px'
    await waitUntil(isAbove)
  })

  it('names other and missing values in its language, and keeps them gray', async () => {
    const chart = await mount(
      createTestSource(weatherColumns, [], (spec) => {
        const derived = createWeatherChart(spec)
        const names: Record<string, string> = { Bonn: '(other)', Porto: '(none)' }
        return {
          ...derived,
          rows: derived.rows.map((row) => ({ ...row, series: names[String(row.series)] ?? row.series! })),
        }
      }),
      { mark: 'line', x: 'day', y: 'temperature', color: 'town' },
    )
    const legend = (): string[] =>
      [...chart.shadowRoot!.querySelectorAll('.legend li')].map((item) => item.textContent.trim())
    await waitUntil(() => drawing(chart) != null)
    expect(legend()).to.deep.equal(['Oslo', '(other)', '(none)'])
    chart.strings = { ...chart.strings, otherValues: '(andere)', noValue: '(ohne Wert)' }
    await waitUntil(() => legend()[2] === '(ohne Wert)')
    expect(legend()).to.deep.equal(['Oslo', '(andere)', '(ohne Wert)'])
    await waitUntil(() => drawing(chart)!.textContent!.includes('(ohne'))
    const colors = [...chart.shadowRoot!.querySelectorAll<HTMLElement>('.swatch')].map(({ style }) => style.background)
    expect(colors).to.deep.equal(['var(--_category-1)', 'var(--_category-other)', 'var(--_category-other)'])
  })

  it('limits the title and notes with long column names to two lines, and keeps the drawing visible', async () => {
    const name = 'very long column name '.repeat(9).trim()
    const chart = await mount(weather(), { mark: 'bar', x: name })
    chart.style.cssText = 'width: 700px; height: 300px'
    await waitUntil(() => drawing(chart) != null)
    const title = getElement(chart, 'h3')
    expect(title.getBoundingClientRect().height).to.be.below(
      2.6 * Number.parseFloat(getComputedStyle(title).fontSize) * 1.2,
    )
    expect(title.title).to.contain(name)
  })

  it('shows a tooltip for a mark', async () => {
    const chart = await mountDrawn({ mark: 'bar', x: 'town' })
    const bar = drawing(chart)!.querySelector('[aria-label=bar] path, [aria-label=bar] rect')!.getBoundingClientRect()
    await moveTo({ x: bar.left + bar.width / 2, y: bar.top + 12 })
    await waitUntil(() => (drawing(chart)?.querySelector('[aria-label=tip]')?.textContent ?? '').includes('town: Oslo'))
    expect(drawing(chart)!.querySelector('[aria-label=tip]')!.textContent).to.contain('Count: 40')
  })

  for (const theme of ['light', 'dark']) {
    it(`shows tooltips with readable text, ${theme}`, async () => {
      const chart = await mountDrawn({ mark: 'bar', x: 'town' })
      chart.setAttribute('theme', theme)
      const bar = drawing(chart)!.querySelector('[aria-label=bar] path, [aria-label=bar] rect')!.getBoundingClientRect()
      await moveTo({ x: bar.left + bar.width / 2, y: bar.top + 12 })
      await waitUntil(() => (drawing(chart)?.querySelector('[aria-label=tip]')?.textContent ?? '').includes('Oslo'))
      const tip = drawing(chart)!.querySelector('[aria-label=tip]')!
      const text = getComputedStyle(tip.querySelector('text')!)
      const box = getComputedStyle(tip.querySelector('path')!)
      expect(contrast(text.fill, box.fill), `${text.fill} on ${box.fill}`).to.be.greaterThan(7)
      expect(contrast(box.fill, 'rgb(0, 0, 0)') > 10, 'light box').to.equal(theme === 'light')
      expect(text.stroke).to.equal('none')
      expect(Number.parseFloat(text.fontSize)).to.be.at.least(10)
    })
  }

  it('shows its data as a table', async () => {
    const chart = await mountDrawn({ mark: 'bar', x: 'town' })
    const toggle = [...chart.shadowRoot!.querySelectorAll('button')].find((one) =>
      one.textContent?.includes('Show as table'),
    )!
    toggle.click()
    await chart.updateComplete
    const table = getElement(chart, 'aw-data-table')
    await waitUntil(() => table.shadowRoot?.querySelector('.row')?.textContent?.includes('Oslo') ?? false)
    expect(chart.shadowRoot?.querySelector('.drawing')).to.equal(null)
    toggle.click()
    await waitUntil(() => drawing(chart) != null)
  })

  it('exports SVG with resolved colors and its own styles, and PNG at twice the resolution', async () => {
    const saved: { name: string; bytes: Blob }[] = []
    const make = URL.createObjectURL.bind(URL)
    let last: Blob | undefined
    URL.createObjectURL = (blob: Blob) => {
      last = blob
      return make(blob)
    }
    const onClick = (event: Event): void => {
      const link = event.target as HTMLElement
      if (!(link instanceof HTMLAnchorElement) || !last) return
      event.preventDefault()
      saved.push({ name: link.download, bytes: last })
    }
    document.addEventListener('click', onClick, true)
    const click = HTMLAnchorElement.prototype.click
    HTMLAnchorElement.prototype.click = function () {
      if (last) saved.push({ name: this.download, bytes: last })
    }
    try {
      const chart = await mountDrawn({ mark: 'bar', x: 'town', color: 'sky' })
      const button = (label: string): HTMLButtonElement =>
        [...chart.shadowRoot!.querySelectorAll('button')].find((one) => one.textContent?.trim() === label)!
      button('SVG').click()
      await waitUntil(() => saved.length === 1)
      expect(saved[0]?.name).to.equal('Count-by-town.svg')
      const text = await saved[0]!.bytes.text()
      expect(text).to.not.match(/var\(--_|color-mix|light-dark/)
      expect(text).to.contain('<style>').and.to.contain('Count by town').and.to.contain('#3451d1')
      button('PNG').click()
      await waitUntil(() => saved.length === 2)
      const picture = await createImageBitmap(saved[1]!.bytes)
      expect(picture.width).to.equal(2 * Math.round(drawing(chart)!.width.baseVal.value))
    } finally {
      URL.createObjectURL = make
      HTMLAnchorElement.prototype.click = click
      document.removeEventListener('click', onClick, true)
    }
  })

  it('is copied as a picture, and says so', async () => {
    const written: ClipboardItem[] = []
    const { clipboard } = navigator
    const write = async (items: ClipboardItem[]): Promise<void> => void written.push(...items)
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { write } })
    try {
      const chart = await mountDrawn({ mark: 'bar', x: 'town', color: 'sky' })
      const button = (label: string): HTMLButtonElement | undefined =>
        [...chart.shadowRoot!.querySelectorAll('button')].find((one) => one.textContent?.trim() === label)
      button('Copy')!.click()
      await waitUntil(() => button('Copied') !== undefined)
      const picture = await createImageBitmap(await written[0]!.getType('image/png'))
      expect(picture.width).to.equal(2 * Math.round(drawing(chart)!.width.baseVal.value))
    } finally {
      Object.defineProperty(navigator, 'clipboard', { configurable: true, value: clipboard })
    }
  })

  it('reports omitted data, charts that cannot be drawn, and empty data', async () => {
    const reported = await mountDrawn({ mark: 'histogram', x: 'temperature' })
    expect(getElement(reported, '.notes').textContent?.trim()).to.equal(
      '12 rows without a value in temperature are not shown.',
    )
    const problem = error('chart.no-column', { reason: 'A scatter chart needs a column.' })
    let broken = true
    const source = weather()
    const refused = await mount({
      ...source,
      derive: (query) => (broken ? Promise.reject(Object.assign(new Error('x'), { problem })) : source.derive!(query)),
    })
    await waitUntil(() => refused.shadowRoot?.querySelector('[role=alert]') != null)
    expect(getElement(refused, '.message').textContent?.replaceAll(/\s+/g, ' ')).to.contain(
      'A scatter chart needs a column. Choose a column.',
    )
    broken = false
    getElement(refused, '.message button').click()
    await waitUntil(() => drawing(refused) != null)
    const empty = await mount(
      createTestSource(weatherColumns, [], () => ({ columns: [{ name: 'x', type: 'VARCHAR' }], rows: [] })),
    )
    await waitUntil(() => empty.shadowRoot?.textContent?.includes('No data to draw') ?? false)
    const none = await mount(undefined)
    expect(none.shadowRoot?.textContent).to.contain('Run the workflow')
    const { columns, rows, page } = weather()
    const alone = await mount({ columns, rows, page })
    expect(alone.shadowRoot?.textContent).to.contain('cannot be drawn as a chart')
  })

  it('draws the last request, in whatever order responses arrive', async () => {
    const source = weather()
    const slow: TableSource = {
      ...source,
      derive: async (query) => {
        const isFirst = query.kind === 'chart' && query.spec.mark === 'bar'
        if (isFirst) await new Promise((resolve) => setTimeout(resolve, 150))
        return source.derive!(query)
      },
    }
    const chart = await mount(slow, { mark: 'bar', x: 'town' })
    chart.spec = chartSpecSchema.parse({ mark: 'histogram', x: 'temperature' })
    await new Promise((resolve) => setTimeout(resolve, 350))
    expect(getElement(chart, 'h3').textContent).to.equal('Distribution of temperature')
  })
})
