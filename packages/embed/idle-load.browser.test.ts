import { expect, fixture, html } from '@open-wc/testing'
import { waitUntil } from '../../test/wait-until.ts'
import type { LocalWorkflowEditor } from './index.ts'
import './index.ts'

describe('an editor that nobody uses', () => {
  // One test: elements can be defined once per page.
  it('loads settings and tables when it is idle, and the rest with the first move of the pointer', async () => {
    const editor = await fixture<LocalWorkflowEditor>(html`<aw-workflow-editor></aw-workflow-editor>`)
    await waitUntil(() => editor.session !== undefined, 'it opens a session')
    await Promise.all(['aw-inspector', 'aw-data-table'].map((name) => customElements.whenDefined(name)))
    await new Promise((resolve) => requestIdleCallback(resolve))
    expect(customElements.get('aw-run-monitor')).to.equal(undefined)

    document.body.dispatchEvent(new PointerEvent('pointermove', { bubbles: true }))
    await Promise.all(['aw-run-monitor', 'aw-chart', 'aw-versions'].map((name) => customElements.whenDefined(name)))
  })
})
