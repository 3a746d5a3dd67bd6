import { expect, fixture, html } from '@open-wc/testing'
import { waitUntil } from '../../test/wait-until.ts'
import type { LocalWorkflowEditor } from './index.ts'
import './index.ts'

describe('an editor whose host opens a dialog before anybody uses the page', () => {
  // One test: elements can be defined once per page.
  it('loads the elements of the dialog', async () => {
    const editor = await fixture<LocalWorkflowEditor>(html`<aw-workflow-editor></aw-workflow-editor>`)
    await waitUntil(() => editor.session !== undefined, 'it opens a session')
    expect(customElements.get('aw-command-palette')).to.equal(undefined)
    editor.openCommandPalette()
    await customElements.whenDefined('aw-command-palette')
    await waitUntil(() => editor.renderRoot.querySelector('aw-command-palette')?.shadowRoot != null, 'it renders')
  })
})
