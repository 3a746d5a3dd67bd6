import { message } from '@aw-flow/messages'
import { error, ok, type SuggestedFix, type Problem } from '@aw-flow/schema'
import { expect, fixture, html } from '@open-wc/testing'
import { setViewport } from '@web/test-runner-commands'
import { waitUntil } from '../../../../test/wait-until.ts'
import { defineElements } from '../../define-elements.ts'
import { getElement } from '../../test-pointer.ts'
import { mainJob, TestSession } from '../../test-session.ts'
import type { AwInspector } from './aw-inspector.ts'
import type { AwProblemHelp } from './aw-problem-help.ts'

defineElements()

const problem = error(
  'node.missing-input',
  { node: 'Prepare', port: 'Table', type: 'table' },
  { where: { node: 'prepare' } },
)
const fix = (verified: boolean): SuggestedFix => ({
  change: message('fix.replace', { from: 'ml-raedy', to: 'ml-ready' }),
  edit: { type: 'set-config', id: 'prepare', path: ['target'], value: 'ml-ready' },
  verified,
})

function createSession(fixes: SuggestedFix[]): { session: TestSession; requests: Problem[] } {
  const session = new TestSession({ document: mainJob() })
  const requests: Problem[] = []
  session.assist().explainProblem = async (code, language) => ok({ meaning: `About \`${code}\``, language })
  session.assist().findFixes = async (requested) => {
    requests.push(requested)
    return ok(fixes)
  }
  return { session, requests }
}

async function mount(fixes: SuggestedFix[], { readonly = false } = {}) {
  const { session, requests } = createSession(fixes)
  const help = await fixture<AwProblemHelp>(
    html`<aw-problem-help .session=${session} .problem=${problem} ?readonly=${readonly}></aw-problem-help>`,
  )
  return { session, help, requests }
}

const open = async (help: AwProblemHelp): Promise<void> => {
  getElement<HTMLElement>(help, 'summary').click()
  await waitUntil(() => help.shadowRoot!.querySelector('.fix') !== null)
  await help.updateComplete
}

