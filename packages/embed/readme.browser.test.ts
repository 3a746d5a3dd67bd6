import { createEmptyWorkflow, type NodeType, type Workflow } from '@aw-flow/schema'
import { expect, fixture, html } from '@open-wc/testing'
import { waitUntil } from '../../test/wait-until.ts'
import { createNode } from '../../test/create-node.ts'
import './index.ts'

/** The globals that the README's code uses. */
interface Page {
  mayEdit: boolean
  api: { get(id: string): Promise<unknown>; put(id: string, workflow: Workflow): Promise<void> }
  show(value: unknown): void
}

const orders: Workflow = {
  ...createEmptyWorkflow('Orders'),
  nodes: [createNode('made', 'transform', { expression: '{"n": 1 + 1}' }, { label: 'Made' })],
}

describe('the README', () => {
  it('has code with which a page listens to events and controls the editor', async () => {
    const readme = await (await fetch(new URL('README.md', import.meta.url))).text()
    const [, lines] = /^## Events and control\n[^]*?```js\n([^]*?)```/m.exec(readme) ?? []
    const shown: unknown[] = []
    const saved: [string, string][] = []
    const page: Page = {
      mayEdit: true,
      api: {
        get: async () => structuredClone(orders),
        put: async (id, { name }) => void saved.push([id, name]),
      },
      show: (value) => shown.push(value),
    }
    Object.assign(globalThis, page)
    await fixture(html`<main style="width: 1200px; height: 700px"></main>`)
    const script = document.createElement('script')
    Object.assign(script, { type: 'module', textContent: lines })
    document.body.append(script)
    await waitUntil(() => shown.includes('completed'), 'the run has ended')
    script.remove()
    const editor = document.querySelector('main aw-workflow-editor') as HTMLElementTagNameMap['aw-workflow-editor']
    const session = editor.session!
    expect(session.runs.current?.nodes.made?.outputs).to.deep.equal({ value: { kind: 'json', json: { n: 2 } } })
    expect(shown).to.include('1 selected')
    expect([...editor.canvas!.selection]).to.deep.equal(['made'])
    expect(editor.canAdd({ family: 'actions' } as NodeType)).to.equal(false)
    session.document.apply({ type: 'set-name', name: 'Other orders' })
    await waitUntil(() => saved.length > 0 && shown.includes('saved'), 'it is saved')
    expect(saved).to.deep.equal([['orders', 'Other orders']])
    Object.assign(globalThis, { mayEdit: false })
    session.document.undo()
    session.document.apply({ type: 'set-name', name: 'Not mine' })
    expect(session.document.current.name).to.equal('Other orders')
  })
})
