import { aTimeout, expect, fixture, html } from '@open-wc/testing'
import { waitUntil } from '../../../../test/wait-until.ts'
import { sendKeys, setViewport } from '@web/test-runner-commands'
import type { Json, LoadPlan, Result } from '@aw-flow/schema'
import { savedLoadPlanSchema, type LoadPreview, type LoadPreviewRequest } from '@aw-flow/schema/internal'
import { defineElements } from '../../define-elements.ts'
import { respondToLoadPreview, testLoadPreview, testPreviewDataset } from '../../test-load-preview.ts'
import { drag, getElement } from '../../test-pointer.ts'
import { mainJob, TestSession } from '../../test-session.ts'
import type { AwLoadPlan } from './aw-load-plan.ts'
import type { AwPreviewTable } from '../source/aw-preview-table.ts'
import type { AwSourceLines } from '../source/aw-source-lines.ts'

defineElements()

const asJson = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json

function sessionWith(plan?: { dataset: string; plan: LoadPlan }): TestSession {
  const session = new TestSession({ document: mainJob() })
  session.data.list = [{ id: testPreviewDataset, name: 'sales.csv', size: 612, createdAt: '2026-11-20T00:00:00Z' }]
  session.respondToPreview = respondToLoadPreview
  session.document.apply({ type: 'set-config', id: 'load', path: ['dataset'], value: testPreviewDataset })
  if (plan) session.document.apply({ type: 'set-config', id: 'load', path: ['plan'], value: asJson(plan) })
  session.calls.length = 0
  return session
}

async function mount(session: TestSession): Promise<AwLoadPlan> {
  const element = await fixture<AwLoadPlan>(html`<aw-load-plan .session=${session} node="load"></aw-load-plan>`)
  await settled(element)
  return element
}

/** Waits until no request is pending and the responses are rendered. */
async function settled(element: AwLoadPlan, action?: unknown): Promise<void> {
  await action
  await aTimeout(0)
  await waitUntil(() => element.shadowRoot?.querySelector('.frame')?.getAttribute('aria-busy') === 'false')
  await element.updateComplete
}

const listRequests = (session: TestSession): LoadPreviewRequest[] =>
  session.calls.filter(({ method }) => method === 'previewLoad').map(({ args }) => args[1] as LoadPreviewRequest)
const table = (element: AwLoadPlan): AwPreviewTable => getElement<AwPreviewTable>(element, 'aw-preview-table')
const lines = (element: AwLoadPlan): AwSourceLines => getElement<AwSourceLines>(element, 'aw-source-lines')
const textOf = (element: Element | null): string => element?.textContent?.replaceAll(/\s+/g, ' ').trim() ?? ''
const cells = (element: AwLoadPlan, row: number): string[] =>
  [...(table(element).shadowRoot?.querySelectorAll(`tr[data-row="${row}"] td`) ?? [])].map((cell) => textOf(cell))
const button = (root: Element, name: string): HTMLButtonElement => {
  const match = [...((root.shadowRoot ?? root).querySelectorAll('button') ?? [])].find(
    (one) => (one.getAttribute('aria-label') ?? textOf(one)) === name,
  )
  if (!match) throw new Error(`Button not found: ${name}`)
  return match
}
const head = (element: AwLoadPlan, index: number): HTMLButtonElement =>
  table(element).shadowRoot?.querySelectorAll<HTMLButtonElement>('.column')[index] as HTMLButtonElement

async function choose(element: AwLoadPlan, id: string, value: string): Promise<void> {
  const select = getElement<HTMLSelectElement>(element, `#${id}`)
  select.value = value
  await settled(element, select.dispatchEvent(new Event('change')))
}

