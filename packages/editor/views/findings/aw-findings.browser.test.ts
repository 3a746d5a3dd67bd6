import { expect, fixture, html } from '@open-wc/testing'
import { sendKeys, setViewport } from '@web/test-runner-commands'
import { warning } from '@aw-flow/schema'
import type { Operation } from '@aw-flow/schema/internal'
import { defineElements } from '../../define-elements.ts'
import {
  createTestFindings,
  createTestDuplicates,
  TestCheckSource,
  createTestUnitFindings,
} from '../../test-findings.ts'
import { waitForFrame, getElement } from '../../test-pointer.ts'
import { createTestSource } from '../../test-source.ts'
import type { AwFindings } from './aw-findings.ts'
import { findingsStrings } from './findings-strings.ts'
import { createColumns } from '../../../../test/columns.ts'

defineElements()

const getText = (element: Element | null | undefined): string =>
  (element?.textContent ?? '').replaceAll(/\s+/g, ' ').trim()
const all = <Part extends HTMLElement = HTMLElement>(element: AwFindings, selector: string): Part[] => [
  ...element.shadowRoot!.querySelectorAll<Part>(selector),
]
const listHeadings = (element: AwFindings): string[] => all(element, '.toggle').map(getText)
const cellsOf = (element: AwFindings, group: number): HTMLElement[] => {
  const cells = all(element, '.group')[group]?.querySelector('aw-finding-cells')
  return [...(cells?.shadowRoot?.querySelectorAll<HTMLElement>('li') ?? [])]
}
const previewOf = (element: AwFindings): ShadowRoot => getElement(element, 'aw-repair-preview').shadowRoot!

async function settled(element: AwFindings, action?: unknown): Promise<void> {
  await action
  for (let turn = 0; turn < 3; turn++) {
    await new Promise((resolve) => setTimeout(resolve))
    await element.updateComplete
  }
}

const orders = () =>
  createTestSource(
    createColumns('id BIGINT, city VARCHAR, price VARCHAR'),
    Array.from({ length: 40 }, (_, row) => ({ id: row + 1, city: row === 1 ? 'Bnon' : 'Bonn', price: '16.5' })),
  )

const ounces = () => createTestSource([{ name: 'ounces', type: 'VARCHAR' }], [{ ounces: '12 oz' }])

async function mount(): Promise<AwFindings> {
  const element = await fixture<AwFindings>(
    html`<aw-findings label="Orders" .report=${createTestFindings()} .table=${orders()}></aw-findings>`,
  )
  element.style.cssText = 'width: 960px; height: 560px'
  await settled(element)
  return element
}

/** Shows the findings that are worth a look. */
async function showUncertain(element: AwFindings): Promise<void> {
  await settled(element, getElement(element, '.uncertain').click())
}

async function choose(element: AwFindings, selector: string, value: string): Promise<void> {
  const select = getElement(element, selector) as HTMLSelectElement
  select.value = value
  await settled(element, select.dispatchEvent(new Event('change')))
}

