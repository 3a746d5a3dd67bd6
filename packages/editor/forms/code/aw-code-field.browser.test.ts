import { expect, fixture, html, waitUntil as waitFor } from '@open-wc/testing'
import { sendKeys, setViewport } from '@web/test-runner-commands'
import { defineElements } from '../../define-elements.ts'
import { pressKeys, getElement } from '../../test-pointer.ts'
import type { AwCodeField } from './aw-code-field.ts'
import { codeStrings } from './code-strings.ts'
import type { AwExpressionField } from '../expression/aw-expression-field.ts'
import type { ExpressionAssist } from '../form-context.ts'

defineElements()

async function mount(properties: Partial<AwCodeField>): Promise<{ field: AwCodeField; reported: unknown[] }> {
  const field = await fixture<AwCodeField>(html`<aw-code-field .label=${'Statement'}></aw-code-field>`)
  Object.assign(field, properties)
  const reported: unknown[] = []
  field.addEventListener('aw-field-change', ({ value }) => reported.push(value))
  await field.updateComplete
  return { field, reported }
}
/** Waits with a timeout that is long enough for slow machines. */
const waitUntil = (holds: () => unknown): Promise<void> =>
  waitFor(() => Boolean(holds()), undefined, { timeout: 180_000 })
const ready = (field: AwCodeField): Promise<void> =>
  waitUntil(() => field.ready && !getElement(field, '.editor').hidden)
const content = (field: AwCodeField): HTMLElement => getElement(field, '.cm-content')

