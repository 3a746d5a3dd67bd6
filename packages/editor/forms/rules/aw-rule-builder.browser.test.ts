import { expect, fixture, html } from '@open-wc/testing'
import { setViewport } from '@web/test-runner-commands'
import type { ColumnRule, ValidationReport } from '@aw-flow/schema'
import type { RuleResult } from '@aw-flow/schema/internal'
import { waitUntil } from '../../../../test/wait-until.ts'
import { defineElements } from '../../define-elements.ts'
import { loadLanguage } from '../../language/languages.ts'
import { getElement } from '../../test-pointer.ts'
import type { AwRuleBuilder } from './aw-rule-builder.ts'
import type { RuleData, RuleOutcome } from './rule-data.ts'
import { createColumns } from '../../../../test/columns.ts'

defineElements()

const columns = createColumns('city VARCHAR, price DOUBLE')
const createResult = (column: string, code: string, failing: number): RuleResult => ({
  rule: code,
  code,
  column,
  valid: failing === 0,
  failing,
  checked: 2_000,
  sample: failing === 0 ? [] : [{ row: 17, value: '-3' }],
  message: '',
})

interface TestData extends RuleData {
  readonly tests: { schema: string; signal: AbortSignal; respond(outcome: RuleOutcome<ValidationReport>): void }[]
}

/** Data whose tests are answered by the test. */
function createData(suggested: readonly ColumnRule[] = []): TestData {
  const tests: TestData['tests'] = []
  return {
    tests,
    test: (schema, signal) => new Promise((respond) => tests.push({ schema, signal, respond })),
    suggest: async () => ({ state: 'done', value: suggested, isSample: false }),
  }
}

const toDone = (rules: RuleResult[], isSample = false): RuleOutcome<ValidationReport> => ({
  state: 'done',
  isSample,
  value: { valid: false, rows: 2_000, rules },
})

async function mount(value: string, data?: RuleData): Promise<{ builder: AwRuleBuilder; changes: string[] }> {
  const changes: string[] = []
  const builder = await fixture<AwRuleBuilder>(
    html`<aw-rule-builder
      style="width: 288px"
      role="group"
      aria-label="Schema"
      .label=${'Schema'}
      .value=${value}
      .columns=${columns}
      .data=${data}
      .subject=${'node schema'}
    ></aw-rule-builder>`,
  )
  builder.addEventListener('aw-field-change', (event) => {
    changes.push(String(event.value))
    builder.value = String(event.value)
  })
  await waitUntil(() => builder.renderRoot.querySelector('#source') !== null)
  return { builder, changes }
}

const getText = (builder: AwRuleBuilder): string =>
  ((builder.renderRoot as ShadowRoot).host.shadowRoot!.textContent ?? '').replaceAll(/\s+/g, ' ')
function choose(select: HTMLSelectElement, value: string): void {
  select.value = value
  select.dispatchEvent(new Event('change'))
}
function type(field: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  field.value = text
  field.dispatchEvent(new Event('input'))
}
const last = (changes: readonly string[]): unknown => JSON.parse(changes.at(-1)!)

