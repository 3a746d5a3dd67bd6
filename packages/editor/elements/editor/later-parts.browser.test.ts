import { expect } from '@open-wc/testing'
import { setViewport } from '@web/test-runner-commands'
import { waitUntil } from '../../../../test/wait-until.ts'
import { VersionsEvent } from '../../canvas/canvas-events.ts'
import { defineCoreElements } from '../../define-core-elements.ts'
import { defineDeferredElements } from '../define-deferred-elements.ts'
import { defineOnDemandElements } from '../define-on-demand-elements.ts'
import { mountEditor, whenSettled } from '../../test-editor.ts'
import { getElement } from '../../test-pointer.ts'
import { AwVersions } from '../../versions/aw-versions.ts'

describe('before the later parts are defined', () => {
  const errors: unknown[] = []
  const onError = (event: PromiseRejectionEvent): unknown => errors.push(event.reason)

  before(async () => {
    defineCoreElements()
    await setViewport({ width: 1200, height: 800 })
    window.addEventListener('unhandledrejection', onError)
  })
  after(() => window.removeEventListener('unhandledrejection', onError))

  // One test: elements can be defined once per page.
  it('remembers clicks: versions, shortcuts and settings open when they are defined', async () => {
    const other = await mountEditor()
    const third = await mountEditor()
    const { editor } = await mountEditor()
    await whenSettled(getElement(editor, '[aria-label=Versions]').click())
    editor.dispatchEvent(new VersionsEvent({ action: 'next' }))
    other.canvas.run('keys')
    third.canvas.select(['load'])
    await whenSettled(third.canvas.run('open'))
    expect(customElements.get('aw-versions')).to.equal(undefined)
    expect(errors).to.deep.equal([])

    defineDeferredElements()
    defineOnDemandElements()
    expect(getElement(editor, 'aw-versions')).to.be.instanceOf(AwVersions)
    await waitUntil(() => getElement(other.editor, 'aw-key-dialog').shadowRoot?.querySelector('dialog')?.open === true)
    await waitUntil(() => getElement(third.editor, 'aw-inspector').shadowRoot?.querySelector('aw-form') !== null)
    expect(errors).to.deep.equal([])
  })
})
