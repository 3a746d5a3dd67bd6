import type { InputSample } from '@aw-flow/client'
import {
  createEmptyWorkflow,
  ok,
  type NodePreview,
  type PortType,
  type Result,
  type Workflow,
  unwrap,
} from '@aw-flow/schema'
import { expect, fixture, html } from '@open-wc/testing'
import { setViewport } from '@web/test-runner-commands'
import { waitUntil } from '../../../../../test/wait-until.ts'
import { defineElements } from '../../../define-elements.ts'
import { InnerSession } from '../../../inner-session.ts'
import { loadLanguage } from '../../../language/languages.ts'
import { mainJob, TestSession } from '../../../test-session.ts'
import type { AwNodePreview } from '../aw-node-preview.ts'
import { findOpenInputs } from './open-inputs.ts'

defineElements()

/** A sub-workflow with a Validate node whose input is not connected outside. */
function createDocument(type: PortType = 'table'): Workflow {
  const validate = mainJob().nodes.find(({ id }) => id === 'validate')!
  const inside = {
    ...createEmptyWorkflow('Inside'),
    nodes: [validate],
    ports: {
      inputs: [{ name: 'in', type, label: 'Orders', to: [{ node: 'validate', port: 'table' }] }],
      outputs: [],
    },
  }
  const sub = {
    ...validate,
    id: 'sub',
    type: 'sub_workflow',
    data: { label: 'Inside', config: { document: inside as never } },
  }
  return { ...mainJob(), nodes: [...mainJob().nodes, sub] }
}

/** A session that previews rows only if the input has a sample. */
function createSession(type?: PortType): { session: TestSession; requests: (readonly InputSample[])[] } {
  const session = new TestSession({ document: createDocument(type) })
  const requests: (readonly InputSample[])[] = []
  let samples: readonly InputSample[] = []
  Object.defineProperty(session.assist(), 'inputSamples', { get: () => samples })
  session.assist().setInputSamples = (changed) => void (samples = changed)
  session.assist().previewNode = async (): Promise<Result<NodePreview>> => {
    requests.push(samples)
    if (samples.length === 0) return ok({ state: 'unavailable', reason: 'skipped', node: 'sub/validate' })
    return ok({ state: 'completed', outputs: { table: { kind: 'table', table: session.createTableRef('preview') } } })
  }
  session.setDescription({ nodes: {}, problems: [], ready: true })
  return { session, requests }
}

async function mount(session: TestSession): Promise<AwNodePreview> {
  const inner = new InnerSession(session, ['sub'])
  const element = await fixture<AwNodePreview>(
    html`<aw-node-preview style="width: 320px; height: 300px" .session=${inner} node="validate"></aw-node-preview>`,
  )
  await waitUntil(() => element.renderRoot.querySelector('.sample select') !== null)
  return element
}

const getPreview = (element: AwNodePreview): HTMLElement => element.renderRoot.querySelector<HTMLElement>('.preview')!
const choose = (element: AwNodePreview, value: string): void => {
  const select = getPreview(element).querySelector<HTMLSelectElement>('.sample select')!
  select.value = value
  select.dispatchEvent(new Event('change'))
}

