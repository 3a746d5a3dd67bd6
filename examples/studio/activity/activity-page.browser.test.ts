import { expect, fixture, html } from '@open-wc/testing'
import { waitUntil } from '../../../test/wait-until.ts'
import type { Workspace } from '../workspace.ts'
import './activity-page.ts'

const entry = (id: string, type: string, entity: string) => ({
  id,
  timestamp: '2026-11-27T04:00:00Z',
  user_id: 'ada',
  action: 'create',
  entity_type: type,
  entity_id: entity,
  changes: {},
  ip_address: null,
})
const responses: Record<string, unknown> = {
  'GET /api/v1/audit': { items: [entry('1', 'invitation', 'open'), entry('2', 'invitation', 'gone')], total: 1234 },
  'GET /api/v1/workspaces/{id}/members': { items: [{ user_id: 'ada', full_name: 'Ada', email: 'ada@example.com' }] },
  'GET /api/v1/workspaces/{id}/invitations': { items: [{ id: 'open', email: 'grace@example.com' }] },
}

describe('the activity of a workspace', () => {
  it('names the person of an open invitation', async () => {
    const api = { call: async (name: string) => ({ value: responses[name] }) }
    const account = { canAdminister: true, workspace: { id: 'w' }, api }
    const workspace = Object.assign(new EventTarget(), { account, workflows: [], runs: [], datasets: [] })
    const page = await fixture<HTMLElement>(
      html`<studio-activity .workspace=${workspace as unknown as Workspace}></studio-activity>`,
    )
    await waitUntil(() => page.shadowRoot!.querySelectorAll('[data-testid=change]').length === 2)
    const items = [...page.shadowRoot!.querySelectorAll('[data-testid=change] td:nth-child(4)')]
    expect(items.map(({ textContent }) => textContent.trim())).to.deep.equal([
      'Invitation grace@example.com',
      'Invitation',
    ])
    expect(page.shadowRoot!.querySelector('p.small')!.textContent).to.contain('2 of 1,234')
  })
})