describe('the rule builder', () => {
  beforeEach(() => setViewport({ width: 600, height: 900 }))

  it('offers the target of a plan to nodes that accept a plan, and does not test it before a run', async () => {
    const data = createData()
    const { builder, changes } = await mount('cosmo-ready', data)
    const source = getElement<HTMLSelectElement>(builder, '#source')
    const listSources = (): string[] => [...source.options].map(({ value }) => value)
    expect(listSources()).to.deep.equal(['cosmo', 'rules', 'json'])
    builder.acceptsPlan = true
    await builder.updateComplete
    expect(listSources()).to.deep.equal(['plan', 'cosmo', 'rules', 'json'])
    choose(source, 'plan')
    expect(changes.at(-1)).to.equal('plan')
    builder.value = 'plan'
    await builder.updateComplete
    expect(source.selectedOptions[0]?.textContent?.trim()).to.equal('Target of the plan')
    expect(getElement(builder, '[role=status]').textContent).to.equal('')
    expect(data.tests.filter(({ schema }) => schema === 'plan')).to.deep.equal([])
  })

  it('replaces the built-in schema by rules, which are added by column', async () => {
    const { builder, changes } = await mount('cosmo-ready')
    const source = getElement<HTMLSelectElement>(builder, '#source')
    expect(source.selectedOptions[0]?.textContent?.trim()).to.equal('Cosmograph requirements')
    choose(source, 'rules')
    expect(last(changes)).to.deep.equal({ columns: [] })
    await builder.updateComplete
    getElement(builder, '.new aw-column-field').dispatchEvent(
      Object.assign(new Event('aw-field-change'), { value: 'price' }),
    )
    await builder.updateComplete
    const add = getElement<HTMLSelectElement>(builder, '[data-column=price] > select')
    const offered = [...add.options].map((option) => option.textContent?.trim())
    expect(offered).to.include.members(['≥', 'is never null']).and.not.include('matches the pattern')
    choose(add, 'min')
    await builder.updateComplete
    expect(last(changes)).to.deep.equal({ columns: [{ name: 'price', min: 0 }] })
    const min = getElement<HTMLInputElement>(builder, '[data-column=price] input')
    await waitUntil(() => builder.shadowRoot?.activeElement === min)
    expect(min.getAttribute('aria-label')).to.equal('price ≥')
    type(min, '2,5')
    expect(last(changes)).to.deep.equal({ columns: [{ name: 'price', min: 2.5 }] })
    await builder.updateComplete
    expect(min.value).to.equal('2,5')
    type(min, 'much')
    await builder.updateComplete
    expect(min.getAttribute('aria-invalid')).to.equal('true')
    expect(last(changes)).to.deep.equal({ columns: [{ name: 'price', min: 2.5 }] })
    await expect(builder).to.be.accessible()
    getElement<HTMLButtonElement>(builder, '[data-column=price] .rule button').click()
    expect(last(changes)).to.deep.equal({ columns: [{ name: 'price' }] })
  })

  it('tests each change immediately, and shows how many rows fail with examples', async () => {
    const data = createData()
    const { builder } = await mount('{"columns":[{"name":"price","min":0,"unique":true}]}', data)
    await waitUntil(() => data.tests.length === 1)
    data.tests[0]!.respond(toDone([createResult('price', 'min', 12), createResult('price', 'unique', 0)]))
    await waitUntil(() => getText(builder).includes('12 of 2,000 rows (0.6%) fail'))
    expect(getText(builder)).to.contain('For example -3 (row 17)')
    expect(getText(builder)).to.contain('Tested on the last run. 2,000 rows: 1 of 2 rules fail.')
    await expect(builder).to.be.accessible()

    type(getElement(builder, '.rule input'), '-5')
    await builder.updateComplete
    expect(getText(builder)).to.contain('Testing…')
    expect(getElement(builder, '[role=status]').textContent, 'not announced at every change').to.equal('')
    await waitUntil(() => data.tests.length === 2)
    type(getElement(builder, '.rule input'), '-50')
    await waitUntil(() => data.tests.length === 3)
    expect(data.tests[1]!.signal.aborted).to.equal(true)
    expect(data.tests[2]!.schema).to.contain('"min":-50')
    data.tests[1]!.respond(toDone([createResult('price', 'min', 3)]))
    data.tests[2]!.respond(toDone([createResult('price', 'min', 0), createResult('price', 'unique', 0)], true))
    await waitUntil(() => getText(builder).includes('Tested on a sample. 2,000 rows: all rules pass.'))
    expect(builder.renderRoot.querySelectorAll('.state .good')).to.have.length(2)
  })

  it('suggests rules that the data meets, one by one or all', async () => {
    const suggested: ColumnRule[] = [
      { name: 'price', type: 'number', min: 0 },
      { name: 'city', enum: ['Bonn', 'Oslo'] },
    ]
    const { builder, changes } = await mount('{"columns":[{"name":"price","type":"number"}]}', createData(suggested))
    getElement<HTMLButtonElement>(builder, '[role=status]').parentElement!.querySelector('button')!.click()
    await waitUntil(() => builder.renderRoot.querySelector('.suggestions') !== null)
    const buttons = [...builder.renderRoot.querySelectorAll<HTMLButtonElement>('.suggestions li button')]
    expect(buttons.map((button) => button.innerText.trim())).to.deep.equal([
      'price ≥ 0',
      'city is one of (one per line) Bonn, Oslo',
    ])
    await expect(builder).to.be.accessible()
    buttons[0]!.click()
    expect(last(changes)).to.deep.equal({ columns: [{ name: 'price', type: 'number', min: 0 }] })
    await builder.updateComplete
    getElement<HTMLButtonElement>(builder, '.add-all').click()
    expect(last(changes)).to.deep.equal({
      columns: [
        { name: 'price', type: 'number', min: 0 },
        { name: 'city', enum: ['Bonn', 'Oslo'] },
      ],
    })
    await waitUntil(() => getText(builder).includes('already contain all suggestions'))
  })

  it('shows rules for the table, and changes them', async () => {
    const { builder, changes } = await mount('{"columns":[],"keys":[["city","price"]],"minRows":1}')
    expect(getText(builder)).to.contain('has unique combinations of city, price')
    type(getElement(builder, '#table-minRows'), '10')
    expect(last(changes)).to.include({ minRows: 10 })
    await builder.updateComplete
    choose(getElement(builder, '[data-table] > select'), 'strict')
    expect(last(changes)).to.deep.equal({ columns: [], keys: [['city', 'price']], minRows: 10, strict: true })
    await builder.updateComplete
    getElement<HTMLButtonElement>(builder, '[aria-label^="Remove: has unique"]').click()
    expect(last(changes)).to.deep.equal({ columns: [], minRows: 10, strict: true })
  })

  it('edits a schema as JSON, with the reason, if the list cannot show it', async () => {
    const { builder, changes } = await mount('{"any":[{"expression":"price > 0"}]}')
    expect(getElement<HTMLSelectElement>(builder, '#source').value).to.equal('json')
    expect(getElement<HTMLOptionElement>(builder, 'option[value=rules]').disabled).to.equal(true)
    expect(getText(builder)).to.contain('cannot show all parts')
    builder.value = '{"columns":["city"]}'
    await builder.updateComplete
    expect(builder.renderRoot.querySelector('[data-column=city]')).not.to.equal(null)
    choose(getElement(builder, '#source'), 'json')
    await builder.updateComplete
    expect(builder.renderRoot.querySelector('aw-code-field')).not.to.equal(null)
    expect(changes).to.deep.equal([])
  })

  it('explains why rules are not tested, also in German', async () => {
    const data = createData()
    const { builder } = await mount('{"columns":["city"]}', data)
    await waitUntil(() => data.tests.length === 1)
    data.tests[0]!.respond({ state: 'not-connected' })
    await waitUntil(() => getText(builder).includes('Connect a table to test the rules.'))
    expect(getElement(builder, '[role=status]').textContent, 'announced when nothing was tested').to.equal('')
    builder.formStrings = (await loadLanguage('de')).inspectorStrings.form
    await waitUntil(() => data.tests.length === 2)
    data.tests[1]!.respond({ state: 'not-connected' })
    await waitUntil(() => getText(builder).includes('Eine Tabelle verbinden'))
    builder.disabled = true
    await builder.updateComplete
    expect(builder.renderRoot.querySelector('.new')).to.equal(null)
    await expect(builder).to.be.accessible()
  })
})
