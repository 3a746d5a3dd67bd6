import { expect, fixture, html } from '@open-wc/testing'
import { setViewport } from '@web/test-runner-commands'
import type { LitElement, TemplateResult } from 'lit'
import { waitUntil } from '../../test/wait-until.ts'
import './team/quotas-panel.ts'
import './agents/agent-page.ts'
import './agents/agents-page.ts'
import './evaluations/evaluation-page.ts'
import './evaluations/evaluations-page.ts'
import './gallery/gallery-page.ts'
import { storeSelectedLanguage } from './language/chosen-language.ts'
import { switchLanguage } from './language/strings.ts'
import './mcp/mcp-page.ts'
import './runs/compare-page.ts'
import './runs/runs-page.ts'
import './workflows/templates-page.ts'
import './datasets/validation-page.ts'
import './webhooks/webhooks-page.ts'
import './workflows/workflows-page.ts'
import './schedules/schedule-dialog.ts'

const agent = {
  id: 'helper',
  name: 'Helper',
  description: '',
  kind: 'model',
  status: 'active',
  version: 1,
  model: 'm',
  system_prompt: '',
  prompt: '',
  fallback_models: [],
  sub_agents: [],
  tools: [],
  memory_config: { type: 'none' },
  answer_schema: null,
  limits: {},
  temperature: 0,
  max_tokens: 100,
}
const builtIn = {
  id: 'loading',
  name: 'Load',
  description: 'Reads a file with any encoding, delimiter and header, and reports each decision that it makes.',
  kind: 'built-in',
  status: 'active',
  node_type: 'loading',
}

/** A workspace whose server returns these values by route, and otherwise empty lists. `routes` lists the requests. */
function createWorkspace(values: Record<string, unknown> = {}, routes: string[] = []): object {
  const call = async (route: string) => {
    routes.push(route)
    return { value: values[route] ?? { items: [], total: 0 } }
  }
  return Object.assign(new EventTarget(), {
    canEdit: true,
    canAdminister: true,
    workflows: [],
    unreadableDocuments: [],
    documents: [],
    runs: [],
    datasets: [],
    trash: [],
    interruptedRunIds: new Set(),
    engine: Object.assign(new EventTarget(), { status: { catalog: [] } }),
    server: { api: { address: 'https://server.example', call } },
    getLocation: () => 'both',
    clearProblem: () => undefined,
    report: (problem: unknown) => {
      throw new Error(JSON.stringify(problem))
    },
  })
}

async function mount(page: TemplateResult, width: number): Promise<LitElement> {
  await setViewport({ width, height: 900 })
  const element = await fixture<LitElement>(page)
  element.style.display = 'block'
  return element
}
const findAll = (page: LitElement, selector: string): HTMLElement[] => [
  ...page.shadowRoot!.querySelectorAll<HTMLElement>(selector),
]
const isCut = ({ scrollWidth, clientWidth }: HTMLElement): boolean => scrollWidth > clientWidth
/** Lets a test run in German, whose texts are longer. */
async function withGerman(test: () => Promise<void>): Promise<void> {
  storeSelectedLanguage('de')
  await switchLanguage()
  try {
    await test()
  } finally {
    storeSelectedLanguage('auto')
    await switchLanguage()
  }
}
/** Returns the rectangles of the lines of a text. */
function listLines(element: HTMLElement): DOMRect[] {
  const range = document.createRange()
  range.selectNodeContents(element)
  return [...range.getClientRects()]
}

