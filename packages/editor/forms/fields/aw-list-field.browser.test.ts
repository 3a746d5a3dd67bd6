import { expect, fixture, html } from '@open-wc/testing'
import { sendKeys, setViewport } from '@web/test-runner-commands'
import type { Config, NodeType } from '@aw-flow/schema'
import { defineElements } from '../../define-elements.ts'
import { testCatalog } from '../../test-catalog.ts'
import { getElement } from '../../test-pointer.ts'
import { waitUntil } from '../../../../test/wait-until.ts'
import type { AwForm } from '../aw-form.ts'
import type { AwListField } from './aw-list-field.ts'

defineElements()

const type: NodeType = {
  ...(testCatalog[0] as NodeType),
  settings: {
    type: 'object',
    properties: {
      columns: { type: 'array', items: { type: 'string' }, default: [], title: 'Columns' },
      by: {
        type: 'array',
        default: [],
        title: 'By',
        items: {
          type: 'object',
          required: ['column'],
          properties: {
            column: { type: 'string', format: 'column', title: 'Column' },
            direction: { enum: ['up', 'down'], default: 'up', title: 'Direction', labels: { up: 'Ascending' } },
          },
        },
      },
      edges: { type: 'array', items: { type: 'number', exclusiveMinimum: 0 }, default: [], title: 'Edges' },
      ways: {
        type: 'array',
        items: { enum: ['up', 'down'], labels: { down: 'Descending' } },
        default: [],
        title: 'Ways',
      },
      odd: { type: 'array', items: { type: 'array' }, default: [], title: 'Odd' },
    },
  },
  defaults: {},
}

/** A form whose changes are applied to its config, as in the inspector. */
async function mount(config: Config = {}): Promise<{ form: AwForm; list: (name: string) => AwListField }> {
  const columns = [{ name: 'city', type: 'VARCHAR' }]
  const form = await fixture<AwForm>(html`<aw-form .type=${type} .config=${config} .columns=${columns}></aw-form>`)
  form.addEventListener('aw-setting-change', (event) => {
    form.config = { ...form.config, [event.name]: event.value } as Config
  })
  return { form, list: (name) => getElement<AwListField>(form, `#${name}`) }
}

const settled = async (...elements: { updateComplete: Promise<unknown> }[]): Promise<void> => {
  for (const element of elements) await element.updateComplete
}
const add = (list: AwListField): void => getElement<HTMLButtonElement>(list, 'ol + button').click()

