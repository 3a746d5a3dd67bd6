import { expect, fixture, html } from '@open-wc/testing'
import { setViewport } from '@web/test-runner-commands'
import type { Json, NodeType } from '@aw-flow/schema'
import { waitUntil } from '../../../test/wait-until.ts'
import { defineElements } from '../define-elements.ts'
import { getElement } from '../test-pointer.ts'
import type { AwForm } from './aw-form.ts'
import type { AwListField } from './fields/aw-list-field.ts'
import { createColumns } from '../../../test/columns.ts'

defineElements()

const createType = (properties: Record<string, unknown>): NodeType => ({
  type: 'test',
  version: 1,
  family: 'tables',
  title: 'Test',
  description: '',
  icon: 'box',
  inputs: [],
  outputs: [],
  settings: { type: 'object', properties },
  defaults: {},
})

const conditions = {
  type: 'array',
  title: 'Conditions',
  default: [],
  items: {
    type: 'object',
    properties: {
      column: { type: 'string', title: 'Column', description: 'Column to compare.', format: 'column' },
      is: { type: 'string', title: 'Comparison', enum: ['equals', 'is-empty'], default: 'equals' },
      value: { type: 'string', title: 'Value', default: '', format: 'text', when: { is: ['equals'] } },
    },
    required: ['column'],
  },
}

async function mount(
  type: NodeType,
  config: AwForm['config'] = {},
): Promise<{ form: AwForm; changes: [string, Json?][] }> {
  const changes: [string, Json?][] = []
  const form = await fixture<AwForm>(
    html`<aw-form
      .type=${type}
      .config=${config}
      .subject=${'node'}
      .columns=${createColumns('city VARCHAR, price DOUBLE')}
      @aw-setting-change=${({ name, value }: { name: string; value: Json | undefined }) =>
        changes.push(value === undefined ? [name] : [name, value])}
    ></aw-form>`,
  )
  form.style.width = '288px'
  await form.updateComplete
  return { form, changes }
}

const field = (form: AwForm, name: string): HTMLElement | null =>
  form.renderRoot.querySelector<HTMLElement>(`.field[data-setting=${name}]`)

