import { expect, fixture, html } from '@open-wc/testing'
import { sendKeys, setViewport } from '@web/test-runner-commands'
import type { Config, NodeType } from '@aw-flow/schema'
import { defineElements } from '../define-elements.ts'
import { testCatalog } from '../test-catalog.ts'
import { pressKeys, getElement } from '../test-pointer.ts'
import { waitUntil } from '../../../test/wait-until.ts'
import type { AwForm } from './aw-form.ts'
import type { AwMapField } from './fields/aw-map-field.ts'
import type { AwVariantField } from './fields/aw-variant-field.ts'

defineElements()

const typeOf = (properties: Record<string, unknown>): NodeType => ({
  ...(testCatalog[0] as NodeType),
  settings: { type: 'object', properties },
  defaults: {},
})

async function mount(properties: Record<string, unknown>, config: Config = {}): Promise<AwForm> {
  const form = await fixture<AwForm>(
    html`<aw-form .type=${typeOf(properties)} .config=${config} .subject=${'a'}></aw-form>`,
  )
  form.addEventListener('aw-setting-change', ({ name, value }) => {
    const { [name]: _, ...others } = form.config
    form.config = value === undefined ? others : { ...others, [name]: value }
  })
  return form
}
const shown = (form: AwForm): string[] =>
  [...form.renderRoot.querySelectorAll<HTMLElement>('.field')].map(({ dataset }) => dataset.setting!)
const choose = (select: HTMLSelectElement, index: number): void => {
  select.selectedIndex = index
  select.dispatchEvent(new Event('change'))
}