describe('<aw-list-field>', () => {
  beforeEach(() => setViewport({ width: 500, height: 900 }))

  it('edits a list of strings, with the input columns as suggestions', async () => {
    const { form, list } = await mount()
    add(list('columns'))
    await settled(form, list('columns'))
    const input = getElement<HTMLInputElement>(list('columns'), 'input')
    expect(input.getAttribute('aria-label')).to.equal('Columns 1')
    expect(input.list?.options[0]?.value).to.equal('city')
    input.focus()
    await sendKeys({ type: 'city' })
    expect(form.config).to.deep.equal({ columns: ['city'] })
  })

  it('edits a list of objects, each in its own form', async () => {
    const { form, list } = await mount()
    add(list('by'))
    await settled(form, list('by'))
    expect(form.config).to.deep.equal({ by: [{ column: '' }] })
    const inner = getElement<AwForm>(list('by'), 'aw-form')
    await inner.updateComplete
    getElement<HTMLInputElement>(inner, '#column').focus()
    await sendKeys({ type: 'city' })
    const direction = getElement<HTMLSelectElement>(inner, '#direction')
    expect(direction.options[0]?.textContent?.trim()).to.equal('Ascending')
    direction.value = '"down"'
    direction.dispatchEvent(new Event('change'))
    expect(form.config).to.deep.equal({ by: [{ column: 'city', direction: 'down' }] })
  })

  it('moves and removes items, and keeps the focus in the list', async () => {
    const { form, list } = await mount({ columns: ['a', 'b', 'c'] })
    const buttons = () => [...list('columns').renderRoot.querySelectorAll<HTMLButtonElement>('.actions button')]
    await settled(list('columns'))
    expect(buttons()[0]?.disabled).to.equal(true)
    buttons()[4]?.click()
    await settled(form, list('columns'))
    expect(form.config).to.deep.equal({ columns: ['a', 'c', 'b'] })
    buttons()[3]?.click()
    await settled(form, list('columns'))
    await settled(list('columns'))
    expect(form.config).to.deep.equal({ columns: ['a', 'b'] })
    await waitUntil(() => list('columns').shadowRoot?.activeElement === buttons()[3], 'the focus is at the next item')
  })

  it('parses numbers while they are typed, rejects thousands separators, and offers choices', async () => {
    const { form, list } = await mount({ edges: [1] })
    const edges = list('edges')
    const input = getElement<HTMLInputElement>(edges, 'input')
    input.focus()
    input.select()
    await sendKeys({ type: '2.0' })
    await settled(form, edges)
    expect(form.config).to.deep.equal({ edges: [2] })
    expect(input.value).to.equal('2.0')
    await sendKeys({ type: '5' })
    await settled(form, edges)
    expect(form.config).to.deep.equal({ edges: [2.05] })
    input.select()
    await sendKeys({ type: '10,000' })
    await settled(form, edges)
    expect(form.config).to.deep.equal({ edges: ['10,000'] })
    expect(getElement(edges, '#messages-0').textContent).to.contain('Enter 10000 or 10.000')
    expect(input.getAttribute('aria-invalid')).to.equal('true')
    input.select()
    await sendKeys({ type: '0' })
    await settled(form, edges)
    expect(getElement(edges, '#messages-0').textContent).to.contain('Enter a number greater than 0.')

    add(list('ways'))
    await settled(form, list('ways'))
    const select = getElement<HTMLSelectElement>(list('ways'), 'select')
    expect([...select.options].map(({ text }) => text)).to.deep.equal(['up', 'Descending'])
    select.selectedIndex = 1
    select.dispatchEvent(new Event('change'))
    expect(form.config.ways).to.deep.equal(['down'])
    await expect(form).to.be.accessible()
  })

  it('shows a problem beside its item, and a problem of an item’s setting beside that setting', async () => {
    const { form, list } = await mount({ columns: ['a', 'b'], by: [{ column: 'city' }, { column: '' }] })
    const problem = (setting: string, message: string) => ({
      code: 'x',
      severity: 'error' as const,
      message,
      where: { node: 'n', setting },
    })
    form.problems = [
      problem('columns.1', 'No such column.'),
      problem('columns', 'Too few.'),
      problem('columns.9', 'Not there.'),
      problem('by.1.column', 'Choose one.'),
      problem('by.0', 'Twice.'),
    ]
    await settled(form, list('columns'), list('by'))
    expect(list('columns').renderRoot.querySelector('#messages-0')).to.equal(null)
    expect(getElement(list('columns'), '#messages-1').textContent).to.contain('No such column.')
    const outer = getElement(form, '#columns-problems').textContent
    expect(outer).to.contain('Too few.')
    expect(outer).to.contain('Not there.')
    expect(outer).not.to.contain('No such column.')
    expect(getElement(list('by'), '#messages-0').textContent).to.contain('Twice.')
    expect(form.renderRoot.querySelector('#by-problems')).to.equal(null)
    const inner = list('by').renderRoot.querySelectorAll<AwForm>('aw-form')[1]!
    await inner.updateComplete
    expect(getElement(inner, '#column-problems').textContent).to.contain('Choose one.')
  })

  it('is accessible, and shows lists of unsupported types as JSON', async () => {
    const { form } = await mount({ by: [{ column: 'city' }], columns: ['a'] })
    await expect(form).to.be.accessible()
    expect(getElement(form, '#odd').localName).to.equal('aw-code-field')
  })
})
