import { expect, fixture, html } from '@open-wc/testing'
import { resetMouse, sendMouse, setViewport } from '@web/test-runner-commands'
import { chartSpecSchema, type ChartSpec, type TableFilter } from '@aw-flow/schema/internal'
import { defineElements } from '../../define-elements.ts'
import { createWeatherChart, weatherColumns } from '../../test-charts.ts'
import { pressKeys, getElement } from '../../test-pointer.ts'
import { createTestSource } from '../../test-source.ts'
import type { AwChart, ChartFilterEvent } from './aw-chart.ts'
import { waitUntil } from '../../../../test/wait-until.ts'

defineElements()

async function mount(spec: Partial<ChartSpec>, filters: readonly TableFilter[] = []) {
  const source = createTestSource(weatherColumns, [], createWeatherChart)
  const chart = await fixture<AwChart>(
    html`<aw-chart
      style="width: 760px; height: 480px"
      .source=${source}
      .spec=${chartSpecSchema.parse(spec)}
      .filters=${filters}
    ></aw-chart>`,
  )
  const events: ChartFilterEvent[] = []
  chart.addEventListener('aw-chart-filter', (event) => events.push(event))
  await waitUntil(() => chart.shadowRoot!.querySelector('.drawing.brushable > svg'))
  return { chart, source, events }
}
const listBands = (chart: AwChart): Element[] => [...chart.shadowRoot!.querySelectorAll('.brush')]

async function drag(chart: AwChart, from: number, to: number): Promise<void> {
  const { left, top } = getElement(chart, '.drawing > svg').getBoundingClientRect()
  await sendMouse({ type: 'move', position: [Math.round(left + from), Math.round(top + 120)] })
  await sendMouse({ type: 'down' })
  await sendMouse({ type: 'move', position: [Math.round(left + to), Math.round(top + 140)] })
  await sendMouse({ type: 'up' })
}