describe('samples for the inputs of a sub-workflow', () => {
  beforeEach(async () => {
    localStorage.removeItem('aw-input-samples')
    await setViewport({ width: 900, height: 800 })
  })

  it('are typed as rows, update the preview, and are stored in the browser', async () => {
    const { session, requests } = createSession()
    const element = await mount(session)
    await waitUntil(() => getPreview(element).innerText.includes('This input has no data yet.'))
    const select = getPreview(element).querySelector('select')!
    expect(select.labels[0]?.innerText).to.contain('Sample for “Orders”')
    choose(element, 'rows')
    await waitUntil(() => getPreview(element).querySelector('tbody tr') !== null)
    const text = getPreview(element).querySelector('textarea')!
    expect(text.value).to.contain('city,price')
    await expect(element).to.be.accessible()

    const typed = 'id,name\n1,Ada\n'
    text.value = typed
    text.dispatchEvent(new Event('input'))
    const expected = [{ path: ['sub'], port: 'in', kind: 'rows', text: typed }]
    await waitUntil(() => JSON.stringify(requests.at(-1)) === JSON.stringify(expected))
    expect(text.value).to.equal(typed)

    // After a reload, the sample applies again; it is not in the document.
    expect(JSON.stringify(session.document.current)).not.to.contain('Ada')
    const later = createSession()
    const again = await mount(later.session)
    await waitUntil(() => getPreview(again).querySelector('textarea')?.value === typed)
    await waitUntil(() => JSON.stringify(later.requests.at(-1)) === JSON.stringify(expected))
    choose(again, '')
    await waitUntil(() => getPreview(again).querySelector('textarea') === null)
    expect(later.session.assistant?.inputSamples).to.deep.equal([])
    expect(localStorage.getItem('aw-input-samples')).to.equal('[]')
  })

  it('are files of this browser', async () => {
    const { session } = createSession()
    const dataset = unwrap(await session.data.add(new File(['a\n1\n'], 'orders.csv')))
    const element = await mount(session)
    const options = [...getPreview(element).querySelectorAll('option')].map((option) => option.innerText.trim())
    expect(options).to.deep.equal(['No sample', 'Enter rows', 'orders.csv', 'Upload file…'])
    choose(element, `=${dataset.id}`)
    await waitUntil(() => getPreview(element).querySelector('tbody tr') !== null)
    expect(session.assistant?.inputSamples).to.deep.equal([
      { path: ['sub'], port: 'in', kind: 'dataset', dataset: dataset.id },
    ])
    await session.data.remove(dataset.id)
    await waitUntil(
      () => getPreview(element).querySelector('select')?.selectedOptions[0]?.innerText.trim() === 'Deleted file',
    )
    element.strings = (await loadLanguage('de')).inspectorStrings
    await waitUntil(() => getPreview(element).innerText.includes('Beispiel für „Orders“'))
  })

  it('are typed or chosen as the type of the input needs', async () => {
    const offered = async (type: PortType): Promise<string[]> => {
      const element = await mount(createSession(type).session)
      return [...getPreview(element).querySelectorAll('option')].map((option) => option.innerText.trim())
    }
    expect(await offered('file')).to.deep.equal(['No sample', 'Enter rows', 'Upload file…'])
    expect(await offered('json')).to.deep.equal(['No sample', 'Enter JSON'])
    expect(await offered('text')).to.deep.equal(['No sample', 'Enter text'])

    const { session } = createSession('text')
    const element = await mount(session)
    choose(element, 'text')
    await waitUntil(() => getPreview(element).querySelector('textarea') !== null)
    const text = getPreview(element).querySelector('textarea')!
    expect(text.getAttribute('aria-label')).to.equal('Text of “Orders”')
    text.value = 'Rome'
    text.dispatchEvent(new Event('input'))
    expect(session.assistant?.inputSamples).to.deep.equal([{ path: ['sub'], port: 'in', kind: 'text', text: 'Rome' }])
    await waitUntil(() => getPreview(element).querySelector('tbody tr') !== null)
  })

  it('are offered only for inputs that no node provides, at any depth', () => {
    const document = createDocument()
    expect(findOpenInputs(document, ['sub'], 'validate').map(({ path, port }) => [path, port])).to.deep.equal([
      [['sub'], 'in'],
    ])
    const connected: Workflow = {
      ...document,
      edges: [
        ...document.edges,
        { id: 'in', source: 'load', sourceHandle: 'table', target: 'sub', targetHandle: 'in' },
      ],
    }
    expect(findOpenInputs(connected, ['sub'], 'validate')).to.deep.equal([])
    // An input of the document leads to the node around.
    const port = { name: 'rows', type: 'table' as const, to: [{ node: 'sub', port: 'in' }] }
    const exposed: Workflow = { ...document, ports: { inputs: [port], outputs: [] } }
    expect(findOpenInputs(exposed, ['sub'], 'validate').map(({ path, port: name }) => [path, name])).to.deep.equal([
      [[], 'rows'],
    ])
  })
})
