import { expect, fixture, html } from '@open-wc/testing'
import { sendKeys, setViewport } from '@web/test-runner-commands'
import type { Column } from '@aw-flow/schema'
import type { DataAnswer } from '@aw-flow/schema/internal'
import { defineElements } from '../../../define-elements.ts'
import { loadLanguage } from '../../../language/languages.ts'
import { createTestSource } from '../../../test-source.ts'
import type { NodeChain } from '../table-view.ts'
import type { AwDataTable, ViewNodesEvent } from '../../aw-data-table.ts'
import { waitUntil } from '../../../../../test/wait-until.ts'
import { createColumns } from '../../../../../test/columns.ts'

defineElements()

const columns: Column[] = createColumns('city VARCHAR, price DOUBLE')
const nothing: DataAnswer = { parts: [], wantsChart: false, choices: [], unknown: [], unsupported: [] }
const key = 'calculation price'
const statement = 'SELECT "city", sum("price") AS "sum_price"\nFROM input\nGROUP BY "city"'

/** Answers "price by city" after the choice of a calculation; the model `small` answers immediately. */
async function answer(
  question: string,
  chosen: Readonly<Record<string, string>>,
  _signal: AbortSignal,
  model?: string,
): Promise<DataAnswer> {
  if (model !== undefined) {
    const words = { name: model, host: 'models.example', requests: 2, remarks: 'By sum.', questions: [] }
    if (question === 'refused') return { ...nothing, model: { ...words, failure: 'The model refused.' } }
    if (question === 'which one') return { ...nothing, model: { ...words, remarks: '', questions: ['Which price?'] } }
    return {
      ...nothing,
      statement,
      wantsChart: true,
      chart: { mark: 'bar', x: 'city', y: 'sum_price', color: '' },
      model: words,
    }
  }
  if (question === 'broken') throw new Error('The table no longer exists.')
  if (question !== 'price by city') return { ...nothing, unknown: ['colour'], unsupported: ['forecast'] }
  if (chosen[key] !== 'sum')
    return { ...nothing, choices: [{ key, kind: 'calculation', words: 'price', options: ['sum', 'mean'] }] }
  return {
    ...nothing,
    statement,
    parts: [
      { kind: 'compute', text: 'sum("price")' },
      { kind: 'group', text: '"city"' },
    ],
    chart: { mark: 'bar', x: 'city', y: 'sum_price', color: '' },
  }
}

const findAll = (table: AwDataTable, selector: string): HTMLElement[] => [
  ...table.shadowRoot!.querySelectorAll<HTMLElement>(selector),
]
const button = (table: AwDataTable, label: string): HTMLElement | undefined =>
  findAll(table, 'button').find((one) => one.textContent?.trim() === label)
const getAnswer = (table: AwDataTable): string =>
  (table.shadowRoot!.querySelector('.answer')?.textContent ?? '').replaceAll(/\s+/g, ' ').trim()

const resultColumns: Column[] = createColumns('city VARCHAR, sum_price DOUBLE')
const previewed: string[] = []

async function mount(isInsertable = true, models: readonly string[] = []): Promise<AwDataTable> {
  previewed.length = 0
  const source = Object.assign(createTestSource(columns, [{ city: 'Oslo', price: 1 }]), {
    ask: answer,
    listModels: () => models,
    async previewStatement(text: string) {
      previewed.push(text)
      return createTestSource(resultColumns, [
        { city: 'Oslo', sum_price: 4.5 },
        { city: null, sum_price: 2 },
      ])
    },
  })
  const table = await fixture<AwDataTable>(
    html`<aw-data-table
      style="width: 700px; height: 420px"
      ?insertable=${isInsertable}
      .source=${source}
    ></aw-data-table>`,
  )
  await waitUntil(() => findAll(table, '.copy-as').length === 1)
  return table
}

async function ask(table: AwDataTable, question: string): Promise<void> {
  if (findAll(table, '.ask').length === 0) findAll(table, '.ask-data')[0]!.click()
  await waitUntil(() => findAll(table, '.ask input').length === 1)
  const input = findAll(table, '.ask input')[0] as HTMLInputElement
  input.focus()
  input.select()
  await sendKeys({ type: question })
  await sendKeys({ press: 'Enter' })
}