describe('<aw-problem-help>', () => {
  beforeEach(() => setViewport({ width: 800, height: 1200 }))

  it('requests nothing until it is opened, then explains the problem and shows the change of a fix', async () => {
    const { help, requests } = await mount([fix(true)])
    expect(requests).to.deep.equal([])
    await open(help)
    expect(requests.map(({ code }) => code)).to.deep.equal(['node.missing-input'])
    expect(getElement(help, 'details > p').textContent).to.equal('About node.missing-input')
    expect(getElement(help, 'ins').textContent).to.equal('ml-ready')
    expect(getElement(help, 'button').textContent?.trim()).to.equal('Fix: ml-raedy → ml-ready')
    expect(help.shadowRoot!.textContent).not.to.contain('Not tested')
    await expect(help).to.be.accessible()
  })

  it('applies a fix as one step, which undo reverts to the same bytes', async () => {
    const { help, session } = await mount([fix(true)])
    const before = JSON.stringify(session.document.current)
    await open(help)
    getElement<HTMLElement>(help, 'button').click()
    const target = () => session.document.current.nodes.find(({ id }) => id === 'prepare')!.data.config.target
    expect(target()).to.equal('ml-ready')
    session.document.undo()
    expect(JSON.stringify(session.document.current)).to.equal(before)
  })

  it('applies a fix for which the user enters a text that a model cannot change', async () => {
    const tools = [{ name: 'send', use: 'http_request', config: { url: 'https://a.example/{{input.value.to}}' } }]
    const { help, session } = await mount([
      {
        change: message('fix.target', { tool: 'send' }),
        edit: { type: 'set-config', id: 'prepare', path: ['tools'], value: tools },
        fields: [{ type: 'http_request', setting: 'url', path: ['0', 'config', 'url'], value: 'https://a.example/' }],
        verified: false,
      },
    ])
    await open(help)
    await expect(help).to.be.accessible()
    const input = getElement<HTMLInputElement>(help, 'input')
    expect(input.value).to.equal('https://a.example/')
    const findUrl = () => {
      const { config } = session.document.current.nodes.find(({ id }) => id === 'prepare')!.data
      return (config.tools as typeof tools | undefined)?.[0]?.config.url
    }
    input.value = 'https://a.example/{{input.value.to}}'
    getElement<HTMLElement>(help, 'form button').click()
    expect(findUrl()).to.equal(undefined)
    input.value = 'https://a.example/inbox'
    getElement<HTMLElement>(help, 'form button').click()
    expect(findUrl()).to.equal('https://a.example/inbox')
  })

  it('names the nodes of a workflow whose targets it asks for, and sets each of them', async () => {
    const mail = (to: string) => ({ data: { config: { to } } })
    const tools = [{ name: 'send', kind: 'workflow', config: { nodes: [mail('{{a}}'), mail('{{b}}')] } }]
    const field = (node: string, index: string) => ({
      type: 'email',
      setting: 'to',
      node,
      path: ['0', 'config', 'nodes', index, 'data', 'config', 'to'],
      value: '',
    })
    const { help, session } = await mount([
      {
        change: message('fix.target-copy', { workflow: 'Sender' }),
        edit: { type: 'set-config', id: 'prepare', path: ['tools'], value: tools },
        fields: [field('Invoice', '0'), field('Reminder', '1')],
        verified: false,
      },
    ])
    await open(help)
    await expect(help).to.be.accessible()
    const labels = [...help.shadowRoot!.querySelectorAll('label')]
    expect(labels.map((label) => label.textContent?.trim().split(':')[0])).to.deep.equal(['Invoice', 'Reminder'])
    for (const [index, input] of [...help.shadowRoot!.querySelectorAll('input')].entries())
      input.value = `team${index}@example.com`
    getElement<HTMLElement>(help, 'form button').click()
    const { config } = session.document.current.nodes.find(({ id }) => id === 'prepare')!.data
    const [tool] = config.tools as typeof tools
    expect(tool!.config.nodes.map((node) => node.data.config.to)).to.deep.equal([
      'team0@example.com',
      'team1@example.com',
    ])
  })

  it('marks fixes that were not run, and offers none to a reader', async () => {
    const { help } = await mount([fix(false)], { readonly: true })
    await open(help)
    expect(help.shadowRoot!.textContent).to.contain('Not tested')
    expect(getElement<HTMLButtonElement>(help, 'button').disabled).to.equal(true)
  })

  it('closes when the document changes, because the fixes were found for the previous one', async () => {
    const { help, session, requests } = await mount([fix(true)])
    await open(help)
    session.document.apply({ type: 'set-label', id: 'load', label: 'Orders' })
    await waitUntil(() => !getElement<HTMLDetailsElement>(help, 'details').open)
    expect(help.shadowRoot!.querySelector('button')).to.equal(null)
    await open(help)
    expect(requests).to.have.length(2)
  })

  it('is in the inspector below each problem of the node, and applies fixes there', async () => {
    const { session } = createSession([fix(true)])
    const description = session.document.description!
    const prepare = { ...description.nodes.prepare!, problems: [problem] }
    session.setDescription({ ...description, nodes: { ...description.nodes, prepare } })
    const inspector = await fixture<AwInspector>(
      html`<aw-inspector .session=${session} .nodes=${new Set(['prepare'])}></aw-inspector>`,
    )
    const help = getElement<AwProblemHelp>(inspector, '.problems li aw-problem-help')
    await open(help)
    getElement<HTMLElement>(help, 'button').click()
    expect(session.document.current.nodes.find(({ id }) => id === 'prepare')!.data.config.target).to.equal('ml-ready')
    await waitUntil(() => inspector.shadowRoot!.querySelector('aw-problem-help') === null)
    expect(document.activeElement).to.equal(inspector)
  })

  it('is not in an inspector without an engine', async () => {
    const session = new TestSession({ document: mainJob() })
    const description = session.document.description!
    const prepare = { ...description.nodes.prepare!, problems: [problem] }
    session.setDescription({ ...description, nodes: { ...description.nodes, prepare } })
    const inspector = await fixture<AwInspector>(
      html`<aw-inspector .session=${session} .nodes=${new Set(['prepare'])}></aw-inspector>`,
    )
    const help = getElement<AwProblemHelp>(inspector, '.problems li aw-problem-help')
    expect(help.shadowRoot!.querySelector('details')).to.equal(null)
  })
})
