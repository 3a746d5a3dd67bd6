import { expect, fixture, html } from '@open-wc/testing'
import { sendKeys, setViewport } from '@web/test-runner-commands'
import type { Column } from '@aw-flow/schema'
import { defineElements } from '../../define-elements.ts'
import { loadLanguage } from '../../language/languages.ts'
import { pressKeys, getElement } from '../../test-pointer.ts'
import type { AwColumnField } from './aw-column-field.ts'

defineElements()

const columns: Column[] = [
  { name: 'order id', type: 'BIGINT' },
  { name: 'unit price', type: 'exact decimal' },
  { name: 'weird ""name"",\nin two lines', type: 'VARCHAR' },
  { name: 'متن', type: 'VARCHAR' },
]
const many = Array.from({ length: 500 }, (_, index) => ({ name: `column ${index}`, type: 'DOUBLE' }))

interface Mounted {
  field: AwColumnField
  reported: unknown[]
}

async function mount(properties: Partial<AwColumnField>): Promise<Mounted> {
  const field = await fixture<AwColumnField>(html`<aw-column-field .label=${'Column'}></aw-column-field>`)
  Object.assign(field, properties)
  await field.updateComplete
  const reported: unknown[] = []
  field.addEventListener('aw-field-change', ({ value }) => reported.push(value))
  return { field, reported }
}

const options = (field: AwColumnField): string[] =>
  [...field.renderRoot.querySelectorAll('[role=option] .name')].map((name) => name.textContent ?? '')
const list = (field: AwColumnField): HTMLElement => getElement(field, '[popover]')
const press = async (field: AwColumnField, ...pressed: string[]): Promise<void> => {
  for (const key of pressed) await sendKeys({ press: key })
  await field.updateComplete
}

