import { expect, fixture, html } from '@open-wc/testing'
import { waitUntil } from '../../../test/wait-until.ts'
import type { Workspace } from '../workspace.ts'
import './search-page.ts'

const responses: Record<string, unknown> = {
  'GET /api/v1/agents': { items: [{ id: 'a', name: 'Orders agent', kind: 'model' }] },
  'GET /api/v1/workspaces/{id}/members': { items: [{ user_id: 'u', full_name: 'Ada', email: 'orders@example.com' }] },
}

it('finds workflows, data, agents and people', async () => {
  const api = { call: async (name: string) => ({ value: responses[name] }) }
  const workspace = Object.assign(new EventTarget(), {
    account: { workspace: { id: 'w', name: 'Sales' }, workspaces: [{ id: 'w' }, { id: 'v' }] },
    server: { api },
    engine: { status: { catalog: [] } },
    clearProblem: () => undefined,
    workflows: [{ id: '1', workflow: { name: 'Orders', tags: [], nodes: [], edges: [] } }],
    runs: [],
    trash: [],
    datasets: [{ dataset: { id: 'd', name: 'orders.csv' } }, { dataset: { id: 'e', name: 'people.csv' } }],
  })
  const page = await fixture<HTMLElement>(
    html`<studio-search .workspace=${workspace as unknown as Workspace} .query=${'?search=orders'}></studio-search>`,
  )
  const listItems = (): Element[] => [...page.shadowRoot!.querySelectorAll('[data-testid=search-item]')]
  await waitUntil(() => listItems().length === 4)
  expect(listItems().map(({ textContent }) => textContent.trim())).to.deep.equal([
    'Orders',
    'orders.csv',
    'Orders agent',
    'Ada',
  ])
  expect(page.shadowRoot!.querySelector('[role=status]')!.textContent.trim()).to.equal('4 items found.')
  expect(page.shadowRoot!.textContent).to.contain('Searches the workspace "Sales" only.')
})
