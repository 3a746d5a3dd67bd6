import { expect, fixture } from '@open-wc/testing'
import { setViewport } from '@web/test-runner-commands'
import type { NodeType } from '@aw-flow/schema'
import { css, html, LitElement, render } from 'lit'
import { pageStyles } from './page.styles.ts'
import { createTableCardStyles } from './shell/table-cards.ts'
import { drawWorkflow } from './workflows/draw-workflow.ts'

class NarrowPage extends LitElement {
  static override styles = [
    ...pageStyles,
    css`
      table {
        min-width: 640px;
      }
    `,
    createTableCardStyles(600),
  ]
  protected override render(): unknown {
    return html`<main>
      <header>
        <h1>New from template</h1>
        <a class="button">Template gallery</a>
        <a class="button">Empty workflow</a>
      </header>
      <table>
        <thead>
          <tr>
            <th>Name</th>
            <th>Runs</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th>Orders</th>
            <td data-title="Runs">5</td>
            <td></td>
          </tr>
        </tbody>
      </table>
    </main>`
  }
}
customElements.define('narrow-page', NarrowPage)

describe('pages on a phone', () => {
  it('have a title in one line, and tables as cards', async () => {
    await setViewport({ width: 390, height: 800 })
    const page = await fixture<NarrowPage>(html`<narrow-page style="display: block"></narrow-page>`)
    const find = (selector: string): HTMLElement => page.shadowRoot!.querySelector<HTMLElement>(selector)!
    expect(find('h1').getBoundingClientRect().height).to.be.lessThan(30)
    expect(find('table').getBoundingClientRect().right).to.be.at.most(390)
    expect(getComputedStyle(find('td'), '::before').content).to.equal('"Runs"')
    expect(getComputedStyle(find('td:empty')).display).to.equal('none')
    await setViewport({ width: 800, height: 800 })
    expect(getComputedStyle(find('td'), '::before').content).to.equal('none')
  })
})

describe('the picture of a workflow', () => {
  it('has empty boxes until the node types are loaded, and then their icons', () => {
    const workflow = { nodes: [{ id: 'a', type: 'known', position: { x: 0, y: 0 } }], edges: [] }
    const listIcons = (catalog: readonly unknown[]): (string | null)[] => {
      const container = document.createElement('div')
      render(drawWorkflow(workflow as never, catalog as readonly NodeType[]), container)
      return [...container.querySelectorAll('[data-icon]')].map((mark) => mark.getAttribute('data-icon'))
    }
    expect(listIcons([])).to.deep.equal([])
    expect(listIcons([{ type: 'known', icon: 'play' }])).to.deep.equal(['play'])
    expect(listIcons([{ type: 'other', icon: 'play' }])).to.deep.equal(['box'])
  })
})
