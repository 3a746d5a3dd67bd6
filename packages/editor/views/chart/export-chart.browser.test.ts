import { expect } from '@open-wc/testing'
import { chartMarks, chartSpecSchema, type ChartSpec } from '@aw-flow/schema/internal'
import type { ChartRow } from './chart-data.ts'
import { drawPlot } from './draw-plot.ts'
import { chartToPng, chartToSvg, type ChartImage } from './export-chart.ts'

const hostile = `</title></text><script>alert(1)</script>" onload="alert(2)" & ]]> \u0000\u0001\uFFFE\uD800 javascript:alert(3)`

/** Cells that could run, load or style something if they were more than text. */
const hostileCells = [
  '<script>alert(1)</script>',
  '</text><foreignObject><img src=x onerror=alert(1)></foreignObject>',
  '"><image href="https://evil.example/pixel.png"/>',
  'url(https://evil.example/pixel.svg#a)',
  'javascript:alert(1)',
  '</style><style>@import "https://evil.example/a.css"',
]
const rowsOf: Record<ChartSpec['mark'], (cell: string, index: number) => ChartRow> = {
  bar: (cell, index) => ({ x: cell, value: index }),
  line: (cell, index) => ({ x: cell, value: index }),
  area: (cell, index) => ({ x: cell, value: index }),
  scatter: (_, index) => ({ x: index, y: index }),
  histogram: (_, index) => ({ x: index, x2: index + 1, value: index }),
  box: (cell, index) => ({ x: cell, low: index, q1: index, median: index, q3: index, high: index }),
  'heat-map': (cell, index) => ({ x: cell, y: cell, value: index }),
}

/** A chart with hostile texts from data. */
function draw(): ChartImage & { remove(): void } {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('width', '200')
  svg.setAttribute('height', '100')
  const text = document.createElementNS('http://www.w3.org/2000/svg', 'text')
  text.setAttribute('aria-label', hostile)
  text.textContent = hostile
  svg.append(text)
  document.body.append(svg)
  const legend = [{ label: hostile, color: 'red' }]
  return { svg, styles: ['text { fill: red } </style>'], title: hostile, legend, remove: () => svg.remove() }
}

describe('an exported chart', () => {
  it('is a complete file with every text of the data as text', async () => {
    const chart = draw()
    try {
      const file = new DOMParser().parseFromString(chartToSvg(chart), 'image/svg+xml')
      expect(file.querySelector('parsererror')?.textContent).to.equal(undefined)
      const names = [...file.querySelectorAll('*')].map(({ nodeName }) => nodeName)
      expect(names).to.deep.equal(['svg', 'title', 'style', 'rect', 'text', 'rect', 'text', 'svg', 'text'])
      const attributes = [...file.querySelectorAll('*')].flatMap((element) => [...element.attributes])
      expect(attributes.map(({ name }) => name).filter((name) => /^on|href/.test(name))).to.deep.equal([])
      expect(file.querySelector('title')?.textContent).to.contain('</title></text><script>')
      expect((await chartToPng(chart)).type).to.equal('image/png')
    } finally {
      chart.remove()
    }
  })

  for (const mark of chartMarks) {
    it(`of the kind "${mark}" contains cells as text, and nothing that could run or load`, () => {
      const cells = [...hostileCells, ...hostileCells].map((cell, index) => ({
        facet: cell,
        series: cell,
        ...rowsOf[mark](cell, index),
      }))
      // Plot warns about box plots with facets of these few rows.
      const facets = mark === 'box' ? [] : hostileCells
      const data = { rows: cells, facets, facetRows: [], series: hostileCells }
      const [x = '', y = '', color = '', facet = ''] = hostileCells
      const { svg, styles } = drawPlot(chartSpecSchema.parse({ mark, x, y, color, facet }), data, {
        width: 600,
        height: 400,
        getSeriesColor: () => 'var(--_category-1, red)',
        getTooltip: ({ series = '' }) => series,
        language: 'en',
        labels: { x, y },
        units: {},
        facetLabels: { columns: facet, rows: facet },
      })
      document.body.append(svg)
      try {
        const legend = hostileCells.map((label) => ({ label, color: 'red' }))
        const text = chartToSvg({ svg, styles, title: hostileCells.join(' '), legend })
        const file = new DOMParser().parseFromString(text, 'image/svg+xml')
        expect(file.querySelector('parsererror')?.textContent).to.equal(undefined)
        const elements = [...file.querySelectorAll('*')]
        const known = 'svg title style rect text g path line circle clipPath tspan'.split(' ')
        expect(elements.map(({ nodeName }) => nodeName).filter((name) => !known.includes(name))).to.deep.equal([])
        for (const { name, value } of elements.flatMap((element) => [...element.attributes])) {
          expect(name).to.not.match(/^on|href/i)
          if (name !== 'aria-label') expect(value, name).to.not.match(/evil|javascript:|url\((?!#)/)
        }
        const sheets = elements.filter(({ nodeName }) => nodeName === 'style').map(({ textContent }) => textContent)
        expect(sheets.join('')).to.not.match(/evil|@import/)
        for (const cell of hostileCells) expect(file.documentElement.textContent).to.contain(cell)
      } finally {
        svg.remove()
      }
    })
  }

  it('of many points is copied in linear time', () => {
    const chart = draw()
    const { querySelectorAll } = Element.prototype
    const { getContext } = HTMLCanvasElement.prototype
    let searches = 0
    let canvases = 0
    try {
      for (let index = 0; index < 1_000; index++) {
        const circle = document.createElementNS('http://www.w3.org/2000/svg', 'circle')
        circle.setAttribute('fill', 'var(--point, rgb(1, 2, 3))')
        chart.svg.append(circle)
      }
      HTMLCanvasElement.prototype.getContext = function (...options: Parameters<typeof getContext>) {
        canvases++
        return getContext.apply(this, options) as never
      }
      Element.prototype.querySelectorAll = function (selectors: string) {
        searches++
        return querySelectorAll.call(this, selectors)
      }
      expect(chartToSvg(chart).match(/<circle fill="#010203"/g)).to.have.length(1_000)
      expect(searches).to.be.lessThan(10)
      expect(canvases).to.be.lessThan(10)
    } finally {
      HTMLCanvasElement.prototype.getContext = getContext
      Element.prototype.querySelectorAll = querySelectorAll
      chart.remove()
    }
  })
})