describe('<aw-findings>', () => {
  it('warns that a sample of the rows was checked', async () => {
    const sampled = warning('check.sampled', { checked: 100_000, rows: 1_000_000, blocks: 40, maxCells: 2_000_000 })
    const element = await fixture<AwFindings>(
      html`<aw-findings
        label="Orders"
        .report=${{ ...createTestFindings(), notes: [sampled] }}
        .table=${orders()}
      ></aw-findings>`,
    )
    await settled(element)
    const [note] = all(element, '.note')
    expect(getText(note)).to.contain('100,000 of 1,000,000 rows were checked')
    expect(getText(note)).to.contain('split the table')
    expect(note?.querySelectorAll('svg').length).to.equal(1)
    expect(getText(element.shadowRoot!.querySelector('[role=status]'))).not.to.contain('1,000,000')
  })

  beforeEach(() => setViewport({ width: 1000, height: 640 }))

  it('groups the findings by column and by what they have in common', async () => {
    const element = await mount()
    expect(getText(getElement(element, '[role=status]'))).to.equal('4 suspicious cells in 1,200 rows, 3 with a repair')
    const errors = ['city: typos · 1 cell', 'price: unusual patterns · 1 cell', 'Worth a look · 2 cells']
    expect(listHeadings(element)).to.deep.equal(errors)
    await showUncertain(element)
    expect(listHeadings(element)).to.deep.equal([
      ...errors,
      'city: contradictions with other columns · 1 cell',
      'city: missing values · 1 cell',
    ])
    expect(getText(cellsOf(element, 0)[0])).to.equal(
      'Row 2 Bnon → Bonn 99% It is one character away from "Bonn", which occurs in 300 rows.',
    )
    expect(getText(cellsOf(element, 1)[0])).to.contain('16..5 → unknown')
    expect(getText(cellsOf(element, 4)[0])).to.contain('null → Ulm')
    expect(all(element, '.group')[1]!.querySelector('.repair-group')).to.equal(null)
    await expect(element).to.be.accessible()
    await choose(element, 'select.column', 'price')
    expect(listHeadings(element)).to.have.length(1)
  })

  it('shows the numbers of a column as the table does, even in a repair', async () => {
    const element = await mount()
    const [finding] = createTestFindings().findings
    const far = { ...finding!, column: 'total', value: '99999.0', repair: '1234.5' }
    element.report = { ...createTestFindings(), columns: ['total'], findings: [far] }
    element.table = createTestSource([{ name: 'total', type: 'DOUBLE' }], [{ total: 99_999 }])
    await settled(element)
    expect(getText(cellsOf(element, 0)[0]?.querySelector('.values'))).to.equal('99,999 → 1234.5')
    await settled(element, getElement(element, '.repair-group').click())
    expect(getText(previewOf(element).querySelector('tbody'))).to.contain('99,999 1234.5')
  })

  it('opens a large group on request, and renders only what is visible', async () => {
    const element = await mount()
    element.report = createTestUnitFindings(100_000)
    await settled(element)
    expect(listHeadings(element)[0]).to.equal('ounces: 7 spellings of one unit · 100,000 cells')
    expect(cellsOf(element, 0)).to.have.length(0)
    await settled(element, all(element, '.toggle')[0]!.click())
    await waitForFrame()
    expect(all(element, '.toggle')[0]!.ariaExpanded).to.equal('true')
    expect(cellsOf(element, 0).length).to.be.within(8, 60)
    expect(cellsOf(element, 0)[0]!.getAttribute('aria-setsize')).to.equal('100000')
    const side = getElement(element, '.side')
    side.scrollTop = 50_000 * 34
    await waitForFrame()
    await waitForFrame()
    await settled(element)
    expect(cellsOf(element, 0).length).to.be.within(8, 60)
    const rows = cellsOf(element, 0).map((line) => getText(line.querySelector('.place')))
    expect(rows).to.include('Row 50,001')
    const target = cellsOf(element, 0).find((line) => line.textContent.includes('Row 50,001'))!
    expect(target.getBoundingClientRect().top).to.be.within(0, 640)
    await expect(element).to.be.accessible()
  })

  it('moves between cells by the arrow keys', async () => {
    const element = await mount()
    element.report = createTestUnitFindings(1000)
    await settled(element)
    await settled(element, all(element, '.toggle')[0]!.click())
    cellsOf(element, 0)[0]!.querySelector<HTMLElement>('.repair')!.focus()
    for (let step = 0; step < 30; step++) {
      await waitForFrame(sendKeys({ press: 'ArrowDown' }))
      await settled(element)
    }
    const active = getElement(element, 'aw-finding-cells').shadowRoot!.activeElement!
    expect(active.ariaLabel).to.equal('Repair ounces in row 31 with “12”')
  })

  it('previews the repair of a group and reports it as a mapping of values', async () => {
    const source = new TestCheckSource(ounces())
    const element = await fixture<AwFindings>(html`<aw-findings .source=${source}></aw-findings>`)
    await settled(element)
    await settled(element, source.complete(createTestUnitFindings(2401)))
    const reported: (readonly Operation[])[] = []
    element.addEventListener('aw-repair', ({ operations }) => reported.push(operations))
    expect(getText(getElement(element, '.repair-group'))).to.equal('Repair 2,401')
    getElement(element, '.repair-group').focus()
    await settled(element, sendKeys({ press: 'Enter' }))
    expect(reported).to.have.length(0)
    expect(getText(previewOf(element).activeElement)).to.equal('Effect of the repair')
    expect(getText(previewOf(element).querySelector('[role=status]'))).to.equal(
      '2,100 cells will change. 301 cells will not change: the repaired value does not fit the type of the column.',
    )
    const lines = [...previewOf(element).querySelectorAll('tbody tr')].map(getText)
    expect(lines).to.have.length(6)
    expect(lines[0]).to.equal('ounces 12 oz 12 115 1')
    expect(getText(previewOf(element).querySelector('.others'))).to.equal('15 other changes')
    expect(getText(previewOf(element).querySelector('.later'))).to.contain('later files')
    await expect(element).to.be.accessible()
    await settled(element, sendKeys({ press: 'Escape' }))
    expect(element.shadowRoot!.querySelector('aw-repair-preview')).to.equal(null)
    expect(element.shadowRoot!.activeElement?.className).to.equal('repair-group')
    await settled(element, sendKeys({ press: 'Enter' }))
    await settled(element, previewOf(element).querySelector<HTMLElement>('.plan')!.click())
    expect(reported).to.have.length(1)
    expect(reported[0]).to.have.length(1)
    expect(reported[0]![0]).to.deep.include({ op: 'map-values', column: 'ounces', others: 'keep' })
  })

  it('repairs one cell, or selected ones', async () => {
    const element = await mount()
    const reported: (readonly Operation[])[] = []
    element.addEventListener('aw-repair', ({ operations }) => reported.push(operations))
    await settled(element, cellsOf(element, 0)[0]!.querySelector<HTMLElement>('.repair')!.click())
    await settled(element, previewOf(element).querySelector<HTMLElement>('.plan')!.click())
    const typo = {
      op: 'set-cells',
      column: 'city',
      cells: [{ row: 2, from: 'Bnon', to: 'Bonn' }],
      reason: 'It is one character away from "Bonn", which occurs in 300 rows.',
    }
    expect(reported.pop()).to.deep.equal([typo])
    await choose(element, 'select.column', 'city')
    await settled(element, getElement(element, '.all').click())
    expect(getText(getElement(element, '.repair-selected'))).to.equal('Repair 1 selected')
    await showUncertain(element)
    await settled(element, getElement(element, '.all').click())
    expect(getText(getElement(element, '.repair-selected'))).to.equal('Repair 3 selected')
    await settled(element, all(element, '.group-check')[2]!.click())
    expect(getText(getElement(element, '.repair-selected'))).to.equal('Repair 2 selected')
    cellsOf(element, 3)[0]!.querySelector<HTMLElement>('input')!.click()
    await settled(element, cellsOf(element, 2)[0]!.querySelector<HTMLElement>('input')!.click())
    await settled(element, getElement(element, '.repair-selected').click())
    previewOf(element).querySelector<HTMLElement>('.plan')!.click()
    expect(reported.pop()).to.deep.equal([
      typo,
      {
        op: 'set-cells',
        column: 'city',
        cells: [{ row: 7, from: null, to: 'Ulm' }],
        reason: 'Only 1 of 1200 rows is empty.',
      },
    ])
  })

  it('marks what a plan already repairs', async () => {
    const element = await mount()
    element.report = createTestUnitFindings(300)
    const { findings } = element.report
    element.repaired = { has: (finding) => finding.row <= 100 || finding.column === 'city' }
    await settled(element)
    expect(getText(getElement(element, '.partly'))).to.equal('100 of 300 repaired in the plan')
    expect(getText(getElement(element, '.repair-group'))).to.equal('Repair 200')
    expect(getText(all(element, '.head > .repaired')[0])).to.equal('Repaired')
    expect(getText(cellsOf(element, 1)[0])).to.contain('Repaired')
    element.repaired = { has: (finding) => findings.includes(finding) }
    await settled(element)
    expect(all(element, '.repair-group')).to.have.length(0)
  })

  it('asks a language model only when the user selects it', async () => {
    const source = new TestCheckSource(orders())
    source.models = ['Own', 'Cloud']
    const element = await fixture<AwFindings>(html`<aw-findings .source=${source}></aw-findings>`)
    await settled(element)
    await settled(element, source.complete(createTestFindings()))
    expect(all(element, '.ask-model').map(getText)).to.deep.equal(['Ask Own', 'Ask Cloud'])
    expect(source.model).to.equal(undefined)
    await settled(element, all(element, '.ask-model')[1]!.click())
    expect([source.checkCount, source.model]).to.deep.equal([2, 'Cloud'])
    await settled(element, source.complete(createTestFindings()))
    await choose(element, 'select.sensitivity', 'thorough')
    expect([source.checkCount, source.model]).to.deep.equal([3, undefined])
    const { findings, ...report } = createTestFindings()
    source.complete({ ...report, findings: findings.filter(({ confidence }) => confidence > 0.9) })
    await settled(element)
    expect(all(element, '.ask-model')).to.have.length(0)
  })

  it('checks again with another sensitivity', async () => {
    const source = new TestCheckSource(orders())
    const element = await fixture<AwFindings>(html`<aw-findings .source=${source}></aw-findings>`)
    await settled(element)
    expect(source.sensitivity).to.equal('balanced')
    await settled(element, source.complete(createTestFindings()))
    const reported: string[] = []
    element.addEventListener('aw-sensitivity-change', ({ sensitivity }) => reported.push(sensitivity))
    await choose(element, 'select.sensitivity', 'thorough')
    expect([source.checkCount, source.sensitivity, reported]).to.deep.equal([2, 'thorough', ['thorough']])
    expect(getElement<HTMLSelectElement>(element, 'select.sensitivity').value).to.equal('thorough')
  })

  it('marks the cells in the table, and scrolls to one', async () => {
    const element = await mount()
    await new Promise((resolve) => setTimeout(resolve, 60))
    await waitForFrame()
    const table = element.shadowRoot!.querySelector('aw-data-table')!
    const marked = [...table.shadowRoot!.querySelectorAll('.row .changed')]
    expect(marked.map((cell) => cell.textContent)).to.include('Bnon')
    expect(getText(table.shadowRoot!.querySelector('.status'))).to.contain('4 cells suspicious')
    let shown = -1
    table.scrollToRow = (row) => (shown = row)
    await showUncertain(element)
    cellsOf(element, 3)[0]!.querySelector<HTMLElement>('.place')!.click()
    expect(shown).to.equal(11)
  })

  it('shows duplicate rows, and removes certain ones', async () => {
    const element = await mount()
    element.report = createTestDuplicates()
    await settled(element)
    expect(getText(getElement(element, '[role=status]'))).to.contain('2 possible duplicate rows')
    const repeated = all(element, '.repeated').map(getText)
    expect(repeated).to.deep.equal([
      'Row 20 Duplicate of row 4 95% confidence It equals row 4 in all columns except id, which is unique.',
      'Row 31 Duplicate of row 30 60% confidence It equals row 30 except for city: "Bonn" and "Bnon".',
    ])
    await expect(element).to.be.accessible()
    const reported: (readonly Operation[])[] = []
    element.addEventListener('aw-repair', ({ operations }) => reported.push(operations))
    expect(getText(getElement(element, '.drop'))).to.equal('Remove 1 exact duplicate')
    await settled(element, getElement(element, '.drop').click())
    await settled(element, previewOf(element).querySelector<HTMLElement>('.plan')!.click())
    expect(reported).to.deep.equal([
      [
        {
          op: 'deduplicate',
          columns: ['city', 'price'],
          keep: 'first',
          reason: 'It equals row 4 in all columns except `id`, which is unique.',
        },
      ],
    ])
    let shown = -1
    element.shadowRoot!.querySelector('aw-data-table')!.scrollToRow = (row) => (shown = row)
    getElement(element, '.repeated .place').click()
    expect(shown).to.equal(19)
    await choose(element, 'select.column', 'city')
    expect(element.shadowRoot!.querySelectorAll('.repeated')).to.have.length(0)
  })

  it('lists duplicate rows without suspicious cells', async () => {
    const element = await mount()
    element.report = { ...createTestDuplicates(), findings: [] }
    await settled(element)
    expect(getText(getElement(element, '[role=status]'))).to.equal(
      'No suspicious cells in 1,200 rows · 2 possible duplicate rows',
    )
    expect(element.shadowRoot!.querySelectorAll('.repeated')).to.have.length(2)
  })

  it('checks by its source, shows progress, and can be stopped and restarted', async () => {
    const source = new TestCheckSource()
    const element = await fixture<AwFindings>(html`<aw-findings .source=${source}></aw-findings>`)
    await settled(element)
    await settled(element, source.reportProgress(40))
    expect(getText(getElement(element, '[role=status]'))).to.equal('Checking: 40%')
    await settled(element, getElement(element, '.stop').click())
    expect(getText(getElement(element, '.failure'))).to.equal('Stopped. Results are incomplete.')
    const reported: number[] = []
    element.addEventListener('aw-checked', ({ report }) => reported.push(report.rows))
    await settled(element, getElement(element, '.check-again').click())
    await settled(element, source.complete({ ...createTestFindings(), findings: [] }))
    expect(reported).to.deep.equal([1200])
    expect(getText(getElement(element, '[role=status]'))).to.equal('No suspicious cells in 1,200 rows')
    await settled(element, getElement(element, '.check-again').click())
    element.strings = { ...findingsStrings, renderText: () => '' }
    await settled(element, source.fail(new Error('The table no longer exists.')))
    element.strings = findingsStrings
    await settled(element)
    expect(getText(getElement(element, '.failure'))).to.equal('The table no longer exists.')
    await expect(element).to.be.accessible()
  })

  it('lists many groups in parts', async () => {
    const element = await mount()
    const [finding] = createTestFindings().findings
    element.report = {
      ...createTestFindings(),
      findings: Array.from({ length: 450 }, (_, index) => ({ ...finding!, column: `column ${index}` })),
    }
    await settled(element)
    expect(listHeadings(element)).to.have.length(200)
    await settled(element, getElement(element, '.more').click())
    await settled(element, getElement(element, '.more').click())
    expect(listHeadings(element)).to.have.length(450)
  })
})

