import { expect, fixture, html } from '@open-wc/testing'
import type { PreparationPlan } from '@aw-flow/schema'
import { defineElements } from '../../define-elements.ts'
import { createTestPlan, createTestPlanPreview } from '../../test-plan.ts'
import { waitForFrame } from '../../test-pointer.ts'
import type { AwPlan, PlanApplyEvent, PlanChangeEvent } from './aw-plan.ts'

defineElements()

async function mount(readonly = false) {
  const reported: PreparationPlan[] = []
  const applied: PreparationPlan[] = []
  const element = await fixture<AwPlan>(
    html`<aw-plan
      .plan=${createTestPlan()}
      .preview=${createTestPlanPreview()}
      ?readonly=${readonly}
      @aw-plan-change=${(event: PlanChangeEvent) => reported.push(event.plan)}
      @aw-plan-apply=${(event: PlanApplyEvent) => applied.push(event.plan)}
    ></aw-plan>`,
  )
  await waitForFrame()
  return { element, reported, applied }
}
const inner = (element: AwPlan): ShadowRoot => element.shadowRoot!
const getText = (element: AwPlan): string => inner(element).textContent!.replaceAll(/\s+/g, ' ')
const operation = (element: AwPlan, index: number): HTMLElement =>
  inner(element).querySelectorAll<HTMLElement>('.operation')[index]!
const press = async (element: AwPlan, selector: string, index?: number): Promise<void> => {
  const from = index === undefined ? inner(element) : operation(element, index)
  from.querySelector<HTMLButtonElement>(selector)!.click()
  await element.updateComplete
}
const key = async (element: AwPlan, name: string, more: KeyboardEventInit = {}): Promise<void> => {
  const target = inner(element).activeElement ?? inner(element).querySelector('[tabindex="0"].operation')!
  target.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, composed: true, ...more }))
  await element.updateComplete
  await waitForFrame()
}
const names = (plan: PreparationPlan | undefined): string[] => (plan?.operations ?? []).map(({ op }) => op)

