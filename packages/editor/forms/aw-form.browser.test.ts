import { expect, fixture, html } from '@open-wc/testing'
import { sendKeys, setViewport } from '@web/test-runner-commands'
import type { Config, Json, NodeType } from '@aw-flow/schema'
import { defineElements } from '../define-elements.ts'
import { pressKeys, getElement } from '../test-pointer.ts'
import { testCatalog } from '../test-catalog.ts'
import type { AwForm } from './aw-form.ts'

defineElements()

const every: NodeType = {
  ...(testCatalog[0] as NodeType),
  settings: {
    type: 'object',
    properties: {
      dataset: { type: 'string', format: 'dataset', title: 'File' },
      name: { type: 'string', title: 'Name', examples: ['one', 'two'] },
      count: { type: 'integer', minimum: 0, maximum: 5, default: 3, title: 'Count' },
      ratio: { type: 'number', title: 'Ratio' },
      loud: { type: 'boolean', default: false, title: 'Loud' },
      mode: { enum: ['fast', 'exact'], default: 'fast', title: 'Mode' },
      schema: { type: 'string', format: 'json', default: 'cosmo-ready', title: 'Schema' },
      plan: { type: 'object', format: 'json', title: 'Plan' },
      nested: { anyOf: [{ $ref: '#/$defs/level' }, { type: 'null' }], title: 'Level' },
    },
    required: ['name'],
    $defs: { level: { type: 'integer', description: 'From the definitions.' } },
  },
  defaults: { count: 3, loud: false, mode: 'fast', schema: 'cosmo-ready' },
}

interface Mounted {
  form: AwForm
  changes: [name: string, value: Json | undefined][]
}

/** A form whose changes are applied to its config, as in the inspector. */
async function mount(config: Config = {}, type = every): Promise<Mounted> {
  const form = await fixture<AwForm>(html`<aw-form .type=${type} .config=${config}></aw-form>`)
  const changes: Mounted['changes'] = []
  form.addEventListener('aw-setting-change', ({ name, value }) => {
    changes.push([name, value])
    const { [name]: _old, ...others } = form.config
    form.config = value === undefined ? others : { ...others, [name]: value }
  })
  return { form, changes }
}

const input = (form: AwForm, name: string): HTMLInputElement => getElement<HTMLInputElement>(form, `#${name}`)

async function write(form: AwForm, name: string, text: string): Promise<void> {
  input(form, name).focus()
  await pressKeys('Control', 'a')
  await sendKeys(text === '' ? { press: 'Delete' } : { type: text })
  await form.updateComplete
}