describe('details of pages', () => {
  before(() => switchLanguage())

  it('link the pages of integrations to each other', async () => {
    for (const [page, current] of [
      [html`<studio-webhooks .workspace=${createWorkspace()}></studio-webhooks>`, '/webhooks'],
      [html`<studio-mcp .workspace=${createWorkspace()}></studio-mcp>`, '/mcp'],
      [html`<studio-agents .workspace=${createWorkspace()}></studio-agents>`, '/agents'],
    ] as const) {
      const links = findAll(await mount(page, 390), '.tabs a')
      const paths = links.map((link) => link.getAttribute('href'))
      expect(paths).to.deep.equal(['/webhooks', '/events', '/agents', '/mcp'])
      expect(links.filter((link) => link.ariaCurrent === 'page').map((link) => link.getAttribute('href'))).to.deep.equal([current]) // oxfmt-ignore
    }
  })

  it('place the only action of an empty list in the list', async () => {
    for (const page of [
      html`<studio-mcp .workspace=${createWorkspace()}></studio-mcp>`,
      html`<studio-evaluations .workspace=${createWorkspace()}></studio-evaluations>`,
    ]) {
      const element = await mount(page, 1024)
      await waitUntil(() => findAll(element, '.empty button.primary').length === 1)
      expect(findAll(element, 'header button.primary')).to.have.length(0)
    }
  })

  it('lead from the settings of an agent to its chat, where the chat is far below', async () => {
    const values = { 'GET /api/v1/agents/{id}': agent, 'GET /api/v1/models': { items: [] } }
    const page = await mount(
      html`<studio-agent .workspace=${createWorkspace(values)} .agentId=${'helper'}></studio-agent>`,
      390,
    )
    await waitUntil(() => findAll(page, '.to-chat').length === 1)
    findAll(page, '.to-chat')[0]!.click()
    expect(page.shadowRoot!.activeElement?.closest('.send')).not.to.equal(null)
    await setViewport({ width: 1024, height: 900 })
    expect(getComputedStyle(findAll(page, '.to-chat')[0]!).display).to.equal('none')
  })

  it('show the next times of a schedule without seconds', async () => {
    const dialog = await mount(html`<studio-schedule-dialog></studio-schedule-dialog>`, 1024)
    Object.assign(dialog, { times: [{ time: Date.UTC(2026, 10, 27, 7), offsetChange: 0 }], workflows: [] })
    await dialog.updateComplete
    expect(findAll(dialog, 'ol li')[0]!.textContent)
      .to.match(/2026/)
      .and.not.match(/:\d\d:\d\d/)
  })

  it('name the workflow, the currency of costs, and thousands in an evaluation', async () => {
    const evaluation = {
      id: 'e',
      name: 'Nightly check',
      agent_id: null,
      workflow_id: 'w',
      version: 3,
      status: 'completed',
      total: 2_000,
      passed: 2_000,
      failed: 0,
      score: 1,
      tokens: 12_345,
      cost: 0.01234,
      unpriced_calls: 0,
      created_by: '',
      created_at: '2026-11-27T10:00:00Z',
      cases: [],
    }
    const values = {
      'GET /api/v1/evaluations/{id}': evaluation,
      'GET /api/v1/workflows/{id}': { id: 'w', name: 'Orders by region' },
    }
    const routes: string[] = []
    const workspace = createWorkspace(values, routes)
    const page = await mount(
      html`<studio-evaluation .workspace=${workspace} .evaluationId=${'e'}></studio-evaluation>`,
      1024,
    )
    await waitUntil(() => findAll(page, '[data-testid=evaluation-summary]').length === 1)
    const [summary] = findAll(page, '[data-testid=evaluation-summary]')
    expect(summary!.innerText).to.contain('Workflow: Orders by region · Version 3')
    expect(summary!.innerText).to.contain('$0.0123')
    expect(summary!.innerText).to.contain('2,000 of 2,000 cases finished')
    // A refresh reads the evaluation again, but not the name of its target.
    Object.assign(page, { workspace: createWorkspace(values, routes) })
    await waitUntil(() => routes.filter((route) => route === 'GET /api/v1/evaluations').length === 2)
    expect(routes.filter((route) => route === 'GET /api/v1/workflows/{id}')).to.have.length(1)
  })

  it('tell two evaluations of the same version apart by their times', async () => {
    const summary = (id: string, time: string) => ({ id, version: 1, status: 'completed', created_at: time })
    const before = summary('e', '2026-11-27T10:00:00Z')
    const after = summary('other', '2026-11-27T11:00:00Z')
    const values = {
      'GET /api/v1/evaluations/{id}': { ...before, agent_id: null, workflow_id: 'w', cases: [] },
      'GET /api/v1/evaluations/{id}/compare/{other}': { before, after, improved: 0, regressed: 0, cases: [] },
    }
    const workspace = createWorkspace(values)
    const page = await mount(
      html`<studio-evaluation .workspace=${workspace} .evaluationId=${'e'} .otherId=${'other'}></studio-evaluation>`,
      1024,
    )
    await waitUntil(() => findAll(page, '[data-testid=evaluation-comparison]').length === 1)
    const titles = findAll(page, '[data-testid=evaluation-comparison] th').map(({ innerText }) => innerText)
    expect(titles[2]).to.match(/^Version 1 · Nov 27, 2026/)
    expect(titles[3]).to.match(/^Version 1 · Nov 27, 2026/)
    expect(titles[2]).to.not.equal(titles[3])
  })

  it('give a URL more space than a name', async () => {
    const page = await mount(html`<studio-mcp .workspace=${createWorkspace()}></studio-mcp>`, 1440)
    Object.assign(page, { isAdding: true })
    await waitUntil(() => findAll(page, 'input[type=url]').length === 1)
    const [url, name] = ['url', 'name'].map((field) => findAll(page, `input[name=${field}]`)[0]!.offsetWidth)
    expect(url).to.be.greaterThan(1.5 * name!)
  })

  it('describe built-in agents in few lines on a tablet', async () => {
    const values = { 'GET /api/v1/agents': { items: [builtIn], total: 1 } }
    const page = await mount(html`<studio-agents .workspace=${createWorkspace(values)}></studio-agents>`, 768)
    await waitUntil(() => findAll(page, '[data-testid=built-in-agent]').length === 1)
    const [text] = findAll(page, '[data-testid=built-in-agent] .muted')
    expect(listLines(text!).length).to.be.at.most(2)
  })

  it('show complete file names of templates at each width, and align the cards', () =>
    withGerman(async () => {
      const page = await mount(html`<studio-templates .workspace=${createWorkspace()}></studio-templates>`, 390)
      const names = findAll(page, '.files .ellipsis')
      expect(names.length).to.be.greaterThan(3)
      for (const width of [390, 700, 1024]) {
        await setViewport({ width, height: 900 })
        expect(names.filter(isCut)).to.deep.equal([])
        expect(new Set(findAll(page, 'li footer').map(({ offsetHeight }) => offsetHeight)).size).to.equal(1)
      }
    }))

  it('show the complete time of a workflow in one line', () =>
    withGerman(async () => {
      const workflow = { name: 'Orders', nodes: [], edges: [], tags: [], status: 'draft' }
      const workspace = Object.assign(createWorkspace(), {
        workflows: [{ id: 'a', workflow, updatedAt: Date.now() - 50 * 60_000 }],
        runs: [{ run: 'r', workflowId: 'a', workflowName: 'Orders', state: 'failed', startedAt: 1 }],
      })
      const page = await mount(html`<studio-workflows .workspace=${workspace}></studio-workflows>`, 390)
      await waitUntil(() => findAll(page, 'footer .tools').length === 1)
      for (const width of [390, 700, 1024]) {
        await setViewport({ width, height: 900 })
        const [time] = findAll(page, 'footer > .ellipsis')
        expect(isCut(time!)).to.equal(false)
        expect(listLines(time!)).to.have.length(1)
      }
    }))

  it('give the names of runs the space of their rows', async () => {
    const run = {
      workflowName: 'Geodata to a map of points',
      workflowId: 'w',
      state: 'failed',
      startedAt: 1,
      ms: 4_500,
    }
    const workspace = Object.assign(createWorkspace(), {
      runs: [{ run: 'r', ...run }],
      storage: { getRunEvents: async () => [] },
    })
    const page = await mount(html`<studio-runs .workspace=${workspace}></studio-runs>`, 690)
    await setViewport({ width: 768, height: 900 })
    page.style.width = '678px'
    expect(findAll(page, 'li .ellipsis').filter(isCut)).to.deep.equal([])
  })

  it('align the form of the gallery with its list', async () => {
    const values = { 'GET /api/v1/workflows': { items: [{ id: 'w', name: 'Orders' }], total: 1 } }
    const page = await mount(html`<studio-gallery .workspace=${createWorkspace(values)}></studio-gallery>`, 768)
    await waitUntil(() => findAll(page, 'form').length === 1)
    const form = findAll(page, 'form')[0]!.closest<HTMLElement>('.panel')!
    expect(form.offsetWidth).to.equal(findAll(page, '.empty')[0]!.offsetWidth)
  })

  it('keep the buttons of an MCP server in one line on a phone', () =>
    withGerman(async () => {
      const server = {
        id: 'm',
        name: 'Tickets',
        type: 'http',
        url: 'https://tickets.example/mcp',
        status: 'disconnected',
      }
      const values = { 'GET /api/v1/mcp/servers': { items: [server], total: 1 } }
      const page = await mount(html`<studio-mcp .workspace=${createWorkspace(values)}></studio-mcp>`, 360)
      await waitUntil(() => findAll(page, '.row button').length > 1)
      const middles = findAll(page, '.row button').map((button) => {
        const { top, height } = button.getBoundingClientRect()
        return Math.round(top + height / 2)
      })
      expect(new Set(middles).size).to.equal(1)
    }))

  it('align the heading of limits with the fields', async () => {
    const quota = { name: 'runs', used: 1, workspace_limit: 5, server_limit: null }
    const account = {
      canAdminister: true,
      workspace: { id: 'w' },
      api: { call: async () => ({ value: { items: [quota], month: '2026-11' } }) },
    }
    const page = await mount(html`<studio-quotas .account=${account}></studio-quotas>`, 1024)
    await waitUntil(() => findAll(page, 'td input').length === 1)
    const [heading] = findAll(page, 'th.number:nth-child(3)')
    const [field] = findAll(page, 'td input')
    expect(listLines(heading!)[0]!.right).to.be.closeTo(field!.getBoundingClientRect().right, 2)
  })

  it('show the time of a compared run in one line', async () => {
    const page = await mount(html`<studio-compare></studio-compare>`, 768)
    const run = { run: 'run-1', state: 'completed', startedAt: Date.UTC(2026, 10, 27, 12), nodes: {} }
    const comparison = { nodes: [] }
    Object.assign(page, { compared: { comparison, views: { a: run, b: run } } })
    await page.updateComplete
    const times = findAll(page, 'thead th:is(:nth-child(2), :nth-child(3))')
    expect(times).to.have.length(2)
    times[0]!.style.width = '60px'
    expect(findAll(page, '.time').map((time) => listLines(time).length)).to.deep.equal([1, 1])
  })

  it('show the methods of a validation in one line on a phone', async () => {
    const page = await mount(html`<studio-validation .workspace=${createWorkspace()}></studio-validation>`, 390)
    const tops = new Set(findAll(page, '.kinds button').map((button) => button.getBoundingClientRect().top))
    expect(tops.size).to.equal(1)
  })
})