describe('aw-plan', () => {
  it('shows each operation with its reason, effect, and cells before and after', async () => {
    const { element } = await mount()
    const text = getText(element)
    expect(text).to.contain('3 operations, 0 approved').and.contain('1,000 rows in, 998 out')
    expect(text).to.contain('Drop rows without lon or lat').and.contain('A point needs both coordinates.')
    expect(text).to.contain('2 rows dropped').and.contain('lon: no value, lat: 59.9').and.contain('dropped')
    expect(text).to.contain('12 cells changed').and.contain('id identifies the rows.')
    expect(operation(element, 0).getAttribute('aria-label')).to.equal('1. Trim whitespace in city')
  })

  it('shows how the table differs from the one that the plan was made for', async () => {
    const { element } = await mount()
    expect(inner(element).querySelector('.drift')).to.equal(null)
    element.preview = {
      ...createTestPlanPreview(),
      drift: {
        missing: [
          { column: 'city', operations: [0] },
          { column: 'note', operations: [] },
        ],
        added: ['extra'],
        types: [{ column: 'lon', expected: 'DOUBLE', found: 'VARCHAR' }],
        values: [{ column: 'kind', values: ['green', 'grey'], rows: 2 }],
        ranges: [{ column: 'lat', expected: [0, 9], found: [2, 1200], rows: 3 }],
        moments: [
          { column: 'day', expected: ['2024-01-01', '2024-12-31'], found: ['2024-06-01', '2025-02-03'], rows: 1 },
        ],
        nulls: [{ column: 'lat', expected: 0.125, found: 0.5 }],
        spellings: [{ column: 'kind', values: ['Red '], rows: 1 }],
      },
    }
    await element.updateComplete
    const lines = [...inner(element).querySelectorAll('.drift li')].map((line) => line.textContent)
    expect(lines).to.deep.equal([
      'city is missing. It is used by operation 1.',
      'note is missing.',
      'lon was DOUBLE and is now VARCHAR.',
      'kind contains new values in 2 rows: green, grey.',
      'lat is outside the expected range (0 to 9) in 3 rows: 2 to 1,200.',
      'day is outside the expected range (2024-01-01 to 2024-12-31) in 1 row: 2024-06-01 to 2025-02-03.',
      'lat is null in 50% of rows; expected 12.5%.',
      'kind contains spellings in 1 row that the plan does not merge: Red .',
      'extra is new and passes through unchanged.',
    ])
    await expect(element).to.be.accessible()
  })

  it('approves one or all operations, and is applied only when every operation is decided', async () => {
    const { element, reported, applied } = await mount()
    const apply = inner(element).querySelector<HTMLButtonElement>('.apply')!
    expect(apply.disabled).to.equal(true)
    await press(element, '.approve', 0)
    await press(element, '.reject', 2)
    expect(reported.at(-1)?.operations.map(({ state }) => state)).to.deep.equal(['approved', undefined, 'rejected'])
    await press(element, '.approve-all')
    expect(reported.at(-1)?.operations.map(({ state }) => state)).to.deep.equal(['approved', 'approved', 'rejected'])
    expect(apply.disabled).to.equal(false)
    apply.click()
    expect(names(applied[0])).to.deep.equal(['trim', 'drop-null-rows', 'merge-spellings'])
  })

  it('moves and removes operations, and undoes it', async () => {
    const { element, reported } = await mount()
    await press(element, '.down', 0)
    expect(names(reported.at(-1))).to.deep.equal(['drop-null-rows', 'trim', 'merge-spellings'])
    await press(element, '.remove', 2)
    expect(names(reported.at(-1))).to.deep.equal(['drop-null-rows', 'trim'])
    await press(element, '.undo')
    await press(element, '.undo')
    expect(names(reported.at(-1))).to.deep.equal(['trim', 'drop-null-rows', 'merge-spellings'])
    await press(element, '.redo')
    expect(names(reported.at(-1))).to.deep.equal(['drop-null-rows', 'trim', 'merge-spellings'])
  })

  it('edits an operation in a form, and reports invalid values', async () => {
    const { element, reported } = await mount()
    await press(element, '.edit', 2)
    const field = inner(element).querySelector<HTMLTextAreaElement>('textarea[name=groups]')!
    const write = async (value: string): Promise<void> => {
      field.value = value
      field.dispatchEvent(new Event('input'))
      await element.updateComplete
      inner(element).querySelector('form')!.requestSubmit()
      await element.updateComplete
    }
    await write('[{')
    expect(inner(element).querySelector('[role=alert]')?.textContent).to.contain('Groups is not valid JSON')
    await write('[{"to": "Oslo"}]')
    expect(inner(element).querySelector('[role=alert]')?.textContent).to.contain('The operation is not valid')
    expect(reported).to.have.length(0)
    await write('[{"to": "Bergen", "from": ["bergen"]}]')
    expect(reported.at(-1)?.operations[2]).to.deep.include({ groups: [{ to: 'Bergen', from: ['bergen'] }] })
    expect(inner(element).querySelector('form')).to.equal(null)
  })

  it('adds an operation of any kind in a form, and omits optional values', async () => {
    const { element, reported } = await mount()
    await press(element, '.add')
    const set = async (name: string, value: string): Promise<void> => {
      const field = inner(element).querySelector<HTMLInputElement>(`.adding [name=${name}]`)!
      field.value = value
      field.dispatchEvent(new Event(field.localName === 'select' ? 'change' : 'input'))
      await element.updateComplete
    }
    const save = async (): Promise<void> => {
      inner(element).querySelector<HTMLFormElement>('.adding form')!.requestSubmit()
      await element.updateComplete
    }
    expect(inner(element).querySelectorAll('.adding select[name=op] option').length).to.be.greaterThan(39)
    await set('op', 'fill')
    await save()
    expect(inner(element).querySelector('.adding [role=alert]')?.textContent).to.contain('The operation is not valid')
    await set('column', 'city')
    await set('value', 'unknown')
    await expect(element).to.be.accessible()
    await save()
    expect(reported.at(-1)?.operations.at(-1)).to.deep.equal({
      op: 'fill',
      id: 'fill',
      column: 'city',
      how: 'constant',
      value: 'unknown',
      reason: 'Added manually.',
    })
    expect(inner(element).querySelector('.adding')).to.equal(null)
    await press(element, '.undo')
    expect(names(reported.at(-1))).to.deep.equal(['trim', 'drop-null-rows', 'merge-spellings'])
    await press(element, '.edit', 0)
    const inside = inner(element).querySelector<HTMLSelectElement>('select[name=inner]')!
    expect(inside.value).to.equal('')
    inside.value = 'true'
    inside.dispatchEvent(new Event('change'))
    inner(element).querySelector('form')!.requestSubmit()
    await element.updateComplete
    expect(reported.at(-1)?.operations[0]).to.deep.include({ op: 'trim', inner: true })
  })

  it('shows, decides and edits the operations for links', async () => {
    const { element, reported } = await mount()
    const roles = { source: 'from', target: 'to', sourceIndex: 'from_index', targetIndex: 'to_index' }
    const operations = createTestPlan().operations.slice(0, 2)
    const [first, second] = operations.map((one, index) => ({ ...one, id: `link-${index}` }))
    element.plan = { ...createTestPlan(), links: { operations: [first!, second!], roles } }
    const applied = createTestPlanPreview()
      .applied.slice(0, 2)
      .map((one, index) => ({ ...one, operation: [first!, second!][index]! }))
    element.preview = { ...createTestPlanPreview(), links: { applied, rowsIn: 70, rowsOut: 68 } }
    await element.updateComplete
    const links = inner(element).querySelector('.links')!
    expect(links.textContent.replaceAll(/\s+/g, ' ')).to.contain('70 rows in, 68 out').and.contain('2 rows dropped')
    expect(links.querySelectorAll('.operation')).to.have.length(2)
    await expect(element).to.be.accessible()
    const click = async (button: string): Promise<void> => {
      links.querySelector<HTMLButtonElement>(button)!.click()
      await element.updateComplete
    }
    await click('.reject')
    expect(reported.at(-1)!.links?.operations.map(({ state }) => state)).to.deep.equal(['rejected', second!.state])
    await click('.down')
    expect(reported.at(-1)!.links?.operations.map(({ id }) => id)).to.deep.equal(['link-1', 'link-0'])
    await click('.edit')
    const field = links.querySelector<HTMLInputElement>('form [name="reason"]')!
    field.value = 'Read anew.'
    field.dispatchEvent(new Event('input', { bubbles: true }))
    links.querySelector<HTMLButtonElement>('form .primary')!.click()
    await element.updateComplete
    expect(reported.at(-1)!.links?.operations[0]?.reason).to.equal('Read anew.')
    expect(reported.at(-1)!.operations.map(({ op }) => op)).to.deep.equal(
      createTestPlan().operations.map(({ op }) => op),
    )
    await click('.add')
    const prefix = links.querySelector<HTMLSelectElement>('.adding select[name="op"]')!
    prefix.value = 'generate-id'
    prefix.dispatchEvent(new Event('change'))
    await element.updateComplete
    for (const [name, value] of Object.entries({ to: 'link', prefix: 'l-', reason: 'Told apart.' })) {
      const one = links.querySelector<HTMLInputElement>(`.adding [name="${name}"]`)!
      one.value = value
      one.dispatchEvent(new Event('input', { bubbles: true }))
    }
    links.querySelector<HTMLButtonElement>('.adding form .primary')!.click()
    await element.updateComplete
    expect(reported.at(-1)!.links?.operations.map(({ op }) => op)).to.deep.equal([second!.op, first!.op, 'generate-id'])
    expect(reported.at(-1)!.operations).to.have.length(createTestPlan().operations.length)
    element.undo()
    await element.updateComplete
    await click('.remove')
    element.undo()
    element.approveAll()
    await element.updateComplete
    const last = reported.at(-1)!
    expect(last.links?.operations.map(({ id, state }) => [id, state])).to.deep.equal([
      ['link-1', 'approved'],
      ['link-0', 'rejected'],
    ])
    expect(last.operations.every(({ state }) => state === 'approved')).to.equal(true)
  })

  it('is usable by keyboard', async () => {
    const { element, reported } = await mount()
    operation(element, 0).focus()
    await key(element, 'ArrowDown')
    await key(element, 'a')
    expect(reported.at(-1)?.operations[1]?.state).to.equal('approved')
    await key(element, 'ArrowUp', { altKey: true })
    expect(names(reported.at(-1))).to.deep.equal(['drop-null-rows', 'trim', 'merge-spellings'])
    expect((inner(element).activeElement as HTMLElement).dataset.id).to.equal('drop-null-rows')
    await key(element, 'End')
    await key(element, 'r')
    await key(element, 'Delete')
    expect(names(reported.at(-1))).to.deep.equal(['drop-null-rows', 'trim'])
    await key(element, 'z', { ctrlKey: true })
    expect(reported.at(-1)?.operations[2]?.state).to.equal('rejected')
    await key(element, 'Enter')
    expect(inner(element).querySelector('form')).not.to.equal(null)
    await key(element, 'Escape')
    expect(inner(element).querySelector('form')).to.equal(null)
  })

  it('changes nothing if it is read-only, and shows where a plan does not fit', async () => {
    const { element } = await mount(true)
    expect(inner(element).querySelector('button')).to.equal(null)
    element.preview = {
      ...createTestPlanPreview(),
      applied: createTestPlanPreview().applied.slice(0, 1),
      problem: { code: 'x', severity: 'error', message: 'Column `lon` is not in the table.' },
    }
    await element.updateComplete
    expect(operation(element, 1).querySelector('.problem')?.textContent).to.contain('lon is not in the table')
    const empty = await fixture<AwPlan>(html`<aw-plan .plan=${{ ...createTestPlan(), operations: [] }}></aw-plan>`)
    expect(getText(empty)).to.contain('No changes needed')
  })

  it('is accessible in light and dark, wide and narrow, with an open form', async () => {
    const { element } = await mount()
    await press(element, '.approve', 0)
    await press(element, '.edit', 2)
    for (const theme of ['light', 'dark']) {
      element.setAttribute('theme', theme)
      for (const width of ['900px', '340px']) {
        element.style.width = width
        await waitForFrame()
        // During the transition to another theme, colors have less contrast.
        await Promise.all(
          inner(element)
            .getAnimations()
            .map(({ finished }) => finished.catch(() => undefined)),
        )
        await expect(element).to.be.accessible()
      }
    }
  })
})