describe('kinds of settings', () => {
  beforeEach(() => setViewport({ width: 500, height: 800 }))

  it('shows settings whose condition holds or that have a problem, and keeps values of hidden ones', async () => {
    const form = await mount(
      {
        how: { enum: ['share', 'value'], default: 'share', title: 'How' },
        share: { type: 'number', default: 0.5, title: 'Share', when: { how: 'share' } },
        value: { type: 'string', default: '', title: 'Value', when: { how: ['value'] } },
      },
      { share: 0.2 },
    )
    expect(shown(form)).to.deep.equal(['how', 'share'])
    choose(getElement<HTMLSelectElement>(form, '#how'), 1)
    await form.updateComplete
    expect(shown(form)).to.deep.equal(['how', 'value'])
    expect(form.config).to.deep.equal({ share: 0.2, how: 'value' })
    form.problems = [{ code: 'x', severity: 'error', message: 'Too much.', where: { setting: 'share' } }]
    await form.updateComplete
    expect(shown(form)).to.deep.equal(['how', 'share', 'value'])
  })

  it('names the connected node in the title of a column of one input', async () => {
    const form = await mount({
      key: { type: 'string', title: 'Left', format: 'column', of: 'left' },
      other: { type: 'string', title: 'Right', format: 'column', of: 'right' },
    })
    form.context = { inputs: { left: undefined, right: undefined }, inputNames: { left: 'orders.csv' } }
    await form.updateComplete
    const labels = [...form.renderRoot.querySelectorAll('aw-column-field')].map(({ label }) => label)
    expect(labels).to.deep.equal(['Left: orders.csv', 'Right'])
  })

  it('edits named arguments as strings, numbers and JSON, and restores the default when all are removed', async () => {
    const form = await mount(
      {
        values: {
          anyOf: [{ type: 'object', additionalProperties: {} }, { type: 'null' }],
          default: null,
          format: 'arguments',
        },
        list: { type: 'array', items: {}, default: [], format: 'arguments' },
      },
      { values: { city: 'Bonn', tags: ['a', 1] }, list: ['DE'] },
    )
    const map = getElement<AwMapField>(form, '#values')
    const fields = (): HTMLInputElement[] => [...map.renderRoot.querySelectorAll<HTMLInputElement>('.value')]
    const type = async (field: HTMLInputElement, text: string): Promise<void> => {
      field.value = text
      field.dispatchEvent(new Event('input'))
      await form.updateComplete
      await map.updateComplete
    }
    expect(fields().map(({ value }) => value)).to.deep.equal(['Bonn', '["a",1]'])
    await type(fields()[0]!, '{"x": [tr')
    expect(form.config.values).to.deep.equal({ city: '{"x": [tr', tags: ['a', 1] })
    await type(fields()[0]!, '{"x": [true]}')
    expect(form.config.values).to.deep.equal({ city: { x: [true] }, tags: ['a', 1] })
    expect(fields()[0]!.value).to.equal('{"x": [true]}')
    await type(fields()[1]!, '{{input.value}}')
    expect(form.config.values).to.deep.include({ tags: '{{input.value}}' })
    await expect(form).to.be.accessible()
    for (const _ of [0, 1]) {
      getElement(map, '.remove').click()
      await form.updateComplete
      await map.updateComplete
    }
    expect(form.config.values).to.equal(undefined)
    const list = getElement(form, '#list')
    const [item] = list.shadowRoot!.querySelectorAll<HTMLInputElement>('li input')
    item!.value = '10'
    item!.dispatchEvent(new Event('input'))
    expect(form.config.list).to.deep.equal([10])
  })

  it('edits named values, keeps incomplete lines, and reports a duplicate name', async () => {
    const form = await mount(
      { headers: { type: 'object', additionalProperties: { type: 'string' }, title: 'Headers' } },
      { headers: { accept: 'text/csv' } },
    )
    const map = getElement<AwMapField>(form, '#headers')
    getElement(map, '.add').click()
    await map.updateComplete
    await map.updateComplete
    const all = (selector: string): HTMLInputElement[] => [
      ...map.renderRoot.querySelectorAll<HTMLInputElement>(selector),
    ]
    await waitUntil(() => map.shadowRoot?.activeElement === all('.key')[1], 'the focus is in the new name')
    await sendKeys({ type: 'accept' })
    await map.updateComplete
    expect(getElement(map, 'p.bad').textContent).to.contain('Duplicate name “accept”')
    expect(form.config).to.deep.equal({ headers: { accept: 'text/csv' } })
    await sendKeys({ type: '-language' })
    await sendKeys({ press: 'Tab' })
    await sendKeys({ type: 'de' })
    await form.updateComplete
    expect(form.config).to.deep.equal({ headers: { accept: 'text/csv', 'accept-language': 'de' } })
    all('.key')[1]!.focus()
    await pressKeys('Control', 'a')
    await sendKeys({ type: '__proto__' })
    await form.updateComplete
    expect(Object.keys(form.config.headers as object)).to.deep.equal(['accept', '__proto__'])
    await expect(form).to.be.accessible()
    getElement(map, '.remove').click()
    await form.updateComplete
    expect(JSON.stringify(form.config.headers)).to.equal('{"__proto__":"de"}')
  })

  it('parses a named value as number or boolean where the setting allows several types', async () => {
    const form = await mount(
      {
        parameters: {
          type: 'object',
          additionalProperties: { type: ['string', 'number', 'boolean'] },
          title: 'Parameters',
        },
      },
      { parameters: { minimum: 'x' } },
    )
    const map = getElement<AwMapField>(form, '#parameters')
    await map.updateComplete
    const value = getElement<HTMLInputElement>(map, '.value')
    const values: unknown[] = []
    for (const text of ['10', '-2.5', 'true', '007', '1e3', '']) {
      value.value = text
      value.dispatchEvent(new Event('input', { bubbles: true }))
      await form.updateComplete
      await map.updateComplete
      values.push((form.config.parameters as Record<string, unknown>).minimum)
    }
    expect(values).to.deep.equal([10, -2.5, true, '007', '1e3', ''])
    expect(form.shadowRoot!.querySelector('aw-code-field')).to.equal(null)
  })

  it('parses named numbers while they are typed, and shows errors at their lines', async () => {
    const form = await mount(
      { weights: { type: 'object', additionalProperties: { type: 'number', maximum: 10 }, title: 'Weights' } },
      { weights: { a: 1, b: 2 } },
    )
    const map = getElement<AwMapField>(form, '#weights')
    await map.updateComplete
    const value = getElement<HTMLInputElement>(map, '.value')
    value.focus()
    value.select()
    await sendKeys({ type: '2.05' })
    await form.updateComplete
    expect(form.config).to.deep.equal({ weights: { a: 2.05, b: 2 } })
    value.select()
    await sendKeys({ type: '10,000' })
    await form.updateComplete
    await map.updateComplete
    expect(form.config).to.deep.equal({ weights: { a: '10,000', b: 2 } })
    expect(getElement(map, '#messages-0').textContent).to.contain('Enter 10000 or 10.000')
    form.problems = [{ code: 'x', severity: 'error', message: 'Too little.', where: { setting: 'weights.b' } }]
    await form.updateComplete
    await map.updateComplete
    expect(getElement(map, '#messages-1').textContent).to.contain('Too little.')
    await expect(form).to.be.accessible()
  })

  it('offers the variants of a union, and restores the value that each one had', async () => {
    const form = await mount(
      {
        where: {
          title: 'Where',
          anyOf: [
            { type: 'string', title: 'A path' },
            {
              type: 'object',
              title: 'A place',
              properties: { kind: { const: 'place' }, city: { type: 'string', title: 'City' } },
            },
          ],
        },
      },
      { where: '/data' },
    )
    const field = getElement<AwVariantField>(form, '#where')
    await field.updateComplete
    const select = getElement<HTMLSelectElement>(field, 'select')
    expect([...select.options].map(({ text }) => text)).to.deep.equal(['A path', 'A place'])
    choose(select, 1)
    await form.updateComplete
    await field.updateComplete
    expect(form.config).to.deep.equal({ where: { kind: 'place' } })
    const inner = getElement<AwForm>(field, 'aw-form')
    await inner.updateComplete
    expect(shown(inner)).to.deep.equal(['city'])
    getElement<HTMLInputElement>(inner, '#city').focus()
    await sendKeys({ type: 'Oslo' })
    expect(form.config).to.deep.equal({ where: { kind: 'place', city: 'Oslo' } })
    choose(select, 0)
    await form.updateComplete
    expect(form.config).to.deep.equal({ where: '/data' })
    choose(select, 1)
    expect(form.config).to.deep.equal({ where: { kind: 'place', city: 'Oslo' } })
    await expect(form).to.be.accessible()
  })

  it('lists secrets by name, requests a new one, and marks a missing one', async () => {
    const form = await mount(
      { secret: { type: 'string', format: 'secret', title: 'Secret', default: '' } },
      { secret: 'old' },
    )
    form.context = { inputs: {}, secrets: ['crm', 'mail'] }
    await form.updateComplete
    const select = getElement<HTMLSelectElement>(form, 'select')
    expect([...select.options].map(({ text }) => text)).to.deep.equal([
      'None',
      'old (not available on this page)',
      'crm',
      'mail',
    ])
    expect(select.getAttribute('aria-invalid')).to.equal('true')
    choose(select, 3)
    await form.updateComplete
    expect(form.config).to.deep.equal({ secret: 'mail' })
    let eventCount = 0
    form.addEventListener('aw-manage-secrets', () => eventCount++)
    getElement(form, '.row button').click()
    expect(eventCount).to.equal(1)
    form.context = { inputs: {} }
    await form.updateComplete
    expect(getElement<HTMLInputElement>(form, '#secret').type).to.equal('text')
  })

  it('keeps invalid input for each node until its value changes', async () => {
    const form = await mount({ count: { type: 'integer', maximum: 5, title: 'Count' } })
    const count = (): HTMLInputElement => getElement<HTMLInputElement>(form, '#count')
    count().focus()
    await sendKeys({ type: '99' })
    await form.updateComplete
    expect(form.renderRoot.querySelector('#count-problems')).not.to.equal(null)
    form.subject = 'b'
    form.config = {}
    await form.updateComplete
    expect(count().value).to.equal('')
    form.subject = 'a'
    form.config = { count: 9 }
    await form.updateComplete
    expect(count().value).to.equal('9')
    form.config = { count: 4 }
    await form.updateComplete
    expect(count().value).to.equal('4')
    expect(form.renderRoot.querySelector('#count-problems')).to.equal(null)
  })

  it('shows the default of an unset setting, and names it in the restore button', async () => {
    const form = await mount(
      {
        name: { type: 'string', default: 'computed', title: 'Name' },
        mode: { enum: ['a', 'b'], default: 'a', labels: { a: 'First' }, title: 'Mode' },
      },
      { name: '', mode: 'b' },
    )
    const restore = getElement(form, '[data-setting=mode] button')
    expect(restore.title).to.equal('Restore default for “Mode”: First')
    getElement(form, '[data-setting=name] button').click()
    await form.updateComplete
    expect(getElement<HTMLInputElement>(form, '#name').value).to.equal('computed')
  })
})
