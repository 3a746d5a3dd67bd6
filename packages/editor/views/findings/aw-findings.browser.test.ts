import { expect, fixture, html } from '@open-wc/testing'
import { sendKeys, setViewport } from '@web/test-runner-commands'
import type { Operation } from '@aw-flow/schema'
import { defineElements } from '../../define-elements.ts'
import { testFindings, testRepeated, TestCheckSource } from '../../test-findings.ts'
import { frame, part } from '../../test-pointer.ts'
import { testSource } from '../../test-source.ts'
import type { AwFindings } from './aw-findings.ts'

defineElements()

const words = (element: Element | null | undefined): string =>
  (element?.textContent ?? '').replaceAll(/\s+/g, ' ').trim()
const lines = (element: AwFindings): string[] =>
  [...element.shadowRoot!.querySelectorAll('.list li')].map((line) => words(line))

async function settled(element: AwFindings): Promise<void> {
  for (let turn = 0; turn < 3; turn++) {
    await new Promise((resolve) => setTimeout(resolve))
    await element.updateComplete
  }
}

const orders = () =>
  testSource(
    [
      { name: 'id', type: 'BIGINT' },
      { name: 'city', type: 'VARCHAR' },
      { name: 'price', type: 'VARCHAR' },
    ],
    Array.from({ length: 40 }, (_, row) => ({ id: row + 1, city: row === 1 ? 'Bnon' : 'Bonn', price: '16.5' })),
  )

async function mount(): Promise<AwFindings> {
  const element = await fixture<AwFindings>(
    html`<aw-findings label="Orders" .report=${testFindings()} .table=${orders()}></aw-findings>`,
  )
  element.style.cssText = 'width: 960px; height: 560px'
  await settled(element)
  return element
}

async function choose(element: AwFindings, selector: string, value: string): Promise<void> {
  const select = part(element, selector) as HTMLSelectElement
  select.value = value
  select.dispatchEvent(new Event('change'))
  await settled(element)
}

