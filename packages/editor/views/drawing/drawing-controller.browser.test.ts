import { expect, fixture, html } from '@open-wc/testing'
import { ProblemError, type Problem } from '@aw-flow/schema'
import { defineElements } from '../../define-elements.ts'
import { createTestSource } from '../../test-source.ts'
import { waitUntil } from '../../../../test/wait-until.ts'
import type { TableSource } from '../table-source.ts'
import type { AwGraphView } from '../graph/aw-graph-view.ts'

defineElements()

const createLinks = (source: string): TableSource =>
  createTestSource(
    ['source', 'target'].map((name) => ({ name, type: 'VARCHAR' })),
    [{ source, target: 'end' }],
  )

describe('DrawingController', () => {
  it('ignores a load of former inputs that ends after that of the current ones', async () => {
    const former = createLinks('former')
    let resolve: (page: Uint8Array) => void = () => undefined
    const promise = new Promise<Uint8Array>((settle) => (resolve = settle))
    const graph = await fixture<AwGraphView>(
      html`<aw-graph-view
        style="width: 760px; height: 480px"
        gpu="none"
        .links=${{ ...former, page: () => promise }}
      ></aw-graph-view>`,
    )
    const getText = (): string => graph.shadowRoot!.querySelector('.status')?.textContent ?? ''
    graph.links = createTestSource(former.columns, [
      { source: 'a', target: 'b' },
      { source: 'b', target: 'c' },
    ])
    await waitUntil(() => getText().includes('3 points'), 'the current links are read')
    resolve(await former.page(0, 10))
    await new Promise((done) => setTimeout(done, 50))
    expect(getText()).to.contain('3 points')
  })

  it('shows how to solve a problem, with a button that tries again', async () => {
    const source = createLinks('start')
    let isBroken = true
    const problem: Problem = {
      code: 'test.missing',
      severity: 'error',
      message: 'Column “end” is missing.',
      hint: 'Select another column.',
    }
    const graph = await fixture<AwGraphView>(
      html`<aw-graph-view
        style="width: 760px; height: 480px"
        gpu="none"
        .links=${{ ...source, page: (...range: [number, number]) => (isBroken ? Promise.reject(new ProblemError(problem)) : source.page(...range)) }}
      ></aw-graph-view>`,
    )
    const getText = (selector: string): string | undefined =>
      graph.shadowRoot!.querySelector(selector)?.textContent.replaceAll(/\s+/g, ' ').trim()
    await waitUntil(
      () => getText('.message') !== undefined && getText('.message') !== graph.strings.loading,
      'it failed',
    )
    expect(getText('.message')).to.equal(
      'The graph could not be drawn: Column “end” is missing. Select another column. Try again',
    )
    isBroken = false
    graph.shadowRoot!.querySelector<HTMLElement>('.message button')!.click()
    await waitUntil(() => getText('.status')?.includes('2 points') ?? false, 'it is drawn')
  })
})