describe('selection in <aw-chart>', () => {
  beforeEach(async () => {
    await setViewport({ width: 1000, height: 700 })
    await resetMouse()
  })

  it('filters by a range that is dragged, shows it, and removes it with a click or its button', async () => {
    const { chart, source, events } = await mount({ mark: 'histogram', x: 'temperature' })
    const { length } = source.queries
    await drag(chart, 200, 320)
    await waitUntil(() => events.length === 1)
    const [filter] = events[0]!.filters
    expect(filter?.column).to.equal('temperature')
    expect(filter?.test).to.equal('between')
    expect(Number(filter?.upTo)).to.be.greaterThan(Number(filter?.value))
    chart.filters = [filter!]
    await waitUntil(() => listBands(chart).length === 1)
    const width = Number(listBands(chart)[0]!.getAttribute('width'))
    expect(width).to.be.closeTo(120, 3)
    expect(source.queries.length, 'the chart of its own filter remains').to.equal(length)
    await expect(chart).to.be.accessible()
    getElement(chart, '.filters button').click()
    await waitUntil(() => events.length === 2)
    await drag(chart, 250, 250)
    await waitUntil(() => events.length === 3)
    expect(events.slice(1).map((event) => event.filters)).to.deep.equal([[], []])
  })

  it('filters by bars that are clicked', async () => {
    const { chart, events } = await mount({ mark: 'bar', x: 'town' })
    const [bar] = [...chart.shadowRoot!.querySelectorAll('.drawing [aria-label=bar] > *')]
    const { left, top, width, height } = bar!.getBoundingClientRect()
    await sendMouse({ type: 'click', position: [Math.round(left + width / 2), Math.round(top + height / 2)] })
    await waitUntil(() => events.length === 1)
    expect(events[0]!.filters).to.deep.equal([{ column: 'town', test: 'one-of', values: ['Oslo'] }])
    chart.filters = events[0]!.filters
    await waitUntil(() => listBands(chart).length === 1)
    expect(getElement(chart, '.filters').textContent.replaceAll(/\s+/g, ' ').trim()).to.equal('town: Oslo')
  })

  it('filters by a range and by values with the keyboard, and describes the keys', async () => {
    const { chart, events } = await mount({ mark: 'histogram', x: 'temperature' })
    const focus = async (): Promise<void> => {
      getElement(chart, '.drawing').focus()
      await waitUntil(() => chart.shadowRoot!.querySelector('.keys'))
    }
    await focus()
    expect(getElement(chart, '.drawing').getAttribute('role')).to.equal('application')
    expect(getElement(chart, '.keys').textContent).to.contain('with Shift, they select a range')
    await expect(chart).to.be.accessible()
    await pressKeys('ArrowRight')
    await pressKeys('ArrowRight')
    await waitUntil(() => chart.shadowRoot!.querySelector('.cursor'))
    await pressKeys('Shift', 'ArrowRight')
    await pressKeys('Shift', 'ArrowRight')
    await waitUntil(() => getElement(chart, 'p[role=status]').textContent.includes(' to '))
    expect(listBands(chart)).to.have.length(1)
    await pressKeys('Enter')
    const [filter] = events.at(-1)!.filters
    expect(filter).to.deep.include({ column: 'temperature', test: 'between' })
    expect(Number(filter?.upTo)).to.be.greaterThan(Number(filter?.value))
    await waitUntil(() => getElement(chart, 'p[role=status]').textContent.endsWith(', selected'))
    chart.filters = events.at(-1)!.filters
    await chart.updateComplete
    await pressKeys('Escape')
    expect(events.at(-1)!.filters).to.deep.equal([])

    chart.spec = chartSpecSchema.parse({ mark: 'bar', x: 'town' })
    chart.filters = []
    await waitUntil(() => chart.shadowRoot!.querySelector('.drawing [aria-label=bar]'))
    await focus()
    await pressKeys('Home')
    await waitUntil(() => getElement(chart, 'p[role=status]').textContent === 'Oslo: 40')
    await pressKeys('ArrowDown')
    await pressKeys(' ')
    expect(events.at(-1)!.filters).to.deep.equal([{ column: 'town', test: 'one-of', values: ['Bonn'] }])
    await waitUntil(() => getElement(chart, 'p[role=status]').textContent === 'Bonn, selected')
  })

  it('handles keys that are pressed while the code for the keyboard is loaded', async () => {
    const { chart, events } = await mount({ mark: 'bar', x: 'town' })
    const drawing = getElement(chart, '.drawing')
    drawing.focus()
    const isDefault = ['Home', ' '].map((key) =>
      drawing.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })),
    )
    expect(isDefault).to.deep.equal([false, false])
    await waitUntil(() => events.length === 1)
    expect(events[0]!.filters).to.deep.equal([{ column: 'town', test: 'one-of', values: ['Oslo'] }])
  })

  it('applies the filters of other columns to the chart', async () => {
    const filters: TableFilter[] = [{ column: 'sky', test: 'equals', value: 'sun' }]
    const { chart, source } = await mount({ mark: 'bar', x: 'town' }, filters)
    expect(source.queries.map(({ kind }) => kind)).to.deep.equal(['view', 'chart'])
    expect(source.queries[0]).to.deep.include({ filters })
    chart.filters = []
    await waitUntil(() => source.queries.length === 3)
    expect(source.queries[2]!.kind).to.equal('chart')
  })

  it('filters a linked table of the same source, whose filters apply to the chart', async () => {
    const source = createTestSource(weatherColumns, [{ town: 'Oslo', temperature: 5 }, { town: 'Bonn', temperature: 900 }], createWeatherChart) // oxfmt-ignore
    const place = await fixture<HTMLElement>(
      html`<div>
        <aw-chart
          linked
          style="width: 760px; height: 480px"
          .source=${source}
          .spec=${chartSpecSchema.parse({ mark: 'histogram', x: 'temperature' })}
        ></aw-chart>
        <aw-data-table linked style="width: 760px; height: 160px" .source=${source}></aw-data-table>
      </div>`,
    )
    const [chart, table] = [place.querySelector('aw-chart')!, place.querySelector('aw-data-table')!]
    await waitUntil(() => chart.shadowRoot!.querySelector('.drawing.brushable > svg'))
    await drag(chart, 200, 700)
    await waitUntil(() => table.view.filters.length === 1)
    await waitUntil(() => table.shadowRoot!.querySelector('.status .size')?.textContent === '1 of 2 rows')
    const formats = { temperature: { number: { style: 'percent' as const } } }
    table.view = { ...table.view, formats }
    await waitUntil(() => getElement(chart, '.drawing [aria-label="x-axis tick label"]').textContent.includes('%'))
    table.view = { ...table.view, filters: [{ column: 'town', test: 'equals', value: 'Bonn' }] }
    await waitUntil(() => chart.filters?.[0]?.column === 'town')
    await waitUntil(() => source.queries.some((query) => query.kind === 'view' && query.places === false))
  })
})