describe('<aw-load-plan>', () => {
  beforeEach(() => setViewport({ width: 1_200, height: 800 }))

  it('labels each line, highlights its marks, and shows the table beside it', async () => {
    const element = await mount(sessionWith())
    const root = lines(element).shadowRoot as ShadowRoot
    const options = [...root.querySelectorAll('[role=option]')].map(textOf)
    expect(options).to.have.length(15)
    expect(options[0]).to.match(/^Line 1, Preamble: .*Sales by shop;;;;;$/)
    expect(options[8]).to.contain('Rejected')
    expect(options[14]).to.contain('Note')
    const record = root.querySelector('#line-6 .text')
    expect(record?.textContent).to.equal(testLoadPreview.lines[5]?.text)
    expect(record?.querySelectorAll('.delimiter')).to.have.length(5)
    expect(record?.querySelectorAll('.quote')).to.have.length(2)
    expect(cells(element, 0)).to.deep.equal(['1001', 'North', '2026-05-03', '1,204.5', 'true', 'null'])
    expect(textOf(head(element, 3))).to.contain('decimal number')
  })

  it('shows cells that do not match their type, and rejected rows at their places', async () => {
    const element = await mount(sessionWith())
    expect(cells(element, 5)[3]).to.contain('about 40')
    expect(cells(element, 5)[3]).to.contain('is not a number and becomes null')
    const rows = [...(table(element).shadowRoot?.querySelectorAll('tbody tr') ?? [])]
    expect(rows.findIndex((row) => row.classList.contains('reject'))).to.equal(4)
    expect(textOf(rows[4] ?? null)).to.contain('Line 9 is rejected')
  })

  it('applies a change after a delay, reports it, and restores the detected value', async () => {
    const session = sessionWith()
    const element = await mount(session)
    const reported: LoadPlan[] = []
    element.addEventListener('aw-load-plan-change', ({ plan }) => reported.push(plan))
    await choose(element, 'delimiter', ',')
    expect(listRequests(session).at(-1)).to.deep.equal({ overrides: { delimiter: ',' } })
    expect(reported.map(({ dialect }) => dialect?.delimiter)).to.deep.equal([','])
    expect(cells(element, 0)).to.have.length(1)
    expect(element.isChanged).to.equal(true)
    await settled(element, button(element, 'Restore detected Delimiter: semicolon ;').click())
    expect(listRequests(session).at(-1)).to.deep.equal({ overrides: {} })
    expect(cells(element, 0)).to.have.length(6)
    expect(element.isChanged).to.equal(false)
  })

  it('requests one preview for consecutive changes, and ignores late responses', async () => {
    const session = sessionWith()
    const element = await mount(session)
    session.calls.length = 0
    const late: { request: LoadPreviewRequest; answer: (value: Result<LoadPreview>) => void }[] = []
    session.respondToPreview = (request) => new Promise((answer) => late.push({ request, answer }))
    for (let times = 0; times < 3; times++) {
      button(element, 'More header lines').click()
      await element.updateComplete
      await aTimeout(20)
    }
    await waitUntil(() => late.length === 1)
    expect(late[0]?.request.overrides?.headerLines).to.equal(4)
    const select = getElement<HTMLSelectElement>(element, '#encoding')
    select.value = 'utf-16le'
    select.dispatchEvent(new Event('change'))
    await waitUntil(() => late.length === 2)
    await settled(element, late[1]?.answer(respondToLoadPreview(late[1].request)))
    late[0]?.answer(respondToLoadPreview({ overrides: { delimiter: '|' } }))
    await aTimeout(20)
    expect(getElement<HTMLSelectElement>(element, '#encoding').value).to.equal('utf-16le')
    expect(cells(element, 0)).to.have.length(6)
  })

  it('changes a column’s type and its null values in a popover by keyboard, and returns the focus', async () => {
    const session = sessionWith()
    const element = await mount(session)
    head(element, 0).focus()
    for (let times = 0; times < 3; times++) await sendKeys({ press: 'ArrowRight' })
    await sendKeys({ press: 'Enter' })
    await waitUntil(() => element.shadowRoot?.querySelector('#column:popover-open'))
    expect(element.shadowRoot?.activeElement?.id).to.equal('column-type')
    await choose(element, 'column-type', 'VARCHAR')
    const { plan } = listRequests(session).at(-1) ?? {}
    expect(plan?.columns[3]).to.deep.equal({ name: 'Amount', type: 'VARCHAR', nulls: ['n/a'] })
    expect(cells(element, 0)[3]).to.equal('1.204,50')
    const name = getElement<HTMLInputElement>(element, '#column-name')
    name.value = 'price'
    await settled(element, name.dispatchEvent(new Event('input')))
    expect(listRequests(session).at(-1)?.plan?.columns[3]).to.include({ name: 'price', sourceName: 'Amount' })
    name.value = 'shop'
    name.dispatchEvent(new Event('input'))
    await element.updateComplete
    expect(textOf(getElement(element, '#column-name-about'))).to.equal('Another column is named “shop”.')
    await sendKeys({ press: 'Escape' })
    await waitUntil(() => !element.shadowRoot?.querySelector('#column:popover-open'))
    await waitUntil(() => table(element).shadowRoot?.activeElement?.textContent?.includes('price'))
    head(element, 3).click()
    await waitUntil(() => element.shadowRoot?.querySelector('#column:popover-open'))
    await settled(element, button(element, 'Detected').click())
    expect(cells(element, 0)[3]).to.equal('1,204.5')
  })

  it('reads a column as another type, and as detected when its own type is chosen again', async () => {
    const session = sessionWith()
    const element = await mount(session)
    head(element, 2).click()
    await waitUntil(() => element.shadowRoot?.querySelector('#column:popover-open'))
    await choose(element, 'column-type', 'VARCHAR')
    await choose(element, 'column-type', 'TIMESTAMP')
    expect(listRequests(session).at(-1)?.plan?.columns[2]).to.deep.equal({
      name: 'Sold on',
      type: 'TIMESTAMP',
      nulls: [],
    })
    await choose(element, 'column-type', 'DATE')
    expect(element.isChanged).to.equal(false)
    expect(getElement<HTMLInputElement>(element, '#column-format').value).to.equal('%d.%m.%Y')
  })

  it('reads a column by an alternative, with one press', async () => {
    const session = sessionWith()
    const element = await mount(session)
    head(element, 3).click()
    await waitUntil(() => element.shadowRoot?.querySelector('#column:popover-open'))
    const alternatives = getElement(element, '.alternatives')
    expect(alternatives.getAttribute('aria-label')).to.equal('Alternatives')
    await settled(element, alternatives.querySelector('button')?.click())
    expect(listRequests(session).at(-1)?.plan?.columns[3]?.type).to.equal('VARCHAR')
    expect(cells(element, 0)[3]).to.equal('1.204,50')
  })

  it('moves the start and end of the table by keyboard, by pointer and from a line’s menu', async () => {
    const session = sessionWith()
    const element = await mount(session)
    const limits = (): HTMLElement[] => [...(lines(element).shadowRoot?.querySelectorAll<HTMLElement>('.limit') ?? [])]
    expect(limits().map((limit) => [limit.ariaLabel, limit.ariaValueNow])).to.deep.equal([
      ['First line of the table', '4'],
      ['Last header line', '4'],
      ['Last line of the table', '13'],
    ])
    limits()[0]?.focus()
    await settled(element, sendKeys({ press: 'ArrowDown' }))
    expect(listRequests(session).at(-1)).to.deep.equal({ overrides: { firstLine: 5 } })
    await settled(element, button(element, 'Restore detected settings').click())
    await lines(element).updateComplete
    const grip = limits()[2]?.querySelector('.grip')?.getBoundingClientRect() as DOMRect
    const from = { x: grip.left + grip.width / 2, y: grip.top + grip.height / 2 }
    await settled(element, drag(from, { x: from.x, y: from.y - 40 }))
    expect(listRequests(session).at(-1)).to.deep.equal({ overrides: { lastLine: 11 } })
    lines(element).focus()
    await sendKeys({ press: 'Home' })
    await sendKeys({ press: 'Enter' })
    await waitUntil(() => lines(element).shadowRoot?.querySelector('.menu:popover-open'))
    await settled(element, sendKeys({ press: 'Enter' }))
    expect(listRequests(session).at(-1)?.overrides).to.deep.equal({ firstLine: 1, lastLine: 11 })
  })

  it('keeps the handles visible and separate if the table starts at the first line', async () => {
    const element = await mount(sessionWith())
    const first = lines(element)
    const answer = respondToLoadPreview({ overrides: { firstLine: 1, headerLines: 1 } })
    first.preview = answer.ok ? answer.value : undefined
    await first.updateComplete
    const { top } = first.getBoundingClientRect()
    const [begin, header] = [...first.shadowRoot!.querySelectorAll('.limit .grip')].map((grip) =>
      grip.getBoundingClientRect(),
    )
    expect(begin!.top).to.be.at.least(top)
    expect(begin!.right).to.be.at.most(header!.left)
  })

  it('shows the row of a line, and the line of a row', async () => {
    const element = await mount(sessionWith())
    lines(element).shadowRoot?.querySelector<HTMLElement>('#line-10')?.click()
    await element.updateComplete
    await table(element).updateComplete
    expect(table(element).shadowRoot?.querySelector('tr.current')?.getAttribute('data-row')).to.equal('4')
    table(element).shadowRoot?.querySelector<HTMLElement>('tr[data-row="0"] td')?.click()
    await element.updateComplete
    await lines(element).updateComplete
    expect(lines(element).shadowRoot?.querySelector('.line.current')?.id).to.equal('line-5')
  })

  it('explains why a change is impossible and what to do, and keeps the preview', async () => {
    const session = sessionWith()
    const element = await mount(session)
    const [first, last] = element.shadowRoot?.querySelectorAll<HTMLInputElement>('.range input') ?? []
    if (!first || !last) throw new Error('The range is incomplete.')
    last.value = '6'
    await settled(element, last.dispatchEvent(new Event('change')))
    first.value = '9'
    await settled(element, first.dispatchEvent(new Event('change')))
    const alert = getElement(element, '[role=alert]')
    expect(textOf(alert)).to.contain('The first line of the table, 9, is after its last line, 6')
    expect(textOf(alert)).to.contain('Set the last line to 9 or later')
    expect(cells(element, 0)).to.have.length(6)
    expect(button(element, 'Save plan').ariaDisabled).to.equal('true')
    await expect(element).to.be.accessible()
  })

  it('saves the plan as one undo step, without its evidence, and deletes it', async () => {
    const session = sessionWith()
    const element = await mount(session)
    await choose(element, 'encoding', 'windows-1252')
    await settled(element, button(element, 'Save plan').click())
    const saved = savedLoadPlanSchema.parse(session.document.current.nodes[0]?.data.config.plan)
    expect(saved.dataset).to.equal(testPreviewDataset)
    expect(saved.plan.encoding).to.equal('windows-1252')
    expect(saved.plan.evidence).to.deep.equal([])
    expect(button(element, 'Plan saved').ariaDisabled).to.equal('true')
    await settled(element, session.document.undo())
    expect(session.document.current.nodes[0]?.data.config.plan).to.equal(undefined)
    expect(getElement<HTMLSelectElement>(element, '#encoding').value).to.equal('utf-8')
    await settled(element, session.document.redo())
    expect(getElement<HTMLSelectElement>(element, '#encoding').value).to.equal('windows-1252')
    await settled(element, button(element, 'Delete plan').click())
    expect(session.document.current.nodes[0]?.data.config.plan).to.equal(undefined)
    expect(getElement<HTMLSelectElement>(element, '#encoding').value).to.equal('utf-8')
  })

  it('does not save if the host prevents it', async () => {
    const session = sessionWith()
    const element = await mount(session)
    element.addEventListener('aw-load-plan-keep', (event) => event.preventDefault())
    button(element, 'Save plan').click()
    expect(session.document.current.nodes[0]?.data.config.plan).to.equal(undefined)
  })

  it('shows a saved plan with its changes', async () => {
    const plan = { ...testLoadPreview.plan, encoding: 'windows-1252', evidence: [] }
    const element = await mount(sessionWith({ dataset: testPreviewDataset, plan }))
    expect(getElement<HTMLSelectElement>(element, '#encoding').value).to.equal('windows-1252')
    expect(button(element, 'Restore detected Encoding: UTF-8')).to.be.instanceOf(HTMLButtonElement)
    expect(element.isChanged).to.equal(false)
  })

  it('shows how the next file differs from the saved plan, with hints', async () => {
    const session = sessionWith({ dataset: 'b'.repeat(64), plan: testLoadPreview.plan })
    const element = await mount(session)
    const drift = getElement(element, 'section.note')
    expect(textOf(drift)).to.contain('Missing: “Region”')
    expect(textOf(drift)).to.contain('“Amount” is saved as integer, but detected as decimal number.')
    await settled(element, button(element, 'Read as decimal number').click())
    expect(listRequests(session).at(-1)?.plan?.columns[3]?.type).to.equal('DOUBLE')
    await settled(element, button(element, 'Save plan').click())
    expect(savedLoadPlanSchema.parse(session.document.current.nodes[0]?.data.config.plan).dataset).to.equal(
      testPreviewDataset,
    )
    expect(element.shadowRoot?.querySelector('section.note')).to.equal(null)
    expect(button(element, 'Plan saved').ariaDisabled).to.equal('true')
  })

  it('shows that a file is missing or loading, and why a file is refused', async () => {
    const empty = new TestSession({ document: mainJob() })
    const element = await fixture<AwLoadPlan>(html`<aw-load-plan .session=${empty} node="load"></aw-load-plan>`)
    expect(textOf(getElement(element, '.absent'))).to.contain('No file selected')
    await expect(element).to.be.accessible()
    const waiting = sessionWith()
    waiting.respondToPreview = () => new Promise(() => {})
    element.session = waiting
    await element.updateComplete
    await aTimeout(0)
    await element.updateComplete
    expect(getElement(element, '.skeleton')).to.be.instanceOf(HTMLElement)
    expect(textOf(getElement(element, '.progress'))).to.equal('Reading file…')
    const gone = sessionWith()
    gone.respondToPreview = undefined
    element.session = gone
    await waitUntil(() => element.shadowRoot?.querySelector('[role=alert]'))
    expect(textOf(getElement(element, '[role=alert]'))).to.contain(
      'The file no longer exists. Choose another file in the node',
    )
    await expect(element).to.be.accessible()
  })

  it('changes nothing if it is read-only', async () => {
    const element = await mount(sessionWith())
    element.readonly = true
    await element.updateComplete
    await lines(element).updateComplete
    await table(element).updateComplete
    const fields = [
      ...(element.shadowRoot?.querySelectorAll<HTMLInputElement>('.decisions input, .decisions select') ?? []),
    ]
    expect(fields.every((field) => field.disabled)).to.equal(true)
    expect(lines(element).shadowRoot?.querySelector('.limit')).to.equal(null)
    expect(element.shadowRoot?.querySelector('header button')).to.equal(null)
  })

  it('explains a decision, and is accessible in every state', async () => {
    const element = await mount(sessionWith())
    await expect(element).to.be.accessible()
    button(element, 'Reason for Delimiter: 94% confidence').click()
    await waitUntil(() => element.shadowRoot?.querySelector('#evidence:popover-open'))
    expect(textOf(getElement(element, '#evidence'))).to.contain('92% of the lines have 6 cells.')
    await expect(element).to.be.accessible()
    await sendKeys({ press: 'Escape' })
    head(element, 3).click()
    await waitUntil(() => element.shadowRoot?.querySelector('#column:popover-open'))
    await expect(element).to.be.accessible()
    await sendKeys({ press: 'Escape' })
    element.theme = 'dark'
    // Colors have transitions.
    await aTimeout(300)
    await expect(element).to.be.accessible()
  })

  it('has the text above the table if it is narrow, and the table fills its space', async () => {
    await setViewport({ width: 390, height: 800 })
    const element = await mount(sessionWith())
    const text = lines(element).getBoundingClientRect()
    const below = table(element).getBoundingClientRect()
    expect(text.bottom).to.be.at.most(below.top)
    expect(text.width).to.be.at.least(360)
    expect(document.documentElement.scrollWidth).to.be.at.most(390)
  })

  it('keeps each decision within its column if it is narrow', async () => {
    await setViewport({ width: 330, height: 800 })
    const element = await mount(sessionWith())
    const decisions = [...element.shadowRoot!.querySelectorAll('.decision')]
    expect(decisions.length).to.be.greaterThan(2)
    for (const decision of decisions) {
      const { right } = decision.getBoundingClientRect()
      expect(right).to.be.at.most(330)
      for (const control of decision.querySelectorAll('select, button, input'))
        expect(control.getBoundingClientRect().right, decision.textContent ?? '').to.be.at.most(right + 1)
    }
  })
})
