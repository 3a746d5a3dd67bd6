import { createEmptyWorkflow } from '@aw-flow/schema'
import { expect } from '@open-wc/testing'
import { render } from 'lit'
import { drawWorkflow } from '../workflows/draw-workflow.ts'
import { renderResult } from './render-result.ts'
import { createNode } from '../../../test/create-node.ts'

const show = (value: unknown): HTMLElement => {
  const container = document.createElement('div')
  render(renderResult(value, 'en'), container)
  return container
}
const getText = (element: Element): string => element.textContent.replaceAll(/\s+/g, ' ').trim()

describe('the result of a shared workflow', () => {
  it('has names with values, and a table for a list of objects', () => {
    const rows = [{ city: 'Bonn', total: 1234.5 }, { city: 'Oslo', note: null }] // oxfmt-ignore
    const container = show({ table: rows, count: 2, tags: ['a', 'b'], empty: {} })
    expect([...container.querySelectorAll('dt')].map(getText)).to.deep.equal(['table', 'count', 'tags', 'empty'])
    expect([...container.querySelectorAll('th')].map(getText)).to.deep.equal(['city', 'total', 'note'])
    expect([...container.querySelectorAll('td')].map(getText)).to.deep.equal(['Bonn', '1,234.5', '–', 'Oslo', '–', '–'])
    expect([...container.querySelectorAll('li')].map(getText)).to.deep.equal(['a', 'b'])
    expect(getText(container.querySelector('pre')!)).to.equal('{}')
  })

  it('limits long lists, and shows what is nested deep as JSON', () => {
    const container = show({ rows: Array.from({ length: 250 }, (_, id) => ({ id })), deep: { a: { b: { c: 1 } } } })
    expect(container.querySelectorAll('tbody tr')).to.have.length(100)
    expect(getText(container)).to.contain('… (250)')
    expect(JSON.parse(container.querySelector('pre')!.textContent)).to.deep.equal({ c: 1 })
  })

  it('limits the names, columns and characters of a hostile result', () => {
    const names = (count: number, value: unknown) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, value]))
    const long = 'x'.repeat(1_000_000)
    const container = show({ long, deep: { a: { b: { c: long } } }, rows: [names(5_000, 1)], ...names(5_000, 1) })
    expect(container.querySelectorAll(':scope > dl > dt')).to.have.length(100)
    expect(container.querySelectorAll('th')).to.have.length(100)
    expect(container.querySelector('pre')!.textContent).to.have.length(10_001)
    expect(container.textContent.length).to.be.lessThan(30_000)
    expect(getText(container)).to.contain('… (5003)')
  })
})

describe('the drawing of a workflow', () => {
  it('has the first nodes and edges of the largest workflow', () => {
    const nodes = Array.from({ length: 10_000 }, (_, index) =>
      createNode(
        `n${index}`,
        'filter',
        {},
        { label: 'L', position: { x: index * 100, y: (index * 7_919) % 1_000_003 } },
      ),
    )
    const edges = Array.from({ length: 40_000 }, (_, index) => ({
      id: `e${index}`,
      source: `n${index % 300}`,
      target: `n${index}`,
    }))
    const container = document.createElement('div')
    render(drawWorkflow({ ...createEmptyWorkflow('Large'), nodes, edges }, []), container)
    expect(container.querySelectorAll('.node')).to.have.length(400)
    expect(container.querySelectorAll('.edge')).to.have.length(400)
  })
})
