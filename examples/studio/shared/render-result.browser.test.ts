import { expect } from '@open-wc/testing'
import { render } from 'lit'
import { renderResult } from './render-result.ts'

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
})
