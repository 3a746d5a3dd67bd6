import { ok, type Column, type TableRef } from '@aw-flow/schema'
import type { DataAnswer, WriteRequest, WrittenText } from '@aw-flow/schema/internal'
import { expect, fixture, html } from '@open-wc/testing'
import { setViewport } from '@web/test-runner-commands'
import { waitUntil } from '../../../../test/wait-until.ts'
import { defineElements } from '../../define-elements.ts'
import { createDocument } from '../../test-canvas.ts'
import { TestSession } from '../../test-session.ts'
import { createTestSource } from '../../test-source.ts'
import { FieldChangeEvent } from '../../forms/field-change-event.ts'
import { openWriter } from './open-writer.ts'
import type { AwWriter, WriterRequest } from './aw-writer.ts'
import { createColumns } from '../../../../test/columns.ts'

defineElements()

const columns: Column[] = createColumns('price DOUBLE, city VARCHAR')
const table: TableRef = { id: 'input', columns, rows: 2 }
const source = createTestSource(columns, [
  { price: 2, city: 'Oslo' },
  { price: 3, city: 'Rome' },
])

describe('the dialog that writes a setting', () => {
  let session: TestSession
  let field: HTMLButtonElement
  let used: string[]
  let writeRequests: WriteRequest[]
  let answer: WrittenText
  const writer = (): AwWriter | null => document.querySelector('aw-writer')
  const root = (): ShadowRoot => writer()!.shadowRoot!
  const text = (): string => (root().textContent ?? '').replaceAll(/\s+/g, ' ')
  const button = (label: string): HTMLButtonElement =>
    [...root().querySelectorAll('button')].find((one) => one.textContent!.trim() === label)!
  const type = (selector: string, value: string, index = 0): void => {
    const input = root().querySelectorAll<HTMLInputElement>(selector)[index]!
    input.value = value
    input.dispatchEvent(new Event('input'))
  }

  async function open(kind: WriterRequest['kind'], request: Partial<WriterRequest> = {}): Promise<void> {
    openWriter(field, { kind, session, node: 'node', columns, onUse: (written) => used.push(written), ...request })
    await waitUntil(() => writer()?.shadowRoot?.querySelector('dialog')?.open === true, 'the dialog opens')
  }

  beforeEach(async () => {
    await setViewport({ width: 900, height: 800 })
    const workflow = createDocument([
      ['load', 'loading', 0, 0],
      ['node', 'table', 300, 0],
    ])
    const edge = { id: 'e', source: 'load', sourceHandle: 'table', target: 'node', targetHandle: 'table' }
    session = new TestSession({ document: { ...workflow, edges: [edge] } })
    session.assist().previewNode = async () => ok({ state: 'completed', outputs: { table: { kind: 'table', table } } })
    used = []
    writeRequests = []
    answer = { text: 'price * 2', firstResults: ['4', '6'], unknown: [], isContradiction: false }
    session.tables.page = async ({ offset, limit }) => ok(await source.page(offset, limit))
    session.tables.writeText = async (request) => {
      writeRequests.push(request)
      return ok(answer)
    }
    field = await fixture<HTMLButtonElement>(html`<button>Field</button>`)
  })
  afterEach(() => writer()?.remove())

  it('writes an expression from a description and examples, shows results of rows, and uses it only on request', async () => {
    await open('row-expression')
    await waitUntil(() => root().querySelectorAll('.example').length === 2, 'the rows are listed')
    expect(root().querySelectorAll('.example')[0]!.textContent).to.contain('Oslo')
    type('form input', 'twice the price')
    type('.example input', '4')
    await writer()!.updateComplete
    button('Write').click()
    await waitUntil(() => root().querySelectorAll('tbody tr').length === 2, 'the results are shown')
    expect(writeRequests[0]).to.include({ kind: 'row-expression', description: 'twice the price' })
    expect(writeRequests[0]!.results).to.deep.equal([{ row: 1, value: '4' }])
    expect(writeRequests[0]!.table!.id).to.equal('input')
    expect(used).to.deep.equal([])
    // Colors of buttons fade.
    await Promise.all(
      root()
        .getAnimations()
        .map(({ finished }) => finished),
    )
    await expect(writer()).to.be.accessible()
    button('Use').click()
    await waitUntil(() => writer() === null, 'the dialog closes')
    expect(used).to.deep.equal(['price * 2'])
  })

  it('separates the cells of an example, and shows the results of rows only once', async () => {
    const help = { completions: { from: 0, to: 0, options: [] }, tried: { ok: true, text: '' }, rows: [] }
    await open('row-expression', { askExpression: async () => ok(help as never) })
    await waitUntil(() => root().querySelectorAll('.example').length === 2, 'the rows are listed')
    const example = root().querySelector('.example span')!.textContent!.replaceAll(/\s+/g, ' ').trim()
    expect(example).to.equal('price: 2 · city: Oslo')
    type('form input', 'twice the price')
    await writer()!.updateComplete
    button('Write').click()
    await waitUntil(() => root().querySelectorAll('tbody tr').length === 2, 'the results are shown')
    const expression = root().querySelector('aw-expression-field')!
    const fieldText = (): string => expression.shadowRoot!.textContent ?? ''
    // Longer than the delay of the field's own preview.
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(fieldText()).not.to.contain('Run the previous step')
    expression.dispatchEvent(new FieldChangeEvent({ value: 'price * 3' }))
    await waitUntil(() => root().querySelector('tbody') === null, 'the results belong to another text')
    await waitUntil(() => fieldText().includes('Run the previous step'), 'the field has its own preview')
  })

  it('reports what is not understood or contradictory, and discards a result of other words', async () => {
    answer = { unknown: ['gibberish'], isContradiction: false }
    await open('rule')
    type('form input', 'gibberish')
    await writer()!.updateComplete
    button('Write').click()
    await waitUntil(() => text().includes('Not understood: gibberish'))
    expect(button('Use').disabled).to.equal(true)
    answer = { unknown: [], isContradiction: true }
    button('Write').click()
    await waitUntil(() => text().includes('No result fits all examples'))
    answer = { text: '{"name":"price","min":0}', unknown: [], isContradiction: false }
    button('Write').click()
    await waitUntil(() => !button('Use').disabled)
    type('form input', 'other')
    await writer()!.updateComplete
    expect(button('Use').disabled).to.equal(true)
  })

  it('asks a granted model, and learns a pattern from lines', async () => {
    const words = { name: 'small', host: 'models.example', requests: 1, remarks: 'Four letters.', questions: [] }
    answer = { text: '[A-Z][a-z]{3}', unknown: [], isContradiction: false, model: words }
    session.runs.networkAccess = { models: { models: [{ id: 'small' }] } } as never
    await open('pattern', { column: 'city' })
    type('textarea', 'Oslo\n\nRome')
    type('textarea', 'rome', 1)
    await writer()!.updateComplete
    expect(text()).to.contain('but no rows')
    button('Ask small').click()
    await waitUntil(() => text().includes('Four letters.'))
    expect(writeRequests[0]).to.include({ model: 'small' })
    expect(writeRequests[0]!.matches).to.deep.equal(['Oslo', 'Rome'])
    expect(writeRequests[0]!.rejects).to.deep.equal(['rome'])
    expect(text()).to.contain('Written by small (models.example)')
    button('Cancel').click()
    await waitUntil(() => writer() === null, 'the dialog closes')
    expect(used).to.deep.equal([])
  })

  it('writes SQL with the question panel, for the name of the input', async () => {
    const statement = 'SELECT count(*) AS "count"\nFROM input'
    const data: DataAnswer = { statement, parts: [], wantsChart: false, choices: [], unknown: [], unsupported: [] }
    session.tables.askData = async () => ok(data)
    const { current } = session.document
    const nodes = current.nodes.map((node) =>
      node.id === 'node' ? { ...node, data: { ...node.data, config: { inputs: 'orders' } } } : node,
    )
    const edges = current.edges.map((edge) => ({ ...edge, targetHandle: 'orders' }))
    session.document.open({ ...current, nodes, edges })
    await open('sql')
    await waitUntil(() => root().querySelector('.ask input') !== null, 'the question is asked')
    type('.ask input', 'how many rows')
    root().querySelector('form')!.requestSubmit()
    await waitUntil(() => root().querySelectorAll('tbody tr').length === 2, 'the result is shown')
    button('Use').click()
    expect(used).to.deep.equal(['SELECT count(*) AS "count"\nFROM orders'])
  })
})
