import { defineElements, type AwInspector } from '@aw-flow/editor'
import { expect, fixture, html } from '@open-wc/testing'
import { waitUntil } from '../../../test/wait-until.ts'
import { mainJob, TestSession } from '../../../packages/editor/test-session.ts'
import { switchLanguage } from '../language/strings.ts'
import { ServerChangeEvent } from '../shell/studio-events.ts'
import { openServerDialog } from '../settings/server-dialog.ts'
import { createServerExtension, needsServer } from './server-section.ts'

defineElements()

const createSession = (): TestSession => {
  const session = new TestSession({ document: mainJob() })
  const problem = {
    code: 'outside.not-available',
    severity: 'warning',
    message: 'Not here.',
    where: { node: 'table' },
  } as const
  const nodes = { table: { inputs: {}, outputs: {}, summary: '', problems: [problem] } }
  session.setDescription({ nodes, problems: [problem], ready: true })
  return session
}

describe('running on a server', () => {
  beforeEach(() => switchLanguage())

  it('is offered in the settings of nodes that need a server', async () => {
    const session = createSession()
    expect([needsServer(session), needsServer(session, 'table'), needsServer(session, 'load')]).to.deep.equal([
      true,
      true,
      false,
    ])
    let requests = 0
    const { inspectorSections = [] } = createServerExtension(() => requests++)
    const [section] = inspectorSections
    const inspector = await fixture<AwInspector>(html`<aw-inspector .session=${session}></aw-inspector>`)
    const container = document.createElement('div')
    const context = { session, type: undefined, readonly: false, strings: inspector.strings, apply: () => undefined }
    const [load, , , table] = session.document.current.nodes
    const mounted = section!.mount(container, { ...context, node: load! })
    expect(container.querySelector('button')).to.equal(null)
    mounted?.update?.({ ...context, node: table! })
    expect(container.querySelector('button')?.textContent?.trim()).to.equal('Run on server…')
    container.querySelector('button')?.click()
    expect(requests).to.equal(1)
  })

  it('opens one dialog, which closes once a server is chosen', async () => {
    openServerDialog({ renderRoot: document.body })
    const dialog = document.querySelector('studio-dialog')!
    await waitUntil(() => dialog.shadowRoot?.querySelector('dialog')?.open === true)
    const panel = dialog.shadowRoot!.querySelector('studio-server')!
    await waitUntil(() => panel.shadowRoot?.querySelector('[data-testid=server-address]') !== null)
    await expect(dialog).to.be.accessible()
    panel.dispatchEvent(new ServerChangeEvent())
    await waitUntil(() => !dialog.isConnected)
  })
})
