import { expect, fixture, html } from '@open-wc/testing'
import { setViewport } from '@web/test-runner-commands'
import type { Json, NodeType } from '@aw-flow/schema'
import { waitUntil } from '../../../../test/wait-until.ts'
import { defineElements } from '../../define-elements.ts'
import type { AwInspector } from '../../elements/inspector/aw-inspector.ts'
import { loadLanguage } from '../../language/languages.ts'
import { testCatalog } from '../../test-catalog.ts'
import { waitForFrame, pressKeys, getElement } from '../../test-pointer.ts'
import { mainJob, TestSession } from '../../test-session.ts'
import type { AwFilterBuilder } from './aw-filter-builder.ts'
import { createColumns } from '../../../../test/columns.ts'

defineElements()

const columns = createColumns('city VARCHAR, price DOUBLE, day DATE, paid BOOLEAN')
const operators = {
  equals: 'equals',
  'not-equals': 'does not equal',
  less: '<',
  contains: 'contains',
  'is-one-of': 'is one of',
  'is-empty': 'is empty',
}

async function mount(
  value: readonly Json[],
  properties: Partial<AwFilterBuilder> = {},
): Promise<{ builder: AwFilterBuilder; changes: unknown[] }> {
  const changes: unknown[] = []
  const builder = await fixture<AwFilterBuilder>(
    html`<aw-filter-builder
      style="width: 288px"
      role="group"
      aria-label="Conditions"
      .label=${'Conditions'}
      .value=${value}
      .columns=${columns}
      .operators=${operators}
      .subject=${'node conditions'}
    ></aw-filter-builder>`,
  )
  Object.assign(builder, properties)
  builder.addEventListener('aw-field-change', (event) => {
    changes.push(event.value)
    builder.value = event.value as Json[]
    Object.assign(builder, event.others)
  })
  await waitUntil(() => builder.renderRoot.querySelector('.actions, .condition') !== null)
  return { builder, changes }
}

const find = <T extends HTMLElement>(builder: AwFilterBuilder, path: string, selector: string): T =>
  getElement<T>(builder, `[data-path="${path}"] > ${selector}, [data-path="${path}"] > .comparison > ${selector}`)
function choose(select: HTMLSelectElement, value: string): void {
  select.value = value
  select.dispatchEvent(new Event('change'))
}
function type(field: HTMLElement, text: string): void {
  ;(field as HTMLInputElement).value = text
  field.dispatchEvent(new Event('input'))
}
const getOptions = (select: HTMLSelectElement): string[] => [...select.options].map(({ text }) => text.trim())
const findButton = (builder: AwFilterBuilder, name: string): HTMLButtonElement =>
  [...builder.renderRoot.querySelectorAll('button')].find(
    (button) => (button.getAttribute('aria-label') ?? button.textContent.trim()) === name,
  )!
const getText = (builder: AwFilterBuilder): string => (builder.shadowRoot!.textContent ?? '').replaceAll(/\s+/g, ' ')