describe('<aw-findings>', () => {
  beforeEach(() => setViewport({ width: 1000, height: 640 }))

  it('shows each suspicious cell with its repair, reason and confidence', async () => {
    const element = await mount()
    expect(words(part(element, '[role=status]'))).to.equal('4 suspicious cells in 1,200 rows, 3 with a repair')
    expect(lines(element)[0]).to.equal(
      'city, Row 2 Bnon → Bonn Spelling99% confidence It is one character away from "Bonn", which stands in 300 rows.',
    )
    expect(lines(element)[1]).to.contain('null → Ulm')
    expect(lines(element)[2]).to.contain('16..5 → unknown')
    await expect(element).to.be.accessible()
  })

  it('filters by rule and column, and approves one or all listed findings', async () => {
    const element = await mount()
    await choose(element, 'select.column', 'city')
    expect(lines(element)).to.have.length(3)
    await choose(element, 'select.rule', 'dependency')
    expect(lines(element)).to.have.length(1)
    part(element, '.all').click()
    await settled(element)
    await choose(element, 'select.rule', '')
    part(element, '.list input').focus()
    await sendKeys({ press: 'Space' })
    await settled(element)
    expect(words(part(element, '.plan'))).to.equal('Repair 2 cells')
    const reported: (readonly Operation[])[] = []
    element.addEventListener('aw-repair', ({ operations }) => reported.push(operations))
    part(element, '.plan').click()
    expect(reported).to.deep.equal([
      [
        {
          op: 'set-cells',
          column: 'city',
          cells: [{ row: 2, from: 'Bnon', to: 'Bonn' }],
          reason: 'It is one character away from "Bonn", which stands in 300 rows.',
        },
        {
          op: 'set-cells',
          column: 'city',
          cells: [{ row: 12, from: 'Berlin', to: 'Ulm' }],
          reason: 'With the same `id`, 12 of 12 other rows have "Ulm".',
        },
      ],
    ])
  })

  it('marks the cells in the table, and scrolls to one', async () => {
    const element = await mount()
    await new Promise((resolve) => setTimeout(resolve, 60))
    await frame()
    const table = element.shadowRoot!.querySelector('aw-data-table')!
    const marked = [...table.shadowRoot!.querySelectorAll('.row .changed')]
    expect(marked.map((cell) => cell.textContent)).to.include('Bnon')
    expect(words(table.shadowRoot!.querySelector('.status'))).to.contain('4 cells suspicious')
    let shown = -1
    table.scrollToRow = (row) => (shown = row)
    element.shadowRoot!.querySelectorAll<HTMLElement>('button.place')[3]!.click()
    expect(shown).to.equal(11)
  })

  it('shows duplicate rows, and drops certain ones after the repairs', async () => {
    const element = await mount()
    element.report = testRepeated()
    await settled(element)
    expect(words(part(element, '[role=status]'))).to.contain('2 possible duplicate rows.')
    const repeated = [...element.shadowRoot!.querySelectorAll('.repeated')].map((line) => words(line))
    expect(repeated).to.deep.equal([
      'Row 20 Duplicate of row 4 Duplicate95% confidence It is equal to row 4 in all columns but `id`, which tells every row apart.',
      'Row 31 Duplicate of row 30 Duplicate60% confidence It is row 30 again, but for `city`: "Bonn" and "Bnon".',
    ])
    await expect(element).to.be.accessible()
    await choose(element, 'select.rule', 'duplicate')
    expect(lines(element)).to.have.length(3)
    const reported: (readonly Operation[])[] = []
    element.addEventListener('aw-repair', ({ operations }) => reported.push(operations))
    part(element, '.drop').click()
    await settled(element)
    expect(words(part(element, '.plan'))).to.equal('Drop 1 row')
    part(element, '.plan').click()
    expect(reported).to.deep.equal([
      [
        {
          op: 'deduplicate',
          columns: ['city', 'price'],
          keep: 'first',
          reason: 'It is equal to row 4 in all columns but `id`, which tells every row apart.',
        },
      ],
    ])
    let shown = -1
    element.shadowRoot!.querySelector('aw-data-table')!.scrollToRow = (row) => (shown = row)
    part(element, '.repeated button').click()
    expect(shown).to.equal(19)
    await choose(element, 'select.column', 'city')
    expect(element.shadowRoot!.querySelectorAll('.repeated')).to.have.length(0)
  })

  it('lists duplicate rows without suspicious cells', async () => {
    const element = await mount()
    element.report = { ...testRepeated(), findings: [] }
    await settled(element)
    expect(words(part(element, '[role=status]'))).to.equal(
      'No suspicious cells in 1,200 rows. 2 possible duplicate rows.',
    )
    expect(element.shadowRoot!.querySelectorAll('.repeated')).to.have.length(2)
  })

  it('checks by its source, shows progress, and can be stopped and restarted', async () => {
    const source = new TestCheckSource()
    const element = await fixture<AwFindings>(html`<aw-findings .source=${source}></aw-findings>`)
    await settled(element)
    source.progress(40)
    await settled(element)
    expect(words(part(element, '[role=status]'))).to.equal('Checking: 40%')
    part(element, '.stop').click()
    await settled(element)
    expect(words(part(element, '.failure'))).to.equal('Stopped. Results are incomplete.')
    const reported: number[] = []
    element.addEventListener('aw-checked', ({ report }) => reported.push(report.rows))
    part(element, '.again').click()
    await settled(element)
    source.end({ ...testFindings(), findings: [] })
    await settled(element)
    expect(reported).to.deep.equal([1200])
    expect(words(part(element, '[role=status]'))).to.equal('No suspicious cells in 1,200 rows.')
    part(element, '.again').click()
    await settled(element)
    source.fail(new Error('The table is gone.'))
    await settled(element)
    expect(words(part(element, '.failure'))).to.equal('The table is gone.')
    await expect(element).to.be.accessible()
  })

  it('lists many findings in parts', async () => {
    const element = await mount()
    const [finding] = testFindings().findings
    element.report = {
      ...testFindings(),
      findings: Array.from({ length: 450 }, (_, row) => ({ ...finding!, row: row + 1 })),
    }
    await settled(element)
    expect(lines(element)).to.have.length(201)
    part(element, '.more').click()
    await settled(element)
    part(element, '.more').click()
    await settled(element)
    expect(lines(element)).to.have.length(450)
  })
})