describe('the panel that asks a question about a table', () => {
  beforeEach(() => setViewport({ width: 1000, height: 760 }))

  it('asks about ambiguous words, shows the statement, and adds it as nodes', async () => {
    const table = await mount()
    const events: ViewNodesEvent[] = []
    table.addEventListener('aw-view-nodes', (event) => events.push(event))
    await ask(table, 'price by city')
    await waitUntil(() => button(table, 'Mean'))
    expect(getAnswer(table)).to.contain('Which calculation for “price”?')
    await expect(table).to.be.accessible()
    button(table, 'Sum')!.click()
    await waitUntil(() => findAll(table, '.ask pre').length === 1)
    expect(findAll(table, '.ask pre')[0]!.textContent).to.equal(statement)
    await waitUntil(() => findAll(table, '.ask tbody tr').length === 2)
    expect(previewed).to.deep.equal([statement])
    expect(findAll(table, '.ask th, .ask td').map((cell) => cell.textContent)).to.deep.equal([
      'city',
      'sum_price',
      'Oslo',
      '4.5',
      'null',
      '2',
    ])
    expect(getAnswer(table)).to.contain('Result: 2 rows')
    expect(getAnswer(table)).to.contain('For each "city"')
    expect(events).to.deep.equal([])
    await expect(table).to.be.accessible()
    button(table, 'Add node and chart')!.click()
    const chart = { mark: 'bar', x: 'city', y: 'sum_price', color: '', measure: 'sum' }
    expect(events.map(({ view }) => view)).to.deep.equal([
      {
        nodes: [
          { type: 'sql', config: { statement, inputs: 'input' } },
          { type: 'chart', config: chart },
        ],
      },
    ])
    await waitUntil(() => findAll(table, '.ask').length === 0)
  })

  it('reports which words it does not understand, and failures', async () => {
    const table = await mount()
    await ask(table, 'forecast of colour')
    await waitUntil(() => getAnswer(table) !== '')
    expect(findAll(table, '.answer p').map((note) => note.textContent)).to.deep.equal([
      'Not supported: forecast. Add a SQL node for this.',
      'Not understood: colour. Use the names of columns or values.',
    ])
    expect(button(table, 'Add node')).to.equal(undefined)
    await ask(table, 'broken')
    await waitUntil(() => findAll(table, '.ask [role=alert]').length === 1)
    expect(findAll(table, '.ask [role=alert]')[0]!.textContent).to.contain('The table no longer exists.')
  })

  it('asks a granted language model only on request, and shows its statement with rows before it is added', async () => {
    const table = await mount(true, ['small'])
    const events: ViewNodesEvent[] = []
    table.addEventListener('aw-view-nodes', (event) => events.push(event))
    await ask(table, 'price by city')
    await waitUntil(() => button(table, 'Sum'))
    expect(findAll(table, '.ask .models')[0]!.textContent).to.contain('but no rows')
    button(table, 'Ask small')!.click()
    await waitUntil(() => findAll(table, '.ask tbody tr').length === 2)
    for (const part of ['Written by small (models.example)', 'By sum.', statement.split('\n')[0]!])
      expect(getAnswer(table)).to.contain(part)
    expect(events).to.deep.equal([])
    await expect(table).to.be.accessible()
    button(table, 'Add node and chart')!.click()
    expect((events[0]!.view as NodeChain).nodes.map(({ type }) => type)).to.deep.equal(['sql', 'chart'])
  })

  it('shows the questions and refusals of a model, and offers none without a grant', async () => {
    const table = await mount(true, ['small'])
    await ask(table, 'which one')
    button(table, 'Ask small')!.click()
    await waitUntil(() => getAnswer(table).includes('Which price?'))
    await ask(table, 'refused')
    button(table, 'Ask small')!.click()
    await waitUntil(() => findAll(table, '.ask [role=alert]').length === 1)
    expect(findAll(table, '.ask [role=alert]')[0]!.textContent).to.contain('The model refused.')
    const other = await mount()
    await ask(other, 'price by city')
    await waitUntil(() => button(other, 'Sum'))
    expect(findAll(other, '.ask .models')).to.deep.equal([])
  })

  it('discards the statement when the question changes', async () => {
    const table = await mount()
    await ask(table, 'price by city')
    await waitUntil(() => button(table, 'Sum'))
    button(table, 'Sum')!.click()
    await waitUntil(() => button(table, 'Add node'))
    findAll(table, '.ask input')[0]!.focus()
    await sendKeys({ type: '!' })
    await waitUntil(() => !button(table, 'Add node'))
  })

  it('has German texts, and is absent if no nodes can be added', async () => {
    const table = await mount()
    table.strings = (await loadLanguage('de')).resultsStrings.table
    await waitUntil(() => button(table, 'Fragen …'))
    await ask(table, 'price by city')
    await waitUntil(() => button(table, 'Mittelwert'))
    expect(getAnswer(table)).to.contain('Welche Berechnung für „price“?')
    expect(findAll(await mount(false), '.ask-data')).to.deep.equal([])
  })
})
