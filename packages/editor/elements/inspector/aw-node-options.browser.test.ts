import { expect, fixture, html } from '@open-wc/testing'
import { setViewport } from '@web/test-runner-commands'
import { defineElements } from '../../define-elements.ts'
import { waitForFrame, getElement } from '../../test-pointer.ts'
import { mainJob, TestSession } from '../../test-session.ts'
import type { AwInspector } from './aw-inspector.ts'
import type { AwNodeOptions } from './aw-node-options.ts'

defineElements()

async function mount(readonly = false): Promise<{ options: AwNodeOptions; session: TestSession }> {
  const groups = [
    { id: 'g1', label: 'Checks', nodes: ['validate'], mode: 'bypassed' as const },
    { id: 'g2', label: 'Reading', nodes: ['load', 'prepare'] },
  ]
  const session = new TestSession({ document: { ...mainJob(), groups } })
  const inspector = await fixture<AwInspector>(
    html`<aw-inspector .session=${session} .nodes=${new Set(['prepare'])} ?readonly=${readonly}></aw-inspector>`,
  )
  inspector.style.cssText = 'width: 320px; height: 1200px'
  await waitForFrame()
  const options = getElement<AwNodeOptions>(inspector, 'aw-node-options')
  getElement<HTMLDetailsElement>(options, 'details').open = true
  return { options, session }
}

const set = async (options: AwNodeOptions, id: string, value: string): Promise<void> => {
  const field = getElement<HTMLInputElement | HTMLSelectElement>(options, `#${id}`)
  field.value = value
  field.dispatchEvent(new Event('change', { bubbles: true }))
  await options.updateComplete
  await waitForFrame()
}
const nodeOf = (session: TestSession) => session.document.current.nodes.find(({ id }) => id === 'prepare')!

describe('<aw-node-options>', () => {
  beforeEach(() => setViewport({ width: 800, height: 1200 }))

  it('sets mode, join and error handling, each by an edit that can be undone', async () => {
    const { options, session } = await mount()
    expect(options.shadowRoot!.querySelector('.changed')).to.equal(null)
    await set(options, 'mode', 'bypassed')
    await set(options, 'join', 'any')
    await set(options, 'onError', 'branch')
    expect(nodeOf(session)).to.include({ mode: 'bypassed', join: 'any', onError: 'branch' })
    expect(options.shadowRoot!.querySelector('.changed')).not.to.equal(null)
    await waitForFrame(session.document.undo())
    expect(nodeOf(session)).not.to.have.property('onError')
    expect(getElement<HTMLSelectElement>(options, '#onError').value).to.equal('stop')
    await set(options, 'mode', 'enabled')
    await set(options, 'join', 'own')
    expect(nodeOf(session)).not.to.have.any.keys('mode', 'join', 'onError')
    await expect(options).to.be.accessible()
  })

  it('sets retries and timeouts in seconds, and reports invalid input', async () => {
    const { options, session } = await mount()
    await set(options, 'count', '5')
    await set(options, 'delaysMs', '1, 2.5; 10')
    await set(options, 'timeoutMs', '30')
    await set(options, 'totalMs', '120')
    const retry = { count: 5, delaysMs: [1_000, 2_500, 10_000], timeoutMs: 30_000, totalMs: 120_000 }
    expect(nodeOf(session).retry).to.deep.equal(retry)
    for (const [id, wrong] of [
      ['count', '21'],
      ['count', 'many'],
      ['timeoutMs', '0'],
      ['totalMs', '1, 2'],
      ['delaysMs', 'soon'],
    ] as const) {
      await set(options, id, wrong)
      expect(getElement(options, `#${id}`).getAttribute('aria-invalid')).to.equal('true')
      expect(getElement<HTMLInputElement>(options, `#${id}`).value).to.equal(wrong)
      expect(options.shadowRoot!.querySelectorAll('[role=alert]')).to.have.length(1)
      expect(nodeOf(session).retry).to.deep.equal(retry)
    }
    await expect(options).to.be.accessible()
    for (const id of ['count', 'delaysMs', 'timeoutMs', 'totalMs']) await set(options, id, '')
    expect(options.shadowRoot!.querySelector('[role=alert]')).to.equal(null)
    expect(nodeOf(session)).not.to.have.property('retry')
  })

  it('adds a node to a group and removes it, and shows the group’s mode', async () => {
    const { options, session } = await mount()
    const group = getElement<HTMLSelectElement>(options, '#group')
    expect(group.value).to.equal('g2')
    await set(options, 'group', 'g1')
    expect(session.document.current.groups?.map(({ nodes }) => nodes)).to.deep.equal([
      ['validate', 'prepare'],
      ['load'],
    ])
    expect(options.shadowRoot!.querySelector('.note')?.textContent).to.contain('Checks')
    await waitForFrame(session.document.undo())
    expect(session.document.current.groups?.map(({ nodes }) => nodes)).to.deep.equal([
      ['validate'],
      ['load', 'prepare'],
    ])
    await set(options, 'group', '')
    expect(session.document.current.groups?.map(({ nodes }) => nodes)).to.deep.equal([['validate'], ['load']])
  })

  it('changes nothing if it is read-only', async () => {
    const { options } = await mount(true)
    const fields = [...options.shadowRoot!.querySelectorAll<HTMLInputElement>('input, select')]
    expect(fields.every(({ disabled }) => disabled)).to.equal(true)
  })
})
