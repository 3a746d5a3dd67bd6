import { expect, fixture, html } from '@open-wc/testing'
import type { WaitCondition, WaitingNode } from '@aw-flow/schema'
import { defineElements } from '../../define-elements.ts'
import { loadLanguage } from '../../language/languages.ts'
import { waitForFrame, getElement } from '../../test-pointer.ts'
import type { ApprovalDecision, AwApproval, DecideEvent } from './aw-approval.ts'
import { waitUntil } from '../../../../test/wait-until.ts'

defineElements()

const approval = (shown: unknown): WaitingNode => ({
  node: 'a',
  scope: ['l#1'],
  waitFor: { kind: 'approval', digest: 'd1', shown, deadline: Date.UTC(2026, 10, 20) },
})
const jsonShown = { message: 'Is this right?', value: { kind: 'json', json: { n: 1 } } }
const tableShown = {
  message: 'And this?',
  value: {
    kind: 'table',
    table: { id: 't', rows: 30, columns: [{ name: 'price', type: 'DOUBLE' }] },
    sample: [{ price: 3.5 }, { price: null }],
  },
}

async function mount(
  waiting: WaitingNode,
  readonly = false,
): Promise<{ element: AwApproval; decisions: ApprovalDecision[] }> {
  const decisions: ApprovalDecision[] = []
  const element = await fixture<AwApproval>(
    html`<aw-approval
      .waiting=${waiting}
      ?readonly=${readonly}
      @aw-decide=${(event: DecideEvent) => decisions.push(event.decision)}
    ></aw-approval>`,
  )
  await waitForFrame()
  return { element, decisions }
}
const text = (element: AwApproval): string => element.shadowRoot!.textContent!.replaceAll(/\s+/g, ' ')
const press = (element: AwApproval, name: string): void =>
  [...element.shadowRoot!.querySelectorAll('button')].find((one) => one.textContent!.includes(name))!.click()