describe('the filter builder', () => {
  beforeEach(() => setViewport({ width: 600, height: 900 }))

  it('reads a number again that was typed before the columns were known', async () => {
    const { builder, changes } = await mount([{ column: 'price', is: 'equals', value: '' }], { columns: undefined })
    type(getElement(builder, '.condition .value'), '9,5')
    expect(changes.at(-1)).to.deep.equal([{ column: 'price', is: 'equals', value: '9,5' }])
    builder.columns = columns
    await waitUntil(() => changes.length === 2)
    expect(changes.at(-1)).to.deep.equal([{ column: 'price', is: 'equals', value: 9.5 }])
    await builder.updateComplete
    expect(getElement<HTMLInputElement>(builder, '.condition .value').value).to.equal('9,5')
    expect(changes).to.have.length(2)
  })

  it('reads a number of a comparison of order before the columns are known, unless the column has texts', async () => {
    const condition = { column: 'price', is: 'less', value: '' }
    const { builder, changes } = await mount([condition], { columns: undefined })
    type(getElement(builder, '.condition .value'), '9,5')
    expect(changes.at(-1)).to.deep.equal([{ ...condition, value: 9.5 }])
    await builder.updateComplete
    expect(getElement<HTMLInputElement>(builder, '.condition .value').value).to.equal('9,5')
    builder.columns = [{ name: 'price', type: 'VARCHAR' }]
    await waitUntil(() => changes.length === 2)
    expect(changes.at(-1)).to.deep.equal([{ ...condition, value: '9,5' }])
  })

  it('adds conditions and groups, and moves the focus to them', async () => {
    const { builder, changes } = await mount([])
    expect(getText(builder)).to.contain('Every row matches.')
    await expect(builder).to.be.accessible()
    findButton(builder, 'Add condition').click()
    await waitUntil(() => builder.shadowRoot!.activeElement?.localName === 'aw-column-field')
    expect(changes.at(-1)).to.deep.equal([{ column: '' }])
    find(builder, '0', 'aw-column-field').dispatchEvent(Object.assign(new Event('aw-field-change'), { value: 'city' }))
    findButton(builder, 'Add group').click()
    await waitUntil(() => builder.shadowRoot!.activeElement?.closest('[data-path="1-0"]') != null)
    findButton(builder, 'Add condition to Group 2').click()
    await waitUntil(() => builder.shadowRoot!.activeElement?.closest('[data-path="1-1"]') != null)
    choose(getElement(builder, '[data-path="1"] .head select'), 'all')
    expect(changes.at(-1)).to.deep.equal([
      { column: 'city' },
      { is: 'group', match: 'all', conditions: [{ column: '' }, { column: '' }] },
    ])
    await builder.updateComplete
    expect([...builder.renderRoot.querySelectorAll('.joint')].map(({ textContent }) => textContent)).to.deep.equal([
      'and',
      'and',
    ])
    await expect(builder).to.be.accessible()
  })

  it('shows comparisons in full, also in nested groups and in German', async () => {
    for (const labels of [
      operators,
      { equals: 'gleich', matches: 'passt zum Muster', 'is-not-empty': 'ist nicht leer' },
    ]) {
      const nested = Object.keys(labels).map((is) => ({ column: 'price', is, value: 123456 }))
      const group = (conditions: Json[]): Json => ({ is: 'group', match: 'any', conditions })
      const { builder } = await mount([...nested, group([...nested, group([...nested, group(nested)])])], {
        operators: labels,
      })
      await builder.updateComplete
      for (const row of builder.renderRoot.querySelectorAll<HTMLElement>('.comparison')) {
        const [select, value] = [...row.children] as HTMLElement[]
        const { width } = select!.getBoundingClientRect()
        select!.style.cssText = 'flex: none; max-width: none'
        expect(width).to.be.at.least(select!.getBoundingClientRect().width)
        select!.style.cssText = ''
        if (value) expect(value.getBoundingClientRect().width).to.be.at.least(80)
        expect(row.scrollWidth).to.be.at.most(row.clientWidth)
      }
      builder.remove()
    }
  })

  it('removes conditions, and groups without any', async () => {
    const { builder, changes } = await mount([
      { column: 'city', is: 'is-empty' },
      { is: 'group', match: 'any', conditions: [{ column: 'price', is: 'is-empty' }] },
    ])
    findButton(builder, 'Remove Condition 2.1').click()
    expect(changes.at(-1)).to.deep.equal([{ column: 'city', is: 'is-empty' }])
    await waitUntil(() => builder.renderRoot.querySelector('.group') === null)
    findButton(builder, 'Remove Condition 1').click()
    await waitUntil(() => builder.shadowRoot!.activeElement === findButton(builder, 'Add condition'))
    expect(changes.at(-1)).to.deep.equal([])
  })

  it('offers comparisons and fields that fit the type of the column', async () => {
    const { builder, changes } = await mount([
      { column: 'price', is: 'less', value: 2 },
      { column: 'day', is: 'less', value: '' },
      { column: 'paid', is: 'equals', value: '' },
      { column: 'city', is: 'is-one-of', value: 'Bonn, Oslo' },
      { column: 'later', is: 'contains', value: '' },
    ])
    expect(getOptions(find(builder, '0', 'select'))).to.deep.equal([
      'equals',
      'does not equal',
      '<',
      'is one of',
      'is empty',
    ])
    expect(getOptions(find(builder, '1', 'select')))
      .to.include('is before')
      .and.not.include('contains')
    expect(getOptions(find(builder, '3', 'select')))
      .to.include('contains')
      .and.not.include('<')
    expect(getOptions(find(builder, '4', 'select'))).to.have.length(6)
    const price = find<HTMLInputElement>(builder, '0', '.value')
    type(price, '2,5')
    expect(changes.at(-1)).to.deep.include.members([{ column: 'price', is: 'less', value: 2.5 }])
    await builder.updateComplete
    expect(price.value).to.equal('2,5')
    type(price, 'much')
    expect(changes.at(-1)).to.deep.include.members([{ column: 'price', is: 'less', value: 'much' }])
    expect(find<HTMLInputElement>(builder, '1', '.value').type).to.equal('date')
    choose(find(builder, '2', '.value'), 'false')
    expect(changes.at(-1)).to.deep.include.members([{ column: 'paid', is: 'equals', value: false }])
    await builder.updateComplete
    const cities = find<HTMLTextAreaElement>(builder, '3', '.value')
    expect(cities.value).to.equal('Bonn\nOslo')
    type(cities, 'Bonn\nRome, IT\n')
    expect(changes.at(-1)).to.deep.include.members([{ column: 'city', is: 'is-one-of', value: ['Bonn', 'Rome, IT'] }])
    await builder.updateComplete
    expect(cities.value).to.equal('Bonn\nRome, IT\n')
    choose(find(builder, '4', 'select'), 'is-empty')
    await builder.updateComplete
    expect(builder.renderRoot.querySelector('[data-path="4"] .value')).to.equal(null)
    await expect(builder).to.be.accessible()
  })

  it('names the part of an expression that it cannot show', async () => {
    const { builder } = await mount([], { expression: 'price > 1 and $length(city) < 5' })
    await waitUntil(() => getText(builder).includes('Conditions cannot express $length(city) < 5'))
    expect(builder.renderRoot.querySelector('.open')).to.equal(null)
    await expect(builder).to.be.accessible()
    builder.columns = undefined
    await builder.updateComplete
    expect(getText(builder)).to.contain('Run the previous step to show the expression')
  })

  it('changes nothing if it is disabled', async () => {
    const { builder } = await mount([{ is: 'group', conditions: [{ column: 'city' }] }], {
      disabled: true,
      expression: 'price > 1',
    })
    await builder.updateComplete
    expect(builder.renderRoot.querySelectorAll('button')).to.have.length(0)
    expect([...builder.renderRoot.querySelectorAll('select')].every(({ disabled }) => disabled)).to.equal(true)
    await expect(builder).to.be.accessible()
  })

  it('is in German', async () => {
    const { inspectorStrings } = await loadLanguage('de')
    const { builder } = await mount([{ column: 'day', is: 'less', value: '2026-01-31' }])
    builder.formStrings = inspectorStrings.form
    await waitUntil(() => getText(builder).includes('Bedingung hinzufügen'))
    expect(getOptions(find(builder, '0', 'select'))).to.include('ist vor')
  })
})