describe('<aw-code-field>', () => {
  beforeEach(() => setViewport({ width: 500, height: 700 }))

  it('is a plain text area first, and keeps text and cursor when the code editor replaces it', async () => {
    const { field, reported } = await mount({ language: 'sql', value: 'SELECT  FROM input' })
    const plain = field.renderRoot.querySelector('textarea')
    if (plain) {
      field.focus()
      plain.setSelectionRange(7, 7)
    }
    await ready(field)
    field.focus()
    if (!plain) await pressKeys('Control', 'Home')
    await sendKeys({ type: 'a' })
    expect(reported.at(-1)).to.equal(plain ? 'SELECT a FROM input' : 'aSELECT  FROM input')
    expect(field.value).to.equal(reported.at(-1))
  })

  it('adds no style element to the page, has a label, highlights syntax, and is accessible', async () => {
    const { field } = await mount({ language: 'sql', value: 'SELECT 1 -- one' })
    await ready(field)
    expect(field.renderRoot.querySelectorAll('style')).to.have.length(0)
    expect(document.head.textContent).not.to.contain('cm-editor')
    expect(field.shadowRoot!.adoptedStyleSheets.length).to.be.greaterThan(3)
    expect(content(field).getAttribute('aria-label')).to.equal('Statement')
    const colors = new Set([...content(field).querySelectorAll('span')].map((token) => getComputedStyle(token).color))
    expect(colors.size).to.be.greaterThan(1)
    await expect(field).to.be.accessible()
  })

  it('replaces a selection by typed text, and undoes it', async () => {
    const { field, reported } = await mount({ language: 'javascript', value: 'for (;;) { const all = 1 }' })
    await ready(field)
    field.focus()
    await pressKeys('Control', 'a')
    await sendKeys({ type: 'return 1' })
    await waitUntil(() => reported.at(-1) === 'return 1')
    expect(content(field).textContent).to.equal('return 1')
    // A pause of half a second between two keys, as on a slow machine, starts another step.
    for (let step = 0; step < 'return 1'.length && reported.at(-1) !== 'for (;;) { const all = 1 }'; step++)
      await pressKeys('Control', 'z')
    expect(reported.at(-1)).to.equal('for (;;) { const all = 1 }')
  })

  it('shows a new value without an event, keeps the cursor, and undoes only typed text', async () => {
    const { field, reported } = await mount({ language: 'javascript', value: 'return row' })
    await ready(field)
    field.focus()
    await pressKeys('Control', 'End')
    await sendKeys({ type: '.a' })
    expect(reported.at(-1)).to.equal('return row.a')
    reported.length = 0
    field.value = '// why\nreturn row.a'
    await field.updateComplete
    expect(reported).to.deep.equal([])
    await sendKeys({ type: 'b' })
    expect(reported.at(-1)).to.equal('// why\nreturn row.ab')
    await pressKeys('Control', 'z')
    expect(field.value).to.contain('// why')
  })

  it('changes nothing while an input method composes, and shows the last value after it', async () => {
    const { field } = await mount({ language: 'sql', value: 'SELECT 1' })
    await ready(field)
    field.focus()
    content(field).dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }))
    field.value = 'SELECT 2'
    field.invalid = true
    await field.updateComplete
    expect(content(field).textContent).to.equal('SELECT 1')
    content(field).dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }))
    await waitUntil(() => content(field).textContent === 'SELECT 2')
    expect(content(field).getAttribute('aria-invalid')).to.equal('true')
  })

  it('moves the focus out with Tab, and is read-only if it is disabled', async () => {
    const { field, reported } = await mount({ language: 'json', value: '{}' })
    await ready(field)
    field.focus()
    // Without a later element, the focus would leave the page and, in WebKit, not return.
    const after = document.createElement('button')
    field.after(after)
    await sendKeys({ press: 'Tab' })
    expect(document.activeElement).to.equal(after)
    field.disabled = true
    await field.updateComplete
    field.focus()
    await sendKeys({ type: 'x' })
    expect(reported).to.deep.equal([])
    expect(field.value).to.equal('{}')
  })

  it('lists a table with the name of a keyword once, and closes the list when the focus leaves', async () => {
    const { field } = await mount({ language: 'sql', value: 'SELECT * FROM ', tables: { input: ['city'] } })
    await ready(field)
    field.focus()
    await pressKeys('Control', 'End')
    await sendKeys({ type: 'inpu' })
    const list = (): Element | null => field.renderRoot.querySelector('.cm-tooltip-autocomplete')
    await waitUntil(() => list()?.querySelector('li[aria-selected]'))
    const options = [...list()!.querySelectorAll('li')].map(({ textContent }) => textContent)
    expect(options.filter((text) => text === 'input')).to.have.length(1)
    const after = document.createElement('button')
    field.after(after)
    after.focus()
    await waitUntil(() => list() === null)
  })

  it('shows completions beside the line that is typed, inside the window', async () => {
    const lines = Array.from({ length: 8 }, (_, line) => `-- line ${line}`).join('\n')
    const { field } = await mount({ language: 'sql', value: `${lines}\nSELECT input.`, tables: { input: ['city'] } })
    await ready(field)
    for (const space of [0, 520]) {
      field.style.cssText = `display: block; margin-top: ${space}px`
      field.focus()
      await pressKeys('Control', 'End')
      await sendKeys({ type: 'c' })
      const query = '.cm-tooltip-autocomplete li[aria-selected]'
      await waitUntil(() => field.renderRoot.querySelector(query))
      // The list is placed far above the window until CodeMirror has measured it.
      const measured = (): DOMRect => getElement(field, '.cm-tooltip-autocomplete').getBoundingClientRect()
      await waitUntil(() => measured().top > -5_000)
      const list = measured()
      const text = document.createRange()
      text.selectNodeContents(content(field).lastElementChild!)
      const line = text.getBoundingClientRect()
      const isBeside = list.top >= line.bottom || list.bottom <= line.top
      expect(isBeside, `list ${list.top}–${list.bottom}, text ${line.top}–${line.bottom}`).to.equal(true)
      expect([list.top >= 0, list.bottom <= innerHeight]).to.deep.equal([true, true])
      await sendKeys({ press: 'Escape' })
      await sendKeys({ press: 'Backspace' })
      await waitUntil(() => !field.renderRoot.querySelector(query))
    }
  })

  it('completes column names of its tables in SQL', async () => {
    const { field, reported } = await mount({
      language: 'sql',
      value: 'SELECT input.',
      tables: { input: ['city', 'price'] },
      strings: { ...codeStrings, completions: 'Ergänzungen' },
    })
    await ready(field)
    field.focus()
    await pressKeys('Control', 'End')
    await sendKeys({ type: 'ci' })
    await waitUntil(() => field.renderRoot.querySelector('.cm-tooltip-autocomplete li[aria-selected]'))
    const listed = [...field.renderRoot.querySelectorAll('.cm-tooltip-autocomplete li')].map((item) => item.textContent)
    expect(listed).to.include('city')
    expect(new Set(listed).size, 'each entry once').to.equal(listed.length)
    expect(getElement(field, '.cm-tooltip-autocomplete [role=listbox]').getAttribute('aria-label')).to.equal(
      'Ergänzungen',
    )
    // A key press that is still pending when the list opens must not accept a completion.
    await new Promise((resolve) => setTimeout(resolve, 120))
    await sendKeys({ press: 'Enter' })
    expect(reported.at(-1)).to.equal('SELECT input.city')
  })
})

