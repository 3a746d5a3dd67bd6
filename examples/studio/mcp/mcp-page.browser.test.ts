import { expect, fixture, html } from '@open-wc/testing'
import { waitUntil } from '../../../test/wait-until.ts'
import { switchLanguage } from '../language/strings.ts'
import type { Workspace } from '../workspace.ts'
import './mcp-page.ts'

const server = {
  id: 'server-1',
  name: 'Tickets',
  type: 'http',
  url: 'https://tickets.example/mcp',
  command: null,
  status: 'failed',
  problem: { code: 'mcp.unauthorized', severity: 'error', params: { name: 'Tickets' } },
  tools: 0,
}
type Call = readonly [route: string, body: unknown]

/** A workspace whose server has one MCP server, and the changes that it receives. */
function createWorkspace(): { workspace: Workspace; changes: Call[] } {
  const changes: Call[] = []
  const call = async (route: string, { body }: { body?: unknown } = {}): Promise<{ value: unknown }> => {
    if (!route.startsWith('GET ')) changes.push([route, body])
    if (route.endsWith('/tools')) return { value: { hash: '', items: [], removed: [] } }
    if (route.endsWith('/authorize')) return { value: { authorization_url: '#authorization' } }
    return { value: route === 'GET /api/v1/mcp/servers' ? { items: [server], total: 1 } : { items: [] } }
  }
  const workspace = Object.assign(new EventTarget(), {
    canEdit: true,
    canAdminister: true,
    server: { api: { call } },
    clearProblem: () => undefined,
    report: (problem: unknown) => changes.push(['problem', problem]),
  })
  return { workspace: workspace as unknown as Workspace, changes }
}

describe('the authorization at an MCP server', () => {
  const { href } = location
  beforeEach(() => switchLanguage())
  afterEach(() => {
    sessionStorage.clear()
    history.replaceState(null, '', href)
  })

  it('opens the page of the authorization server', async () => {
    const { workspace, changes } = createWorkspace()
    const page = await fixture(html`<studio-mcp .workspace=${workspace}></studio-mcp>`)
    const find = () =>
      [...page.shadowRoot!.querySelectorAll('button')].find((button) => button.textContent?.trim() === 'Authorize')
    await waitUntil(() => find() !== undefined)
    await expect(page).to.be.accessible()
    find()!.click()
    await waitUntil(() => location.hash === '#authorization')
    expect(changes).to.deep.equal([
      ['POST /api/v1/mcp/servers/{id}/authorize', { redirect_url: location.origin + location.pathname }],
    ])
  })

  it('is completed once when the person returns, and the server is connected', async () => {
    sessionStorage.setItem('aw-mcp-authorizing', server.id)
    history.replaceState(null, '', `${location.pathname}?code=a&state=b`)
    const { workspace, changes } = createWorkspace()
    await fixture(html`<studio-mcp .workspace=${workspace}></studio-mcp>`)
    await waitUntil(() => changes.length === 2)
    expect(changes).to.deep.equal([
      ['POST /api/v1/mcp/servers/{id}/authorization', { query: 'code=a&state=b' }],
      ['POST /api/v1/mcp/servers/{id}/connect', undefined],
    ])
    expect(location.search).to.equal('')
    expect(sessionStorage.length).to.equal(0)
  })

  it('is not completed by a page that another site has opened', async () => {
    history.replaceState(null, '', `${location.pathname}?code=a&state=b`)
    const { workspace, changes } = createWorkspace()
    const page = await fixture(html`<studio-mcp .workspace=${workspace}></studio-mcp>`)
    await waitUntil(() => page.shadowRoot!.querySelector('[data-testid=mcp-server]') !== null)
    expect(changes).to.deep.equal([])
  })
})
