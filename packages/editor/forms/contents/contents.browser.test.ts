import { expect, fixture, html } from '@open-wc/testing'
import { setViewport } from '@web/test-runner-commands'
import type { Config, NodeType } from '@aw-flow/schema'
import { waitUntil } from '../../../../test/wait-until.ts'
import { defineElements } from '../../define-elements.ts'
import { loadLanguage } from '../../language/languages.ts'
import { testCatalog } from '../../test-catalog.ts'
import { getElement } from '../../test-pointer.ts'
import { SettingChangeEvent, type AwForm } from '../aw-form.ts'
import type { AwCodeField } from '../code/aw-code-field.ts'
import type { AwListField } from '../fields/aw-list-field.ts'
import type { AwMapField } from '../fields/aw-map-field.ts'

defineElements()

async function mount(setting: Record<string, unknown>, config: Config = {}): Promise<AwForm> {
  const type: NodeType = {
    ...(testCatalog[0] as NodeType),
    settings: { type: 'object', properties: { a: { title: 'Contents', ...setting } } },
    defaults: {},
  }
  const form = await fixture<AwForm>(
    html`<aw-form
      .type=${type}
      .config=${config}
      .subject=${'node'}
      .context=${{ inputs: {}, nodeTypes: () => testCatalog }}
    ></aw-form>`,
  )
  form.addEventListener('aw-setting-change', ({ name, value }) => {
    const { [name]: _, ...others } = form.config
    form.config = value === undefined ? others : { ...others, [name]: value }
  })
  return form
}

const text = { type: 'string', format: 'json', default: '{}' }
const findToggle = (form: AwForm): HTMLButtonElement | null =>
  form.renderRoot.querySelector<HTMLButtonElement>('.contents > button')
const type = (input: HTMLInputElement, value: string): void => {
  input.value = value
  input.dispatchEvent(new Event('input', { bubbles: true, composed: true }))
}