describe('<aw-expression-field>', () => {
  const help = (text: string, rows?: ExpressionAssist['rows']): ExpressionAssist => ({
    completions: {
      from: 0,
      to: text.length,
      options: [{ text: 'price', label: 'price', kind: 'name', detail: 'number' }],
    },
    tried: text.includes('!')
      ? {
          ok: false,
          message: 'Unexpected sign.',
          location: { offset: text.indexOf('!'), line: 1, column: text.indexOf('!') + 1, token: '!' },
        }
      : { ok: true, value: 3, shape: { type: 'number' }, text: '3', isTruncated: false },
    ...(rows ? { rows } : {}),
  })

  async function mountExpression(value: string, rows?: ExpressionAssist['rows']): Promise<AwExpressionField> {
    const ask = (text: string): Promise<{ ok: true; value: ExpressionAssist }> =>
      Promise.resolve({ ok: true, value: help(text, rows) })
    const field = await fixture<AwExpressionField>(
      html`<aw-expression-field .label=${'Condition'} .value=${value} .ask=${ask}></aw-expression-field>`,
    )
    await ready(getElement<AwCodeField>(field, 'aw-code-field'))
    return field
  }

  it('previews the value, and marks the position of an error with its reason', async () => {
    const field = await mountExpression('1 + 2')
    await waitUntil(() => field.renderRoot.querySelector('.value'))
    expect(getElement(field, '.value').textContent?.replaceAll(/\s+/g, ' ').trim()).to.equal('Preview 3')
    field.focus()
    await pressKeys('Control', 'End')
    await sendKeys({ type: ' !' })
    await waitUntil(() => field.renderRoot.querySelector('.line.bad'))
    expect(getElement(field, '.line').textContent).to.contain('Unexpected sign. (line 1, column 7)')
    const code = getElement<AwCodeField>(field, 'aw-code-field')
    await code.updateComplete
    expect(getElement(code, '.cm-error-mark').textContent).to.equal('!')
    expect(content(code).getAttribute('aria-invalid')).to.equal('true')
    await expect(field).to.be.accessible()
  })

  it('previews the values of the first rows, or explains why they are missing', async () => {
    const row = (text: string) => ({
      ok: true as const,
      value: text,
      shape: { type: 'text' as const },
      text,
      isTruncated: false,
    })
    const field = await mountExpression('price', [row('10'), row('20')])
    await waitUntil(() => field.renderRoot.querySelector('.value li'))
    expect([...field.renderRoot.querySelectorAll('li')].map((item) => item.textContent)).to.deep.equal(['10', '20'])
    const none = await mountExpression('price', [])
    await waitUntil(() => none.renderRoot.querySelector('.line'))
    expect(getElement(none, '.line').textContent).to.contain('Run the previous step')
  })

  it('completes names while the user types', async () => {
    const field = await mountExpression('')
    const code = getElement<AwCodeField>(field, 'aw-code-field')
    field.focus()
    await sendKeys({ type: 'pr' })
    await waitUntil(() => code.renderRoot.querySelector('.cm-tooltip-autocomplete li[aria-selected]'))
    await new Promise((resolve) => setTimeout(resolve, 120))
    await sendKeys({ press: 'Enter' })
    expect(field.value).to.equal('price')
  })
})
