import type { WorkflowSession } from '@aw-flow/client'
import { createEmptyWorkflow, type NodeType } from '@aw-flow/schema'
import { expect, fixture, html } from '@open-wc/testing'
import { defineElements } from '../../define-elements.ts'
import { testCatalog } from '../../test-catalog.ts'
import { waitForFrame } from '../../test-pointer.ts'
import { TestSession } from '../../test-session.ts'
import type { AwInspector } from '../inspector/aw-inspector.ts'
import type { AwNetworkAccess, HostsChangeEvent, SecretRemoveEvent, SecretSetEvent } from './aw-outside.ts'

defineElements()

const mount = async (): Promise<{ element: AwNetworkAccess; reported: unknown[] }> => {
  const reported: unknown[] = []
  const element = await fixture<AwNetworkAccess>(
    html`<aw-outside
      .allowHosts=${['*', 'localhost:8080']}
      .secrets=${[{ name: 'key', hosts: ['api.example.com'] }]}
      @aw-hosts-change=${({ hosts }: HostsChangeEvent) => reported.push(hosts)}
      @aw-secret-set=${({ name, value, hosts }: SecretSetEvent) => reported.push([name, value, hosts])}
      @aw-secret-remove=${({ name }: SecretRemoveEvent) => reported.push(name)}
    ></aw-outside>`,
  )
  return { element, reported }
}
const input = (element: AwNetworkAccess, name: string): HTMLInputElement =>
  element.shadowRoot!.querySelector<HTMLInputElement>(`input[name="${name}"]`)!

describe('aw-outside', () => {
  it('shows hosts and secrets, and reports changes', async () => {
    const { element, reported } = await mount()
    expect(input(element, 'hosts').value).to.equal('*, localhost:8080')
    expect(element.shadowRoot!.textContent).to.include('sent to api.example.com')
    input(element, 'hosts').value = 'api.example.com , *.example.org,'
    input(element, 'hosts').dispatchEvent(new Event('change'))
    element.shadowRoot!.querySelector<HTMLButtonElement>('li button')!.click()
    expect(reported).to.deep.equal([['api.example.com', '*.example.org'], 'key'])
  })

  it('passes a value on once, and never shows it', async () => {
    const { element, reported } = await mount()
    expect(input(element, 'value').type).to.equal('password')
    input(element, 'name').value = ' token '
    input(element, 'value').value = ' sesam offen '
    input(element, 'bound').value = 'a.example, b.example'
    await waitForFrame(element.shadowRoot!.querySelector<HTMLButtonElement>('button[type="submit"]')!.click())
    expect(reported).to.deep.equal([['token', ' sesam offen ', ['a.example', 'b.example']]])
    expect(input(element, 'value').value).to.equal('')
  })

  it('requires all three fields', async () => {
    const { element, reported } = await mount()
    input(element, 'name').value = 'token'
    await waitForFrame(element.shadowRoot!.querySelector<HTMLButtonElement>('button[type="submit"]')!.click())
    expect(reported).to.deep.equal([])
  })

  it('is accessible', async () => {
    const { element } = await mount()
    await expect(element).to.be.accessible()
  })
})

describe('the inspector of a node with network access', () => {
  it('stores a secret in the session, and reports an invalid one', async () => {
    const storedSecrets = new Map<string, readonly string[]>()
    const outside: NonNullable<WorkflowSession['runs']['networkAccess']> = {
      allowedHosts: ['*'],
      get secrets() {
        return [...storedSecrets].map(([name, hosts]) => ({ name, hosts }))
      },
      access: { allowHosts: [], secrets: [] },
      models: { models: [] },
      setModels: async () => undefined,
      allowHost: async () => undefined,
      setHosts: async () => undefined,
      async setSecret(name, _value, hosts) {
        if (name === 'bad') return { code: 'secret.name', severity: 'error', message: 'No such name.' }
        storedSecrets.set(name, hosts)
        return undefined
      },
      async removeSecret(name) {
        if (name === 'stuck') return { code: 'database.down', severity: 'error', message: 'Not deleted.' }
        storedSecrets.delete(name)
        return undefined
      },
    }
    const properties = { secret: { type: 'string', format: 'secret', title: 'Secret' } }
    const asking: NodeType = {
      ...testCatalog[0]!,
      type: 'ask',
      settings: { type: 'object', properties },
      defaults: {},
    }
    const node = { id: 'ask', type: 'ask', position: { x: 0, y: 0 }, data: { label: 'Ask', config: {} } }
    const document = { ...createEmptyWorkflow(), nodes: [node] }
    const session = new TestSession({ document, catalog: [asking] })
    session.runs.networkAccess = outside
    const inspector = await fixture<AwInspector>(
      html`<aw-inspector .session=${session} .nodes=${new Set(['ask'])}></aw-inspector>`,
    )
    await waitForFrame()
    inspector.shadowRoot!.querySelector('details')!.open = true
    const element = inspector.shadowRoot!.querySelector<AwNetworkAccess>('aw-outside')!
    await element.updateComplete
    const saveSecret = async (name: string): Promise<void> => {
      for (const [field, value] of Object.entries({ name, value: 'sesam', bound: 'a.example' }))
        input(element, field).value = value
      await waitForFrame(element.shadowRoot!.querySelector<HTMLButtonElement>('button[type="submit"]')!.click())
      await waitForFrame()
    }
    await saveSecret('bad')
    expect(element.shadowRoot!.querySelector('[role="alert"]')!.textContent).to.include('No such name.')
    await saveSecret('good')
    expect(element.shadowRoot!.textContent).to.include('good').and.not.to.include('No such name.')
    expect(storedSecrets.get('good')).to.deep.equal(['a.example'])
    expect(JSON.stringify(session.document.current)).not.to.include('sesam')
  })
})