describe('settings that contain JSON', () => {
  beforeEach(() => setViewport({ width: 600, height: 800 }))

  it('are values by name, and JSON on request', async () => {
    const form = await mount({ ...text, contents: 'values' }, { a: '{"city": "Bonn"}' })
    await waitUntil(() => form.renderRoot.querySelector('aw-map-field') !== null)
    const map = getElement<AwMapField>(form, '#a')
    await map.updateComplete
    type(getElement<HTMLInputElement>(map, 'input.value'), '5')
    expect(JSON.parse(String(form.config['a']))).to.deep.equal({ city: 5 })
    await expect(form).to.be.accessible()

    findToggle(form)!.focus()
    findToggle(form)!.click()
    await form.updateComplete
    expect(getElement<AwCodeField>(form, '#a').value).to.contain('"city": 5')
    expect(findToggle(form)?.innerText).to.equal('Edit as fields')
    expect(form.shadowRoot?.activeElement === findToggle(form)).to.equal(true)
    findToggle(form)!.click()
    await form.updateComplete
    expect(form.renderRoot.querySelector('aw-map-field') !== null).to.equal(true)
  })

  it('remain JSON, with the reason, if fields cannot express them', async () => {
    const form = await mount({ ...text, contents: 'values' }, { a: '[1, 2]' })
    await waitUntil(() => form.renderRoot.querySelector('.contents') !== null)
    expect(getElement<AwCodeField>(form, '#a').value).to.equal('[1, 2]')
    expect(findToggle(form)).to.equal(null)
    expect(getElement(form, '.contents').innerText).to.contain('cannot be edited as fields')
  })

  it('remain JSON if writing them again would turn received data into an expression', async () => {
    const form = await mount({ ...text, contents: 'values' }, { a: '{"name": "\\u007b{now()}}"}' })
    await waitUntil(() => form.renderRoot.querySelector('.contents') !== null)
    expect(form.renderRoot.querySelector('aw-map-field')).to.equal(null)
  })

  it('are fields of a JSON Schema, and keep a row that has no name yet', async () => {
    const form = await mount({ ...text, default: '', contents: 'json-schema' })
    await waitUntil(() => form.renderRoot.querySelector('aw-list-field') !== null)
    const list = getElement<AwListField>(form, '#a')
    await list.updateComplete
    getElement<HTMLButtonElement>(list, 'button').click()
    await waitUntil(() => list.renderRoot.querySelector('aw-form') !== null)
    const row = getElement<AwForm>(list, 'aw-form')
    await row.updateComplete
    type(getElement<HTMLInputElement>(row, '#name'), 'price')
    await form.updateComplete
    expect(JSON.parse(String(form.config['a']))).to.deep.equal({
      type: 'object',
      properties: { price: { type: 'string' } },
    })
  })

  it('are the tools of an agent, whose node type is chosen by its title', async () => {
    const tools = [{ name: 'keep', kind: 'node', use: testCatalog[0]!.type }]
    const form = await mount({ type: 'array', format: 'json', default: [], contents: 'tools' }, { a: tools })
    await waitUntil(() => form.renderRoot.querySelector('aw-list-field') !== null)
    const list = getElement<AwListField>(form, '#a')
    await list.updateComplete
    const row = getElement<AwForm>(list, 'aw-form')
    await row.updateComplete
    const select = getElement<HTMLSelectElement>(row, '#nodeType')
    expect(select.selectedOptions[0]?.innerText.trim()).to.equal(testCatalog[0]!.title)
    type(getElement<HTMLInputElement>(row, '#name'), 'keep_rows')
    await form.updateComplete
    expect(form.config['a']).to.deep.equal([{ ...tools[0], name: 'keep_rows' }])
    await waitUntil(() => row.renderRoot.querySelector('aw-form') !== null)
    const ownForm = getElement<AwForm>(row, 'aw-form')
    expect(ownForm.type).to.equal(testCatalog[0])
    ownForm.dispatchEvent(new SettingChangeEvent({ name: 'limit', value: 5 }))
    await form.updateComplete
    expect(form.config['a']).to.deep.equal([{ ...tools[0], name: 'keep_rows', config: { limit: 5 } }])
    await expect(form).to.be.accessible()
  })

  it('name a new tool by its node type, in the form as in the value', async () => {
    const form = await mount({ type: 'array', format: 'json', default: [], contents: 'tools' }, { a: [] })
    await waitUntil(() => form.renderRoot.querySelector('aw-list-field') !== null)
    const list = getElement<AwListField>(form, '#a')
    await list.updateComplete
    getElement<HTMLElement>(list, 'ol + button').click()
    await waitUntil(() => list.renderRoot.querySelector('aw-form') !== null)
    const row = getElement<AwForm>(list, 'aw-form')
    await row.updateComplete
    const select = getElement<HTMLSelectElement>(row, '#nodeType')
    select.selectedIndex = 1
    select.dispatchEvent(new Event('change'))
    await waitUntil(() => getElement<HTMLInputElement>(row, '#name').value !== '')
    const [tool] = form.config['a'] as { name: string }[]
    expect(tool!.name).to.equal(getElement<HTMLInputElement>(row, '#name').value)
  })

  it('are columns with types in words, and a plan in words, in German too', async () => {
    const columns = await mount(
      { type: 'string', format: 'multiline', default: '', contents: 'columns' },
      { a: 'id BIGINT' },
    )
    await waitUntil(() => columns.renderRoot.querySelector('aw-list-field') !== null)
    const list = getElement<AwListField>(columns, '#a')
    await list.updateComplete
    const row = getElement<AwForm>(list, 'aw-form')
    await row.updateComplete
    expect(getElement<HTMLSelectElement>(row, '#type').selectedOptions[0]?.innerText.trim()).to.equal('integer')

    const plan = await mount({ ...text, default: '', contents: 'plan' }, { a: '{"operations": [{}, {}]}' })
    await waitUntil(() => plan.renderRoot.querySelector('.contents') !== null)
    expect(getElement(plan, '.contents').innerText).to.contain('Approved plan with 2 operations.')
    plan.strings = (await loadLanguage('de')).inspectorStrings.form
    await waitUntil(() => plan.renderRoot.textContent.includes('Ein genehmigter Plan mit 2 Operationen.'))
  })
})
