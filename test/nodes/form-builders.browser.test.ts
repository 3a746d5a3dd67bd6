import { createMemoryStorage, createSession, type WorkflowSession } from '@aw-flow/client'
import { defineElements, type AwInspector, type AwNodePreview } from '@aw-flow/editor'
import { createEmptyWorkflow, type Config, type Workflow, unwrap } from '@aw-flow/schema'
import { expect, fixture, html } from '@open-wc/testing'
import { sendKeys, setViewport } from '@web/test-runner-commands'
import { newEngine } from '../../packages/client/worker/testing/test-shared-engine.ts'
import { waitUntil } from '../wait-until.ts'

defineElements()

/** Orders of a shop; two customers are unknown, and one order has no customer. */
const orders = `order_id,customer_id,city,ordered_on,price,quantity
1001,C-07,Bonn,2026-03-02,19.90,2
1002,C-11,Oslo,2026-03-02,5.00,10
1003,C-07,Bonn,2026-03-05,120.00,1
1004,C-99,Rome,2026-03-06,49.50,3
1005,,Oslo,2026-03-09,12.25,4
1006,C-15,Rome,2026-03-11,8.00,6
1007,C-98,Bonn,2026-03-12,75.00,1
1008,C-11,Oslo,2026-03-15,33.30,2
`
/** Customers; the last two have no order. */
const customers = `id,name,country
C-07,Ada Berg,DE
C-11,Ola Nordmann,NO
C-15,Giulia Rossi,IT
C-20,Jan Kowalski,PL
C-21,Ana Silva,PT
`

const node = (id: string, type: string, config: Config = {}): Workflow['nodes'][number] => ({
  id,
  type,
  position: { x: 0, y: 0 },
  data: { label: id, config },
})
const edge = (source: string, target: string, targetHandle = 'table'): Workflow['edges'][number] => ({
  id: `${source}-${target}`,
  source,
  sourceHandle: 'table',
  target,
  targetHandle,
})

/** Finds an element below a node, through shadow roots: each selector continues in the shadow root of the last one. */
function find<T extends Element = HTMLElement>(start: Element, ...selectors: string[]): T | null {
  let current: Element | null = start
  for (const selector of selectors) current = (current?.shadowRoot ?? current)?.querySelector(selector) ?? null
  return current as T | null
}
async function get<T extends Element = HTMLElement>(start: Element, ...selectors: string[]): Promise<T> {
  await waitUntil(() => find(start, ...selectors) !== null)
  return find<T>(start, ...selectors)!
}

