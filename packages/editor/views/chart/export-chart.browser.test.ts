import { expect } from '@open-wc/testing'
import { chartToPng, chartToSvg, type ChartImage } from './export-chart.ts'

const hostile = `</title></text><script>alert(1)</script>" onload="alert(2)" & ]]> \u0000\u0001\uFFFE\uD800 javascript:alert(3)`

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
})
