import { expect, fixture, html } from '@open-wc/testing'
import { sendKeys, setViewport } from '@web/test-runner-commands'
import type { DescriptionPlan } from '@aw-flow/schema'
import { waitUntil } from '../../../../test/wait-until.ts'
import { defineElements } from '../../define-elements.ts'
import { getElement } from '../../test-pointer.ts'
import { testCatalog } from '../../test-catalog.ts'
import type { AwQuickAdd } from './aw-quick-add.ts'

defineElements()

async function mount(types = testCatalog): Promise<{ list: AwQuickAdd; chosen: (string | undefined)[] }> {
  const chosen: (string | undefined)[] = []
  const box = await fixture<HTMLElement>(html`<div></div>`)
  const list = document.createElement('aw-quick-add')
  list.types = types
  list.addEventListener('aw-quick-add', ({ nodeType }) => chosen.push(nodeType?.type))
  box.append(list)
  await list.updateComplete
  return { list, chosen }
}

describe('<aw-quick-add>', () => {
  beforeEach(() => setViewport({ width: 800, height: 600 }))

  it('has the focus immediately, moves with the arrow keys from the end to the start, and chooses with Enter', async () => {
    const { list, chosen } = await mount()
    expect(list.shadowRoot?.activeElement?.localName).to.equal('input')
    await sendKeys({ press: 'ArrowUp' })
    const input = getElement(list, 'input')
    const active = getElement(list, `#${input.getAttribute('aria-activedescendant')}`)
    expect(active.dataset.id).to.equal('manual_trigger')
    expect(active.getAttribute('aria-selected')).to.equal('true')
    await sendKeys({ press: 'Enter' })
    expect(chosen[0]).to.equal('manual_trigger')
  })

  it('leaves Enter and Escape to an input method, and other keys to the host', async () => {
    const { list, chosen } = await mount()
    const input = getElement(list, 'input')
    const press = (key: string, init: KeyboardEventInit): KeyboardEvent => {
      const event = new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...init })
      input.dispatchEvent(event)
      return event
    }
    const reached: string[] = []
    const onKey = ({ key }: KeyboardEvent): number => reached.push(key)
    document.addEventListener('keydown', onKey)
    for (const key of ['Enter', 'Escape']) {
      press(key, { isComposing: true })
      // Safari.
      press(key, { keyCode: 229 })
    }
    expect(chosen, 'chosen').to.deep.equal([])
    expect(press('s', { ctrlKey: true }).defaultPrevented).to.equal(false)
    expect(press('Enter', {}).defaultPrevented).to.equal(true)
    expect(reached).to.deep.equal(['Enter', 'Enter', 'Escape', 'Escape', 's'])
    expect(chosen).to.have.length(1)
    document.removeEventListener('keydown', onKey)
  })

  it('filters while typing, and reports that nothing was found or fits', async () => {
    const { list } = await mount()
    await sendKeys({ type: 'lang' })
    expect([...(list.shadowRoot?.querySelectorAll('li') ?? [])].map((item) => item.dataset.id)).to.deep.equal([
      'llm_agent',
    ])
    await sendKeys({ type: 'xx' })
    expect(getElement(list, '.none').textContent?.trim()).to.equal('No nodes match “langxx”.')
    const empty = await mount([])
    expect(getElement(empty.list, '.none').textContent?.trim()).to.equal('No compatible nodes.')
  })

  it('applies a ranking that arrives before the user moves in the list, and ignores a later one', async () => {
    const idsOf = (list: AwQuickAdd): (string | undefined)[] =>
      [...(list.shadowRoot?.querySelectorAll('li') ?? [])].map((item) => item.dataset.id)
    const { list } = await mount()
    const original = idsOf(list)
    list.ranking = ['filter', 'table']
    await list.updateComplete
    const rest = original.filter((id) => id !== 'filter' && id !== 'table')
    expect(idsOf(list)).to.deep.equal(['filter', 'table', ...rest])
    const used = await mount()
    await sendKeys({ press: 'ArrowDown' })
    used.list.ranking = ['filter', 'table']
    await used.list.updateComplete
    expect(idsOf(used.list)).to.deep.equal(original)
    const pointed = await mount()
    getElement(pointed.list, 'li:nth-of-type(3)').dispatchEvent(new PointerEvent('pointermove', { bubbles: true }))
    pointed.list.ranking = ['filter', 'table']
    await pointed.list.updateComplete
    expect(idsOf(pointed.list)).to.deep.equal(original)
  })

  it('shows all settings of described nodes, and chooses them', async () => {
    const { list } = await mount()
    const plans: unknown[] = []
    list.addEventListener('aw-quick-add', ({ plan }) => plans.push(plan))
    const summary = 'amount is at least 100, country is one of Germany, France, Italy, Spain, Portugal'
    const node = { id: 'step-1', type: 'filter', config: {}, text: '', problems: [], summary }
    const plan = { nodes: [node, { ...node, id: 'step-2' }], edges: [], ignored: [] }
    list.catalog = testCatalog
    list.plan = async (description) => (description === 'amount over' ? plan : undefined)
    await list.updateComplete
    await sendKeys({ type: 'amount over' })
    await list.updateComplete
    const entry = getElement(list, 'li[data-id="plan"]')
    for (const text of entry.querySelectorAll<HTMLElement>('.title, .detail')) {
      expect(text.scrollWidth).to.be.at.most(text.clientWidth)
    }
    await expect(list).to.be.accessible()
    await sendKeys({ press: 'Enter' })
    expect(plans).to.deep.equal([plan])
  })

  it('shows the parts of a description that were not understood', async () => {
    const { list } = await mount()
    const node = { id: 'step-1', type: 'filter', config: {}, text: '', problems: [], summary: 'amount > 100' }
    list.plan = async () => ({ nodes: [node], edges: [], ignored: ['dance a little', 'sing'] })
    await list.updateComplete
    await sendKeys({ type: 'amount over 100' })
    await list.updateComplete
    expect(getElement(list, 'li[data-id="plan"] .warn').textContent).to.equal('Not understood: dance a little · sing')
    await expect(list).to.be.accessible()
  })

  it('closes with Escape and when it loses the focus', async () => {
    const first = await mount()
    await sendKeys({ press: 'Escape' })
    expect(first.chosen[0]).to.equal(undefined)
    expect(first.chosen).to.have.length(1)
    const second = await mount()
    getElement(second.list, 'input').blur()
    expect(second.chosen).to.deep.equal([undefined])
  })

  it('is accessible', async () => {
    const { list } = await mount()
    await expect(list).to.be.accessible()
  })

  it('adds the best match as soon as there is one if Enter was pressed before, unless the text changes', async () => {
    const { list, chosen } = await mount([])
    await sendKeys({ type: 'load' })
    await sendKeys({ press: 'Enter' })
    expect(chosen).to.deep.equal([])
    list.types = testCatalog
    await waitUntil(() => chosen.length > 0)
    expect(chosen).to.deep.equal(['loading'])

    const other = await mount([])
    await sendKeys({ type: 'loa' })
    await sendKeys({ press: 'Enter' })
    await sendKeys({ type: 'd' })
    other.list.types = testCatalog
    await other.list.updateComplete
    expect(other.chosen).to.deep.equal([])
  })

  it('plans a description again when the columns change', async () => {
    const { list } = await mount([])
    let text = 'first'
    list.plan = async (): Promise<DescriptionPlan> => ({
      nodes: [{ id: 'a', type: 'filter', config: {}, summary: text, text, problems: [] }],
      edges: [],
      ignored: [],
    })
    await sendKeys({ type: 'count per city' })
    const getText = (): string => list.shadowRoot?.querySelector('[data-id="plan"]')?.textContent ?? ''
    await waitUntil(() => getText().includes('first'))
    text = 'second'
    list.revision = {}
    await waitUntil(() => getText().includes('second'))
  })
})