describe('aw-approval', () => {
  it('shows the value, and reports the decision with its digest', async () => {
    const { element, decisions } = await mount(approval(jsonShown))
    expect(text(element)).to.contain('Is this right?').and.contain('"n": 1').and.contain('Decide by')
    getElement<HTMLInputElement>(element, 'input').value = ' Looks good '
    press(element, 'Approve')
    press(element, 'Reject')
    const common = { node: 'a', scope: ['l#1'], digest: 'd1', comment: 'Looks good' }
    expect(decisions).to.deep.equal([
      { ...common, decision: 'approve' },
      { ...common, decision: 'reject' },
    ])
    await expect(element).to.be.accessible()
  })

  for (const [budget, json, shown, label] of [
    ['cost', 2.5, 'Amount to add: $2.50', 'Amount to add (US dollars)'],
    ['ms', 600_000, 'Amount to add: 10 min 00 s', 'Amount to add (milliseconds)'],
    ['inputTokens', 50_000, 'Amount to add: 50,000', 'Amount to add'],
  ] as const)
    it(`shows the amount that raises a limit of ${budget} with its unit`, async () => {
      const { element } = await mount(approval({ message: 'Limit', value: { kind: 'json', json }, budget }))
      expect(text(element)).to.contain(shown)
      expect(getElement(element, 'label[for=edited]').textContent).to.equal(label)
      expect(getElement<HTMLTextAreaElement>(element, 'textarea').value).to.equal(String(json))
    })

  it('shows the form that a tool requests, and returns its content', async () => {
    const schema = {
      type: 'object',
      properties: {
        seats: { type: 'integer', title: 'Number of seats', minimum: 1 },
        class: { type: 'string', enum: ['economy', 'first'], enumNames: ['Economy', 'First class'] },
        meals: {
          type: 'array',
          items: {
            anyOf: [
              { const: 'v', title: 'Vegan' },
              { const: 'n', title: 'None' },
            ],
          },
        },
        window: { type: 'boolean', title: 'Window seat', description: 'Only if one is free' },
        mail: { type: 'string', format: 'email' },
      },
      required: ['seats', 'class'],
    }
    const json = { seats: 0, class: '', window: true }
    const { element, decisions } = await mount(approval({ message: 'Book', value: { kind: 'json', json }, schema }))
    await waitUntil(() => element.shadowRoot!.querySelector('#input-seats') !== null)
    const find = <T extends HTMLElement>(name: string) => getElement<T>(element, `#input-${name}`)
    const labels = [...element.shadowRoot!.querySelectorAll('label')].map((label) => label.textContent)
    expect(labels).to.deep.equal(['Number of seats *', 'class *', 'meals', 'Window seat', 'mail', 'Comment'])
    expect(find<HTMLInputElement>('mail').type).to.equal('email')
    expect(find<HTMLInputElement>('window').checked).to.equal(true)
    await expect(element).to.be.accessible()
    const change = async (name: string, type: 'input' | 'change', edit: (field: HTMLInputElement) => void) => {
      edit(find<HTMLInputElement>(name))
      find(name).dispatchEvent(new Event(type))
      await element.updateComplete
    }
    await change('seats', 'input', (field) => (field.value = '2'))
    await change('class', 'change', (field) => (field.value = 'first'))
    await change('window', 'change', (field) => (field.checked = false))
    const meals = find<HTMLSelectElement>('meals')
    meals.options[0]!.selected = true
    await change('meals', 'change', () => undefined)
    await change('mail', 'input', (field) => (field.value = 'a@example.com'))
    await change('mail', 'input', (field) => (field.value = ''))
    press(element, 'Approve')
    expect(decisions[0]).to.deep.include({
      decision: 'approve',
      edited: { seats: 2, class: 'first', meals: ['v'], window: false },
    })
    press(element, 'Reject')
    expect(decisions[1]).to.not.have.property('edited')
  })

  it('links to the page that a tool asks to open, if it is one over HTTP', async () => {
    const url = 'https://pay.example/order/7'
    const { element, decisions } = await mount(
      approval({ message: 'Pay', value: { kind: 'text', text: url }, link: url }),
    )
    const link = getElement<HTMLAnchorElement>(element, 'a')
    expect([link.href, link.target, link.rel]).to.deep.equal([url, '_blank', 'noopener noreferrer'])
    press(element, 'Approve')
    expect(decisions[0]).to.not.have.property('edited')
    const disguised = 'https://раy.example/\u202eredro'
    const encoded = await mount(approval({ message: 'Pay', value: { kind: 'text', text: '' }, link: disguised }))
    expect(getElement(encoded.element, 'a').textContent).to.equal('https://xn--y-7sb1c.example/%E2%80%AEredro')
    const script = 'javascript:alert(1)'
    const other = await mount(approval({ message: 'Pay', value: { kind: 'text', text: script }, link: script }))
    expect(other.element.shadowRoot!.querySelector('a')).to.equal(null)
  })

  it('shows messages of the engine and of agents as sentences in its language', async () => {
    const message = { code: 'effect.ask', params: { effect: 'send' } }
    const problem = { code: 'approval.no-row', params: { row: 9, rows: 3 } }
    const { element } = await mount(approval({ ...jsonShown, message, problem }))
    element.strings = (await loadLanguage('de')).resultsStrings.monitor.approval
    await element.updateComplete
    expect(getElement(element, '.message').textContent).to.contain('„send“')
    expect(getElement(element, '.bad').textContent).to.contain('Zeile 9')
    expect(text(element)).not.to.contain('[object')
  })

  it('shows cells like tables, and keeps the decision visible in a small area', async () => {
    const { table } = tableShown.value
    const sample = [...Array.from({ length: 9 }, () => ({ price: 'one\ntwo' })), { price: null }]
    const { element } = await mount(approval({ ...tableShown, value: { kind: 'table', table, sample } }))
    const cells = [...element.shadowRoot!.querySelectorAll('tbody td')]
    expect(cells[0]?.textContent).to.equal('one ↵ two')
    expect(cells[9]?.querySelector('.muted')?.textContent).to.equal('null')
    const scroller = element.parentElement!
    scroller.style.cssText = 'height: 120px; overflow: auto'
    await waitForFrame()
    const decisionsBox = getElement(element, '.decisions').getBoundingClientRect()
    const scrollerBox = scroller.getBoundingClientRect()
    expect(scroller.scrollHeight).to.be.greaterThan(scrollerBox.height + 100)
    expect(decisionsBox.bottom).to.be.within(scrollerBox.bottom - 1, scrollerBox.bottom)
  })

  it('accepts other values with an approval, and reports invalid JSON', async () => {
    const { element, decisions } = await mount(approval(jsonShown))
    const area = getElement<HTMLTextAreaElement>(element, 'textarea')
    area.value = '{"n": '
    press(element, 'Approve')
    await element.updateComplete
    expect(decisions).to.deep.equal([])
    expect(text(element)).to.contain('not valid JSON')
    area.value = '{"n": 2}'
    press(element, 'Approve')
    expect(decisions).to.deep.equal([
      { node: 'a', scope: ['l#1'], digest: 'd1', decision: 'approve', edited: { n: 2 } },
    ])
  })

  it("shows the user's changes while typing", async () => {
    const write = async (element: AwApproval, value: string): Promise<string[]> => {
      const area = getElement<HTMLTextAreaElement>(element, 'textarea')
      area.value = value
      area.dispatchEvent(new Event('input'))
      await element.updateComplete
      return [...element.shadowRoot!.querySelectorAll('.difference li')].map((line) =>
        line.textContent!.replaceAll(/\s+/g, ' ').trim(),
      )
    }
    const { element: value } = await mount(approval(jsonShown))
    expect(await write(value, '{"n": 2, "of": ')).to.deep.equal([])
    expect(await write(value, '{"n": 2, "of": "two"}')).to.deep.equal(['n 1 → 2', 'of → two'])
    expect(await write(value, '{"n": 1}')).to.deep.equal([])
    const { element: table } = await mount(approval(tableShown))
    const cells = '[{"row": 1, "column": "price", "value": 4}, {"row": 9, "column": "price", "value": 1}]'
    getElement<HTMLDetailsElement>(table, 'details').open = true
    expect(await write(table, cells)).to.deep.equal(['price, row 1 3.5 → 4', 'price, row 9 → 1'])
    const changed = [...table.shadowRoot!.querySelectorAll('td.changed')]
    expect(changed.map((cell) => cell.textContent!.replaceAll(/\s+/g, ' ').trim())).to.deep.equal(['3.54'])
    await expect(table).to.be.accessible()
  })

  it('shows numbers of tables and of lists of records with separators', async () => {
    const big = { columns: [{ name: 'n', type: 'BIGINT' }], rows: 1, id: 't' }
    const asTable = await mount(approval({ value: { kind: 'table', table: big, sample: [{ n: '13048875123' }] } }))
    const records = [{ n: 13_048_875_123, name: 'a' }, { name: 'b' }]
    const asRecords = await mount(approval({ value: { kind: 'json', json: records } }))
    for (const { element } of [asTable, asRecords]) {
      expect(element.shadowRoot!.querySelector('td.number')!.textContent).to.equal('13,048,875,123')
      await expect(element).to.be.accessible()
    }
    expect(text(asRecords.element)).to.contain('First 2 of 2 rows')
  })

  it('asks about an interrupted action: repeat it, mark it as done, or fail', async () => {
    const { message, value } = { message: 'Was it done?', value: { kind: 'json', json: { url: '/pay' } } }
    const waitFor = {
      ...approval({ message, value }).waitFor,
      effect: { effect: 'http-1-0', attempt: 1 },
    } as WaitCondition
    const { element, decisions } = await mount({ node: 'a', waitFor })
    expect(text(element)).to.contain('Was it done?').and.contain('/pay').and.not.contain('Approve')
    press(element, 'Run again')
    getElement<HTMLTextAreaElement>(element, 'textarea').value = '{"paid": true}'
    press(element, 'Mark as done')
    press(element, 'Mark as failed')
    const common = { node: 'a', digest: 'd1' }
    expect(decisions).to.deep.equal([
      { ...common, decision: 'approve' },
      { ...common, decision: 'done', edited: { paid: true } },
      { ...common, decision: 'reject' },
    ])
    await expect(element).to.be.accessible()
  })

  it('shows the first rows of a table', async () => {
    const { element } = await mount(approval(tableShown))
    expect(text(element)).to.contain('First 2 of 30 rows').and.contain('price').and.contain('3.5')
    await expect(element).to.be.accessible()
  })

  it('shows what else a node waits for, and accepts no decision if it is read-only', async () => {
    const other = async (waitFor: WaitCondition): Promise<string> => text((await mount({ node: 'a', waitFor })).element)
    expect(await other({ kind: 'event', name: 'paid' })).to.contain('Waiting for event “paid”.')
    expect(await other({ kind: 'time', until: 0 })).to.contain('Waiting until')
    const { element } = await mount(approval(jsonShown), true)
    expect(element.shadowRoot!.querySelector('button')).to.equal(null)
  })
})
