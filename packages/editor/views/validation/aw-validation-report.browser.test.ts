import { expect, fixture, html } from '@open-wc/testing'
import type { ValidationReport } from '@aw-flow/schema'
import { defineElements } from '../../define-elements.ts'
import { getElement } from '../../test-pointer.ts'
import { testValidationReport } from '../../test-reports.ts'
import { captureDownload } from '../../test-download.ts'
import type { AwValidationReport, FailingRowEvent } from './aw-validation-report.ts'

defineElements()

const getText = (element: Element | null | undefined): string =>
  (element?.textContent ?? '').replaceAll(/\s+/g, ' ').trim()
const lines = (element: AwValidationReport): string[] => [...element.shadowRoot!.querySelectorAll('.rule')].map(getText)

const report: ValidationReport = {
  ...testValidationReport,
  rules: [
    ...testValidationReport.rules,
    {
      rule: '`note` is there',
      code: 'nullable',
      column: 'note',
      severity: 'warning',
      valid: false,
      failing: 499,
      checked: 998,
      sample: [{ row: 2, value: null }],
      message: '499 of 998 rows fail: `note` has no value.',
    },
  ],
}

const mount = (shown: ValidationReport | undefined): Promise<AwValidationReport> =>
  fixture<AwValidationReport>(html`<aw-validation-report label="Orders" .report=${shown}></aw-validation-report>`)

describe('<aw-validation-report>', () => {
  it('shows the verdict, and failing rules with their share and first rows', async () => {
    const element = await mount(report)
    expect(getText(getElement(element, '[role=status]'))).to.equal('Not valid 998 rows: 2 of 3 rules failed.')
    expect(lines(element)).to.deep.equal([
      'Failed price is at least 0 12 of 998 rows (1.2%) 12 rows have a smaller value. Row 31: -4',
      'Failed note is there Warning 499 of 998 rows (50%) 499 of 998 rows fail: note has no value. Row 2: null',
    ])
    expect(getElement(element, '.rule:nth-child(2) rect').getAttribute('width')).to.equal('50')
    await expect(element).to.be.accessible()
  })

  it('names a missing column and an unchecked rule instead of counting rows', async () => {
    const rule = { valid: false, failing: 1204, checked: 1204, sample: [] }
    const uncounted = { code: 'validate.uncounted', params: { reason: 'The column is missing.', hint: 'Add it.' } }
    const element = await mount({
      valid: false,
      rows: 1204,
      rules: [
        { ...rule, code: 'column', column: 'note', rule: '`note` exists', message: '`note` is not in the table.' },
        { ...rule, code: 'minRows', failing: 1, rule: 'At least 2,000 rows', message: 'The table has 1,204 rows.' },
        { ...rule, code: 'key', rule: '`id` is a key', message: uncounted },
      ],
    })
    expect([...element.shadowRoot!.querySelectorAll('.share')].map(getText)).to.deep.equal([
      'Column missing',
      '',
      'Not checked',
    ])
    expect(element.shadowRoot!.querySelector('.share svg')).to.equal(null)
    await expect(element).to.be.accessible()
  })

  it('shows passing rules, and all, on request', async () => {
    const element = await mount(report)
    const press = async (index: number): Promise<void> => {
      getElement(element, `.filters button:nth-child(${index})`).click()
      await element.updateComplete
    }
    await press(2)
    expect(lines(element)).to.deep.equal(['Passed id is unique'])
    await press(3)
    expect(lines(element)).to.have.length(3)
    expect(getElement(element, '.filters button:nth-child(3)').getAttribute('aria-pressed')).to.equal('true')
  })

  it('reports the pressed failing row', async () => {
    const element = await mount(report)
    let reported: FailingRowEvent | undefined
    element.addEventListener('aw-failing-row', (event) => (reported = event))
    getElement(element, '.sample button').click()
    expect([reported?.row, reported?.column]).to.deep.equal([31, 'price'])
  })

  it('is exported as JSON and as one HTML file', async () => {
    const element = await mount(report)
    const json = await captureDownload(() => getElement(element, '.json').click())
    expect(json.name).to.equal('Orders-report.json')
    expect(JSON.parse(await json.content.text())).to.deep.equal(report)
    const file = await captureDownload(() => getElement(element, 'button.html').click())
    expect(file.name).to.equal('Orders-report.html')
    expect(await file.content.text()).to.contain('<title>Orders: Invalid</title>')
  })

  it('explains that all rules pass, that there are no rules, and that nothing was checked', async () => {
    const all = await mount({ ...report, valid: true, rules: report.rules.slice(0, 1) })
    expect(getText(getElement(all, '[role=status]'))).to.equal('Valid 998 rows: 1 rule passed.')
    expect(lines(all)).to.have.length(1)
    const none = await mount({ valid: true, rows: 0, rules: [] })
    expect(getText(getElement(none, '[role=status]'))).to.contain('No rules were checked.')
    expect(getText((await mount(undefined)).shadowRoot as unknown as Element)).to.equal('Not checked yet.')
  })

  it('uses replaced texts', async () => {
    const element = await mount(report)
    element.strings = { ...element.strings, notValid: 'Ungültig' }
    await element.updateComplete
    expect(getText(getElement(element, '[role=status]'))).to.contain('Ungültig')
  })
})