describe('<aw-column-field>', () => {
  beforeEach(() => setViewport({ width: 500, height: 700 }))

  it('has a placeholder that fits beside another field of a list item, in German too', async () => {
    const { field } = await mount({ columns })
    field.style.width = '126px'
    const german = (await loadLanguage('de')).inspectorStrings.form.column
    for (const strings of [field.strings, german]) {
      field.strings = strings
      await field.updateComplete
      const input = getElement<HTMLInputElement>(field, 'input')
      const { font, paddingLeft, paddingRight } = getComputedStyle(input)
      const context = document.createElement('canvas').getContext('2d')!
      context.font = font
      const room = input.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight)
      expect(context.measureText(input.placeholder).width, input.placeholder).to.be.at.most(room)
    }
  })

  it('shows names in full beside another field of a list item', async () => {
    const { field } = await mount({ columns: [{ name: 'region_code_of_order', type: 'DECIMAL(18,2)' }] })
    field.style.width = '126px'
    field.focus()
    await press(field, 'ArrowDown')
    const name = getElement(field, '[popover] .name')
    expect(name.scrollWidth).to.be.at.most(name.clientWidth)
  })

  it('lists the columns with their types, filters them while typing, and selects one by keyboard', async () => {
    const { field, reported } = await mount({ columns })
    field.focus()
    await press(field, 'ArrowDown')
    expect(options(field)).to.deep.equal(columns.map(({ name }) => name))
    expect(list(field).textContent).to.contain('exact decimal')
    expect(list(field).matches(':popover-open')).to.equal(true)
    await sendKeys({ type: 'price' })
    await field.updateComplete
    expect(options(field)).to.deep.equal(['unit price'])
    expect(reported, 'part of a name').to.deep.equal([])
    await press(field, 'Enter')
    expect(reported.at(-1)).to.equal('unit price')
    expect(list(field).matches(':popover-open')).to.equal(false)
    expect(field.renderRoot.querySelector('.missing')).to.equal(null)
  })

  it('keeps an unknown column name with an error; accepts any name if the columns are unknown', async () => {
    const { field } = await mount({ columns, value: 'unit prise' })
    expect(getElement(field, '.missing').textContent).to.contain('“unit prise” is not in the table.')
    expect(getElement(field, 'input').getAttribute('aria-invalid')).to.equal('true')
    field.columns = undefined
    await field.updateComplete
    expect(field.renderRoot.querySelector('.missing')).to.equal(null)
    expect(getElement<HTMLInputElement>(field, 'input').value).to.equal('unit prise')
  })

  it('closes with Escape without propagating the key, and keeps the value', async () => {
    const { field, reported } = await mount({ columns, value: 'order id' })
    let escaped = 0
    field.addEventListener('keydown', ({ key }) => (escaped += key === 'Escape' ? 1 : 0))
    field.focus()
    await press(field, 'ArrowDown', 'Escape')
    expect(escaped).to.equal(0)
    await press(field, 'Escape')
    expect(escaped).to.equal(1)
    expect(reported).to.deep.equal([])
  })

  it('selects several columns in order, moves and removes them by keyboard, and adds all others', async () => {
    const { field, reported } = await mount({ columns, multiple: true, value: [] })
    field.focus()
    await sendKeys({ type: 'order' })
    await press(field, 'Enter')
    await sendKeys({ type: 'متن' })
    await press(field, 'Enter')
    expect(reported.at(-1)).to.deep.equal(['order id', 'متن'])
    const remove = [...field.renderRoot.querySelectorAll<HTMLElement>('ol .remove')]
    remove[1]!.focus()
    await pressKeys('Alt', 'ArrowUp')
    await field.updateComplete
    expect(reported.at(-1)).to.deep.equal(['متن', 'order id'])
    await press(field, 'Delete')
    expect(reported.at(-1)).to.deep.equal(['order id'])
    expect(field.shadowRoot?.activeElement?.getAttribute('aria-label')).to.equal('Remove order id')
    getElement(field, '.all').click()
    await field.updateComplete
    expect(reported.at(-1)).to.deep.equal(['order id', 'unit price', columns[2]!.name, 'متن'])
  })

  it('takes the only match when it loses the focus, and a name that is not a column only on request', async () => {
    const { field, reported } = await mount({ columns, multiple: true, value: [] })
    const type = async (text: string): Promise<void> => {
      field.focus()
      await sendKeys({ type: text })
      await field.updateComplete
    }
    const leave = async (): Promise<void> => {
      field.renderRoot.querySelector('input')?.blur()
      await field.updateComplete
    }
    await type('price')
    await leave()
    expect(reported.at(-1)).to.deep.equal(['unit price'])
    await type('gone')
    await leave()
    expect(reported.at(-1), 'not a column').to.deep.equal(['unit price'])
    await type('gone')
    await press(field, 'ArrowDown', 'Enter')
    expect(reported.at(-1)).to.deep.equal(['unit price', 'gone'])
    expect(getElement(field, 'ol .missing-column').textContent).to.contain('gone')
  })

  it('keeps its column if typed text matches none', async () => {
    const { field, reported } = await mount({ columns, value: 'order id' })
    field.focus()
    getElement<HTMLInputElement>(field, 'input').select()
    await sendKeys({ type: 'gone' })
    await press(field, 'Enter')
    expect(reported).to.deep.equal([])
    expect(getElement<HTMLInputElement>(field, 'input').value).to.equal('order id')
  })

  it('renders 200 of 500 columns, and finds the others by name', async () => {
    const { field, reported } = await mount({ columns: many })
    field.focus()
    await press(field, 'ArrowDown')
    expect(options(field)).to.have.length(200)
    expect(list(field).textContent).to.contain('300 more')
    await sendKeys({ type: '499' })
    await press(field, 'ArrowDown', 'Enter')
    expect(reported.at(-1)).to.equal('column 499')
    const { left, right } = field.getBoundingClientRect()
    expect(right - left).to.be.at.most(500)
  })

  it('adds listeners to the window only while it is open, and is accessible', async () => {
    const added: string[] = []
    const listen = window.addEventListener
    window.addEventListener = (...args: Parameters<typeof listen>) => {
      // The accessibility checker itself listens to messages.
      if (args[0] !== 'message') added.push(args[0])
      listen.apply(window, args)
    }
    try {
      const { field } = await mount({ columns, multiple: true, value: ['order id', 'gone'] })
      expect(added).to.deep.equal([])
      await expect(field).to.be.accessible()
      field.focus()
      await press(field, 'ArrowDown')
      await expect(field).to.be.accessible()
      expect(added).to.deep.equal(['scroll', 'resize'])
    } finally {
      window.addEventListener = listen
    }
  })
})