describe('settings of table nodes, by clicks on real tables', () => {
  const engine = newEngine()
  let session: WorkflowSession
  let inspector: AwInspector
  let preview: AwNodePreview
  before(async () => {
    const storage = createMemoryStorage()
    session = await createSession({ engine, storage, initial: createEmptyWorkflow('Shop') })
    const [ordersFile, customersFile] = [
      unwrap(await session.data.add(new File([orders], 'orders.csv'))),
      unwrap(await session.data.add(new File([customers], 'customers.csv'))),
    ]
    const edits = [
      node('orders', 'loading', { dataset: ordersFile.id }),
      node('customers', 'loading', { dataset: customersFile.id }),
      node('aggregate', 'aggregate'),
      node('join', 'join'),
      node('rename', 'rename_and_cast'),
    ].map((added) => ({ type: 'add-node' as const, node: added }))
    const edges = [
      edge('orders', 'aggregate'),
      edge('orders', 'join', 'left'),
      edge('customers', 'join', 'right'),
      edge('orders', 'rename'),
    ].map((added) => ({ type: 'add-edge' as const, edge: added }))
    session.document.apply({ type: 'batch', edits: [...edits, ...edges] })
  })
  after(async () => {
    await session.close()
    engine.close()
  })
  beforeEach(async () => {
    await setViewport({ width: 600, height: 1_000 })
  })

  const getConfig = (id: string): Config => session.document.current.nodes.find((one) => one.id === id)!.data.config
  const getPreview = (): string => (find(preview, '.preview')?.innerText ?? '').replaceAll(/\s+/g, ' ')
  const open = async (id: string): Promise<void> => {
    inspector = await fixture<AwInspector>(
      html`<aw-inspector
        style="width: 360px; height: 950px"
        .session=${session}
        .nodes=${new Set([id])}
      ></aw-inspector>`,
    )
    preview = await fixture<AwNodePreview>(html`<aw-node-preview .session=${session} node=${id}></aw-node-preview>`)
    await get(inspector, 'aw-form', '.field')
    // Forms list columns once the workflow has been described.
    await waitUntil(() => session.document.description?.nodes[id]?.inputs !== undefined)
  }
  const getItem = (list: string, index: number): Promise<HTMLElement> =>
    get(inspector, 'aw-form', `#${list}`, `li:nth-child(${index + 1})`, 'aw-form')
  const add = async (list: string): Promise<void> =>
    (await get(inspector, 'aw-form', `#${list}`, 'ol + button')).click()
  const choose = (select: HTMLSelectElement, label: string): void => {
    const option = [...select.options].find(({ text }) => text.trim() === label)
    expect(option, `${label} of ${[...select.options].map(({ text }) => text.trim()).join(', ')}`).not.to.equal(
      undefined,
    )
    select.value = option!.value
    select.dispatchEvent(new Event('change'))
  }
  /** Types the start of a column's name, and clicks it in the list. */
  const pickColumn = async (item: Element, setting: string, column: string): Promise<void> => {
    const field = await get(item, `.field[data-setting=${setting}] aw-column-field`)
    ;(await get<HTMLInputElement>(field, 'input')).focus()
    await sendKeys({ type: column.slice(0, 4) })
    await waitUntil(() => listOptions(field).some((option) => option.querySelector('.name')?.textContent === column))
    listOptions(field)
      .find((option) => option.querySelector('.name')?.textContent === column)!
      .click()
  }
  const listOptions = (field: Element): HTMLElement[] => [
    ...field.shadowRoot!.querySelectorAll<HTMLElement>('[role=option]'),
  ]
  const typeText = async (item: Element, setting: string, text: string): Promise<void> => {
    const input = await get<HTMLInputElement>(item, `.field[data-setting=${setting}] input`)
    input.value = text
    input.dispatchEvent(new Event('input'))
  }
  const chooseIn = async (item: Element, setting: string, label: string): Promise<void> =>
    choose(await get<HTMLSelectElement>(item, `.field[data-setting=${setting}] select`), label)

  it('the aggregate builder groups by checked columns, and adds aggregations by their labels', async () => {
    await open('aggregate')
    const columns = await get(inspector, 'aw-form', '#groupBy')
    await waitUntil(() => columns.shadowRoot!.querySelectorAll('.checklist label').length === 6)
    const city = [...columns.shadowRoot!.querySelectorAll('label')].find(({ innerText }) => innerText.includes('city'))!
    expect(city.innerText).to.contain('text')
    city.querySelector('input')!.click()
    await add('measures')
    const sum = await getItem('measures', 1)
    await chooseIn(sum, 'function', 'Sum')
    await pickColumn(sum, 'column', 'quantity')
    await typeText(sum, 'as', 'sold')
    await add('measures')
    const mean = await getItem('measures', 2)
    await chooseIn(mean, 'function', 'Mean')
    await pickColumn(mean, 'column', 'price')
    expect(getConfig('aggregate')).to.deep.equal({
      groupBy: ['city'],
      measures: [
        { function: 'count', column: '', as: '', separator: ', ' },
        { function: 'sum', column: 'quantity', as: 'sold' },
        { function: 'mean', column: 'price' },
      ],
    })
    await waitUntil(() => getPreview().includes('Rome'))
    expect(getPreview()).to.contain('3 rows').and.to.contain('city count sold mean_price')
    // Bonn: 3 orders with 4 pieces.
    expect(getPreview()).to.contain('Bonn 3 4')
    await expect(inspector).to.be.accessible()
  })

  it('the join builder pairs columns of both tables, and counts rows with and without a match', async () => {
    await open('join')
    await chooseIn(await get(inspector, 'aw-form'), 'kind', 'Left: all left rows')
    await add('keys')
    const key = await getItem('keys', 0)
    await pickColumn(key, 'left', 'customer_id')
    await pickColumn(key, 'right', 'id')
    expect(getConfig('join')).to.deep.equal({ kind: 'left', keys: [{ left: 'customer_id', right: 'id' }] })
    await waitUntil(() => getPreview().includes('left rows match'))
    expect(getPreview()).to.contain('5 of 8 left rows match').and.to.contain('2 right rows without a match')
    expect(getPreview()).to.contain('8 rows')
    // A different type of join keeps other rows of the same pairs.
    await chooseIn(await get(inspector, 'aw-form'), 'kind', 'Anti: left rows without a match')
    await waitUntil(() => getPreview().includes('3 rows'))
    expect(getPreview()).to.contain('5 of 8 left rows match')
    await expect(inspector).to.be.accessible()
  })

  it('the rename grid sets a name and a type per column, in words', async () => {
    await open('rename')
    await add('columns')
    const first = await getItem('columns', 0)
    await pickColumn(first, 'column', 'order_id')
    await typeText(first, 'name', 'Order')
    await chooseIn(first, 'type', 'text')
    await add('columns')
    const second = await getItem('columns', 1)
    await pickColumn(second, 'column', 'ordered_on')
    await typeText(second, 'name', 'Date')
    expect(getConfig('rename')).to.deep.equal({
      columns: [
        { column: 'order_id', name: 'Order', type: 'VARCHAR' },
        { column: 'ordered_on', name: 'Date' },
      ],
    })
    await waitUntil(() => getPreview().includes('Date'))
    expect(getPreview()).to.contain('Order customer_id city Date price quantity')
    await expect(inspector).to.be.accessible()
  })
})
