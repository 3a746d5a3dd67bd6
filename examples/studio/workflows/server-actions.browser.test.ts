import type { ServerApi, WorkflowSession } from '@aw-flow/client'
import { expect } from '@open-wc/testing'
import { LitElement } from 'lit'
import { waitUntil } from '../../../test/wait-until.ts'
import { switchLanguage } from '../language/strings.ts'
import { ToastEvent } from '../shell/studio-events.ts'
import type { Workspace } from '../workspace.ts'
import { serverActions } from './server-actions.ts'

class ActionHost extends LitElement {
  workspace: Workspace | undefined
}
customElements.define('test-action-host', ActionHost)

type Call = readonly [route: string, body: unknown]

/** Opens the dialog of an action for a workflow that is stored on a server, and returns what the server receives. */
async function openAction(name: string, status: object = {}) {
  const changes: Call[] = []
  const toasts: string[] = []
  let token: string | null = null
  const call = async (route: string, { body }: { body?: { public?: boolean } } = {}): Promise<{ value: unknown }> => {
    if (!route.startsWith('GET ')) changes.push([route, body])
    if (body?.public === true) token = 'abc'
    return { value: route.endsWith('/sharing') ? { token, permission: 'view', expires_at: null } : status }
  }
  const api = { call } as unknown as ServerApi
  const host = new ActionHost()
  host.workspace = Object.assign(new EventTarget(), {
    canEdit: true,
    server: { api },
    clearProblem: () => undefined,
    refreshServerLists: async () => undefined,
  }) as unknown as Workspace
  host.addEventListener(ToastEvent.type, ({ text }) => toasts.push(text))
  document.body.append(host)
  const session = { document: { current: { name: 'Orders' } } } as WorkflowSession
  await serverActions.find((action) => action.name === name)!.open(host, { api, id: 'workflow-1', session })
  const dialog = host.renderRoot.querySelector('studio-dialog')!
  await waitUntil(() => dialog.shadowRoot?.querySelector('dialog')?.open === true)
  const press = (label: string): void =>
    [...dialog.shadowRoot!.querySelectorAll('button')].find((button) => button.textContent?.trim() === label)!.click()
  return { host, dialog, changes, toasts, press }
}

describe('actions of the editor on the server', () => {
  beforeEach(() => switchLanguage())
  afterEach(() => document.querySelector('test-action-host')?.remove())

  it('share a workflow by a link', async () => {
    const { dialog, changes } = await openAction('share')
    const panel = dialog.shadowRoot!.querySelector('studio-share')!
    await waitUntil(() => panel.shadowRoot?.querySelector('input') !== null)
    await expect(dialog).to.be.accessible()
    panel.shadowRoot!.querySelector('input')!.click()
    await waitUntil(() => panel.shadowRoot?.querySelector('a') !== null)
    expect(panel.shadowRoot!.querySelector('a')?.href).to.equal(`${location.origin}/shared/abc`)
    expect(changes).to.deep.equal([['PATCH /api/v1/workflows/{id}/sharing', { public: true }]])
  })

  it('publish a workflow, and take it back', async () => {
    const draft = await openAction('publish', { status: 'draft', published_version: null })
    expect(draft.dialog.shadowRoot!.textContent).to.include('No version is published.')
    await expect(draft.dialog).to.be.accessible()
    draft.press('Publish')
    await waitUntil(() => !draft.dialog.isConnected && draft.toasts.length > 0)
    expect(draft.changes).to.deep.equal([['PATCH /api/v1/workflows/{id}/status', { status: 'published' }]])
    expect(draft.toasts).to.deep.equal(['“Orders” published.'])
    draft.host.remove()

    const published = await openAction('publish', { status: 'published', published_version: 3 })
    expect(published.dialog.shadowRoot!.textContent).to.include('run version 3')
    published.press('Unpublish')
    await waitUntil(() => !published.dialog.isConnected)
    expect(published.changes).to.deep.equal([['PATCH /api/v1/workflows/{id}/status', { status: 'draft' }]])
  })

  it('add an alert about the runs of this workflow', async () => {
    const { dialog, changes, toasts, press } = await openAction('alert')
    const form = dialog.shadowRoot!.querySelector('form')!
    const channel = form.elements.namedItem('channel') as HTMLSelectElement
    channel.value = 'mail'
    channel.dispatchEvent(new Event('change', { bubbles: true }))
    await waitUntil(() => form.elements.namedItem('email') !== null)
    await expect(dialog).to.be.accessible()
    ;(form.elements.namedItem('email') as HTMLInputElement).value = 'someone@example.com'
    press('Add rule')
    await waitUntil(() => !dialog.isConnected && toasts.length > 0)
    expect(changes).to.deep.equal([
      [
        'POST /api/v1/notification-rules',
        {
          events: ['run.failed'],
          channel: 'mail',
          workflow_id: 'workflow-1',
          email: 'someone@example.com',
          language: 'en',
        },
      ],
    ])
  })
})