describe('compact forms', () => {
  beforeEach(() => setViewport({ width: 600, height: 800 }))

  it('put the fields of a small list item beside each other, and hide those that do not apply', async () => {
    const { form } = await mount(createType({ conditions }), {
      conditions: [{ column: 'city', is: 'equals', value: 'Rome' }],
    })
    const list = getElement<AwListField>(form, 'aw-list-field')
    await list.updateComplete
    const item = getElement<AwForm>(list, 'aw-form')
    await item.updateComplete
    expect(item.compact).to.equal(true)
    const [comparison, value] = [field(item, 'is')!, field(item, 'value')!]
    expect(Math.round(comparison.getBoundingClientRect().bottom)).to.equal(
      Math.round(value.getBoundingClientRect().bottom),
    )
    expect(field(item, 'column')?.getAttribute('title')).to.equal('Column to compare.')
    await expect(form).to.be.accessible()
    form.config = { conditions: [{ column: 'city', is: 'is-empty' }] }
    await form.updateComplete
    await list.updateComplete
    await item.updateComplete
    expect(field(item, 'value')).to.equal(null)
  })

  it('collapse settings that few people change, unless they were changed or have a problem', async () => {
    const type = createType({
      name: { type: 'string', title: 'Name' },
      seed: { type: 'integer', title: 'Seed', default: 1, advanced: true },
      limit: { type: 'integer', title: 'Limit', default: 5, advanced: true },
      retries: { type: 'integer', title: 'Retries', default: 0, advanced: true },
    })
    const { form } = await mount(type, { limit: 9 })
    const details = getElement<HTMLDetailsElement>(form, 'details.more')
    expect(details.open).to.equal(false)
    expect(details.querySelector('summary')?.textContent?.trim()).to.equal('More settings')
    expect(field(form, 'limit')?.closest('details')).to.equal(null)
    expect(field(form, 'seed')?.closest('details')).to.equal(details)
    expect(form.focusSetting('seed')).to.equal(true)
    expect(details.open).to.equal(true)
    form.config = { limit: 9, seed: 7 }
    await form.updateComplete
    expect(field(form, 'seed')?.closest('details')).to.equal(details)
    form.problems = [{ code: 'test', severity: 'error', message: 'Wrong.', where: { setting: 'retries' } }]
    await form.updateComplete
    expect(field(form, 'retries')?.closest('details')).to.equal(null)
    await expect(form).to.be.accessible()
  })

  it('do not collapse the only settings', async () => {
    const { form } = await mount(createType({ sample: { type: 'string', title: 'Sample', advanced: true } }))
    expect(form.renderRoot.querySelector('details')).to.equal(null)
    expect(field(form, 'sample')).not.to.equal(null)
  })

  it('name column types in words', async () => {
    const choices = ['', 'VARCHAR', 'BIGINT', 'INTEGER', 'DOUBLE']
    const { form } = await mount(
      createType({ to: { type: 'string', title: 'Type', enum: choices, format: 'column-type' } }),
    )
    const labels = [...form.renderRoot.querySelectorAll('option')].map((option) => option.textContent?.trim())
    expect(labels).to.include.members(['text', 'integer (BIGINT)', 'integer (INTEGER)', 'decimal number'])
    expect(labels).not.to.include('VARCHAR')
  })

  it('select a schedule without a cron expression, which remains editable', async () => {
    const type = createType({
      cron: { type: 'string', title: 'Cron expression', default: '0 6 * * *', format: 'cron' },
    })
    const { form, changes } = await mount(type)
    await waitUntil(() => form.renderRoot.querySelector('.schedule') !== null)
    const frequency = getElement<HTMLSelectElement>(form, '.schedule > select')
    expect(frequency.value).to.equal('day')
    expect(getElement<HTMLInputElement>(form, 'input[type=time]').value).to.equal('06:00')
    await expect(form).to.be.accessible()
    frequency.value = 'week'
    frequency.dispatchEvent(new Event('change'))
    expect(changes.at(-1)).to.deep.equal(['cron', '0 6 * * MON'])
    form.config = { cron: '0 6 * * MON' }
    await form.updateComplete
    const time = getElement<HTMLInputElement>(form, 'input[type=time]')
    time.value = '18:30'
    time.dispatchEvent(new Event('change'))
    expect(changes.at(-1)).to.deep.equal(['cron', '30 18 * * MON'])
    form.config = { cron: '0 18 L * *' }
    await form.updateComplete
    expect(frequency.value).to.equal('custom')
    const details = getElement<HTMLDetailsElement>(form, '.schedule details')
    const expression = getElement<HTMLInputElement>(form, '#cron-expression')
    expect([details.open, expression.value]).to.deep.equal([true, '0 18 L * *'])
    // While the user types, simple expressions may appear in between; the field keeps the focus.
    expression.focus()
    for (const cron of ['0 18 * * 1', '0 18 * * 1-', '0 18 * * 1-5']) {
      form.config = { cron }
      await form.updateComplete
      expect([details.open, form.shadowRoot?.activeElement]).to.deep.equal([true, expression])
    }
  })

  it('list the columns to check with their types and samples', async () => {
    const type = createType({
      columns: { type: 'array', items: { type: 'string' }, title: 'Columns', format: 'columns' },
    })
    const { form, changes } = await mount(type, { columns: ['price'] })
    form.context = {
      inputs: { table: form.columns },
      loadSamples: async () => new Map([['city', 'Rome · Oslo']]),
    }
    await form.updateComplete
    const picker = getElement(form, 'aw-column-field')
    await waitUntil(() => picker.shadowRoot?.querySelector('.sample') !== null)
    const rows = [...picker.shadowRoot!.querySelectorAll<HTMLElement>('.checklist label')]
    expect(rows.map((row) => row.innerText.replaceAll(/\s+/g, ' ').trim())).to.deep.equal(['city text Rome · Oslo'])
    await expect(form).to.be.accessible()
    rows[0]?.querySelector('input')?.click()
    expect(changes.at(-1)).to.deep.equal(['columns', ['price', 'city']])
  })
})