describe('what a clean table needs beyond the findings', () => {
  const operation: Operation = {
    op: 'map-values',
    column: 'city',
    values: [{ from: 'BONN', to: 'Bonn' }],
    others: 'keep',
    reason: 'One spelling for equal values.',
    state: 'approved',
  }
  const effect = { rowsDropped: 0, rowsAdded: 0, cellsNulled: 0, cellsChanged: 2 }
  const changes = [
    { operation, ...effect, examples: [{ row: 3, column: 'city', before: 'BONN', after: 'Bonn' }] },
    { operation: { op: 'trim' as const, column: 'price', reason: 'Edge spaces.' }, ...effect, examples: [] },
  ]

  it('is listed in place of “No suspicious cells”, and applied one by one', async () => {
    const element = await fixture<AwFindings>(html`<aw-findings .table=${orders()}></aw-findings>`)
    element.report = { rows: 40, rowsChecked: 40, columns: ['city', 'price'], findings: [], notes: [], changes }
    await settled(element)
    const getStatus = (): string => getText(getElement(element, '[role=status]'))
    expect(getStatus()).to.equal('2 changes for a clean table')
    expect(getText(getElement(element, '.cleaning'))).to.include('BONN → Bonn')
    await expect(element).to.be.accessible()
    const applied: (readonly Operation[])[] = []
    element.addEventListener('aw-repair', ({ operations }) => applied.push(operations))
    await settled(element, getElement(element, '.clean').click())
    expect(applied).to.deep.equal([[operation]])
    expect(getText(getElement(element, '.cleaning .repaired'))).to.equal('Repaired')
    expect(all(element, '.clean')).to.have.length(1)
    expect(getStatus()).to.equal('2 changes for a clean table')
  })
})