describe('a filter in the inspector', () => {
  const condition = {
    type: 'object',
    properties: {
      column: { type: 'string' },
      is: { type: 'string', enum: Object.keys(operators), labels: operators },
      value: {},
    },
  }
  const filter: NodeType = {
    ...testCatalog.find(({ type }) => type === 'filter')!,
    type: 'where',
    inputs: [{ name: 'table', type: 'table', required: true }],
    settings: {
      type: 'object',
      properties: {
        match: { type: 'string', enum: ['all', 'any'], default: 'all' },
        conditions: { type: 'array', format: 'conditions', default: [], items: { oneOf: [condition, {}] } },
        expression: { type: 'string', format: 'row-expression', default: '', advanced: true },
      },
    },
    defaults: {},
  }

  it('opens an expression as conditions in one undo step', async () => {
    const document = mainJob()
    const expression = 'value > 3 or category = "a"'
    document.nodes[3] = {
      ...document.nodes[3]!,
      type: 'where',
      data: { ...document.nodes[3]!.data, config: { expression } },
    }
    const session = new TestSession({ document, catalog: [...testCatalog, filter] })
    const inspector = await fixture<AwInspector>(
      html`<aw-inspector
        style="width: 320px; height: 800px"
        .session=${session}
        .nodes=${new Set(['table'])}
      ></aw-inspector>`,
    )
    await waitForFrame()
    const builder = getElement<AwFilterBuilder>(inspector, 'aw-form', 'aw-filter-builder')
    await waitUntil(() => builder.renderRoot.querySelector('.open') !== null)
    getElement(builder, '.open').focus()
    await pressKeys('Enter')
    const getConfig = (): unknown => session.document.current.nodes.find(({ id }) => id === 'table')?.data.config
    expect(getConfig()).to.deep.equal({
      match: 'any',
      expression: '',
      conditions: [
        { column: 'value', is: 'more', value: 3 },
        { column: 'category', is: 'equals', value: 'a' },
      ],
    })
    await waitUntil(() => builder.renderRoot.querySelectorAll('.condition').length === 2)
    session.document.undo()
    expect(getConfig()).to.deep.equal({ expression })
  })
})