describe('<aw-form>', () => {
  beforeEach(() => setViewport({ width: 800, height: 900 }))

  it('renders a field for each setting, in order, with title, description and default', async () => {
    const { form } = await mount()
    const fields = [...(form.shadowRoot?.querySelectorAll<HTMLElement>('.field') ?? [])]
    expect(fields.map((field) => field.dataset.setting)).to.deep.equal(Object.keys(every.settings.properties as object))
    expect(input(form, 'count').value).to.equal('3')
    expect(getElement<HTMLSelectElement>(form, '#mode').value).to.equal('"fast"')
    expect(input(form, 'loud').checked).to.equal(false)
    expect(getElement(form, '[data-setting=nested]').textContent).to.contain('From the definitions.')
    expect(getElement(form, '[data-setting=name] label').textContent).to.contain('required')
  })

  it('reports strings, numbers, choices and booleans as typed values', async () => {
    const { form, changes } = await mount()
    await write(form, 'name', 'ab')
    await write(form, 'ratio', '2.5')
    await write(form, 'nested', '4')
    input(form, 'loud').click()
    const mode = getElement<HTMLSelectElement>(form, '#mode')
    mode.value = '"exact"'
    mode.dispatchEvent(new Event('change'))
    await form.updateComplete
    expect(form.config).to.deep.equal({ name: 'ab', ratio: 2.5, nested: 4, loud: true, mode: 'exact' })
    expect(changes.at(-1)).to.deep.equal(['mode', 'exact'])
  })

  it('shows an error for an invalid number, and does not report it', async () => {
    const { form, changes } = await mount()
    await write(form, 'count', '9')
    expect(changes).to.deep.equal([])
    expect(getElement(form, '#count-problems').textContent).to.contain('The maximum is 5.')
    expect(input(form, 'count').getAttribute('aria-invalid')).to.equal('true')
    await write(form, 'count', '1.5')
    expect(getElement(form, '#count-problems').textContent).to.contain('Enter a whole number.')
    await write(form, 'count', '2')
    expect(changes.map(([, value]) => value)).to.deep.equal([1, 2])
    expect(form.shadowRoot?.querySelector('#count-problems')).to.equal(null)
  })

  it('validates JSON while it is typed, and reports only valid JSON', async () => {
    const { form, changes } = await mount()
    await write(form, 'plan', '{"a": ')
    expect(changes).to.deep.equal([])
    expect(getElement(form, '#plan-problems').textContent).to.contain('not valid JSON')
    await sendKeys({ type: '[1]}' })
    await form.updateComplete
    expect(changes).to.deep.equal([['plan', { a: [1] }]])
    expect(input(form, 'plan').value).to.equal('{"a": [1]}')
    await write(form, 'plan', '')
    expect(form.config).to.deep.equal({})
  })

  it('accepts a name in a JSON setting of type string, and validates text that starts like JSON', async () => {
    const { form, changes } = await mount()
    await write(form, 'schema', 'my-schema')
    expect(form.config.schema).to.equal('my-schema')
    changes.length = 0
    await write(form, 'schema', '{"columns": ["id"')
    expect(getElement(form, '#schema-problems').textContent).to.contain('not valid JSON')
    await sendKeys({ type: ']}' })
    await form.updateComplete
    expect(form.config.schema).to.equal('{"columns": ["id"]}')
  })

  it('restores a default', async () => {
    const { form } = await mount({ count: 1 })
    const restore = getElement(form, '[data-setting=count] button')
    expect(restore.getAttribute('aria-label')).to.equal('Restore default for “Count”')
    restore.click()
    await form.updateComplete
    expect(form.config.count).to.equal(3)
    expect(form.shadowRoot?.querySelector('[data-setting=count] button')).to.equal(null)
  })

  it('offers the datasets, the run’s input, and a missing file that is still selected', async () => {
    const { form, changes } = await mount({ dataset: 'f'.repeat(64) })
    form.datasets = [{ id: 'a'.repeat(64), name: 'a.csv', size: 1, createdAt: '2026-11-20T00:00:00Z' }]
    await form.updateComplete
    const select = getElement<HTMLSelectElement>(form, '#dataset')
    expect([...select.options].map((option) => option.textContent)).to.deep.equal([
      'Run input',
      'Missing file (ffffffff…)',
      'a.csv',
    ])
    expect(select.selectedIndex).to.equal(1)
    select.value = 'a'.repeat(64)
    select.dispatchEvent(new Event('change'))
    select.value = ''
    select.dispatchEvent(new Event('change'))
    expect(changes).to.deep.equal([
      ['dataset', 'a'.repeat(64)],
      ['dataset', undefined],
    ])
  })

  it('shows a problem and its hint beside the setting, and links them with aria-describedby', async () => {
    const { form } = await mount()
    form.problems = [
      {
        code: 'x',
        severity: 'error',
        message: 'Column `amout` is not in `orders`.',
        hint: 'Pick another column.',
        where: { node: 'n', setting: 'name' },
      },
    ]
    await form.updateComplete
    const problem = getElement(form, '#name-problems')
    expect(problem.textContent).to.contain('Column amout is not in orders.')
    expect(problem.querySelectorAll('code')).to.have.length(2)
    expect(problem.textContent).to.contain('Pick another column.')
    expect(input(form, 'name').getAttribute('aria-describedby')).to.equal('name-problems')
    expect(input(form, 'name').getAttribute('aria-invalid')).to.equal('true')
  })

  it('shows a new config without dispatching a change event', async () => {
    const { form, changes } = await mount({ name: 'a' })
    form.config = { name: 'b', loud: true }
    await form.updateComplete
    expect(input(form, 'name').value).to.equal('b')
    expect(input(form, 'loud').checked).to.equal(true)
    expect(changes).to.deep.equal([])
  })

  it('disables its fields, shows that a node has no settings, and is accessible', async () => {
    const { form } = await mount()
    await expect(form).to.be.accessible()
    form.disabled = true
    await form.updateComplete
    const fields = [...(form.shadowRoot?.querySelectorAll<HTMLInputElement>('input, select, textarea') ?? [])]
    expect(fields.every((field) => field.disabled)).to.equal(true)
    form.type = { ...every, settings: { type: 'object', properties: {} } }
    await form.updateComplete
    expect(form.shadowRoot?.textContent).to.contain('This node has no settings.')
  })
})
