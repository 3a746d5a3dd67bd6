import { expect, fixture, html } from '@open-wc/testing'
import { waitUntil } from '../../test/wait-until.ts'
import { setViewport } from '@web/test-runner-commands'
import type { LocalWorkflowEditor } from './index.ts'
import { createNode } from '../../test/create-node.ts'
import './index.ts'

/** All text in an element, including shadow roots. */
function textOf(root: ParentNode & Node): string {
  const shown = [...root.querySelectorAll('*')].map((element) => (element.shadowRoot ? textOf(element.shadowRoot) : ''))
  return `${root.textContent} ${shown.join(' ')}`
}

const needsServer = /require a server\. In the browser, the workflow is started manually/

describe('triggers in the editor', () => {
  before(() => setViewport({ width: 1400, height: 900 }))

  it('schedule, webhook and event show that they need a server, and run manually with their samples', async function () {
    this.timeout(60_000)
    const editor = await fixture<LocalWorkflowEditor>(
      html`<aw-workflow-editor workflow="triggers"></aw-workflow-editor>`,
    )
    await waitUntil(() => editor.session?.engine.state === 'ready', 'the engine answers')
    const session = editor.session!
    for (const type of ['schedule', 'webhook', 'event']) {
      session.document.open({
        version: 1,
        name: type,
        nodes: [
          { id: type, type, position: { x: 0, y: 0 }, data: { label: 'Start', config: { sample: '{"n": 20}' } } },
          createNode(
            'more',
            'variable',
            { name: 'more', expression: 'trigger_data.n + 1' },
            { label: 'More', position: { x: 300, y: 0 } },
          ),
        ],
        edges: [{ id: 'e', source: type, sourceHandle: 'data', target: 'more', targetHandle: 'value' }],
      })
      await waitUntil(() => session.document.description?.nodes[type] !== undefined, 'it is described')
      editor.canvas?.select([type])
      await waitUntil(() => needsServer.test(textOf(editor.shadowRoot!)), `${type} shows it`)
      expect(session.document.description?.ready, type).to.equal(true)
      await session.runs.start()
      expect(session.runs.current?.state, type).to.equal('completed')
      expect(session.runs.current?.nodes[type]?.state, type).to.equal('completed')
      expect(session.runs.current?.nodes.more?.outputs, type).to.deep.equal({ value: { kind: 'json', json: 21 } })
      await session.runs.start({ data: { n: 6 } })
      expect(session.runs.current?.nodes.more?.outputs, type).to.deep.equal({ value: { kind: 'json', json: 7 } })
      editor.canvas?.select([])
      await waitUntil(() => !needsServer.test(textOf(editor.shadowRoot!)), `the settings of ${type} are closed`)
    }
  })
})
