import { expect, fixture, html } from '@open-wc/testing'
import { resetMouse, sendKeys, setViewport } from '@web/test-runner-commands'
import { waitUntil } from '../../../../test/wait-until.ts'
import { defineElements } from '../../define-elements.ts'
import { waitForFrame, getElement } from '../../test-pointer.ts'
import { TestSession } from '../../test-session.ts'
import type { AwPalette } from './aw-palette.ts'

defineElements()

async function mount(session = new TestSession()): Promise<AwPalette> {
  const palette = await fixture<AwPalette>(html`<aw-palette .session=${session}></aw-palette>`)
  palette.style.cssText = 'width: 240px; height: 500px'
  await waitForFrame()
  return palette
}

const titles = (palette: AwPalette): string[] =>
  [...(palette.shadowRoot?.querySelectorAll('button.type .title') ?? [])].map((title) => title.textContent ?? '')

const headings = (palette: AwPalette): (string | null)[] =>
  [...(palette.shadowRoot?.querySelectorAll('h2') ?? [])].map((heading) => heading.textContent)

/** Moves the pointer over an entry of the list, and returns the entry. */
function pointAt(entry: HTMLElement): HTMLElement {
  entry.dispatchEvent(new PointerEvent('pointerenter'))
  return entry
}
const added = (palette: AwPalette): string[] => {
  const types: string[] = []
  palette.addEventListener('aw-node-add', (event) => types.push(event.nodeType.type))
  return types
}

describe('<aw-palette>', () => {
  beforeEach(async () => {
    localStorage.removeItem('aw-palette-favorites')
    localStorage.removeItem('aw-palette-recent')
    await setViewport({ width: 800, height: 600 })
    await resetMouse()
  })

  it('shows the node types by family', async () => {
    const palette = await mount()
    const families = [...(palette.shadowRoot?.querySelectorAll('h2') ?? [])].map((title) => title.textContent)
    expect(families).to.deep.equal(['Triggers', 'Data agents', 'Tables', 'Agents', 'Logic', 'Views'])
    expect(titles(palette)).to.have.length(9)
  })

  it('searches while typing, best match first, and reports that nothing was found', async () => {
    const palette = await mount()
    palette.focus()
    await sendKeys({ type: 'fi' })
    expect(titles(palette)).to.deep.equal(['Filter rows', 'Load file'])
    await sendKeys({ type: 'lter' })
    expect(titles(palette)).to.deep.equal(['Filter rows'])
    await sendKeys({ type: 'zz' })
    expect(titles(palette)).to.deep.equal([])
    expect(getElement(palette, '.none').textContent).to.equal('No nodes match “filterzz”.')
    await sendKeys({ press: 'Escape' })
    expect(titles(palette)).to.have.length(9)
  })

  it('requests a node by click, by Enter in the search, and by keyboard', async () => {
    const palette = await mount()
    const types = added(palette)
    getElement(palette, '[data-type=join]').click()
    palette.focus()
    await sendKeys({ type: 'prep' })
    await sendKeys({ press: 'Enter' })
    await sendKeys({ press: 'Escape' })
    await sendKeys({ press: 'ArrowDown' })
    await sendKeys({ press: 'ArrowDown' })
    await sendKeys({ press: 'Enter' })
    expect(types).to.deep.equal(['join', 'preparing', 'loading'])
  })

  it('drags a node type', async () => {
    const palette = await mount()
    const data = new DataTransfer()
    getElement(palette, '[data-type=filter]').dispatchEvent(
      new DragEvent('dragstart', { dataTransfer: data, bubbles: true }),
    )
    expect(data.getData('application/x-aw-node-type')).to.equal('filter')
  })

  it('requests nothing if it is disabled', async () => {
    const palette = await mount()
    palette.disabled = true
    await palette.updateComplete
    const types = added(palette)
    getElement(palette, '[data-type=join]').click()
    palette.focus()
    await sendKeys({ type: 'join' })
    await sendKeys({ press: 'Enter' })
    expect(types).to.deep.equal([])
  })

  it('shows that node types are loading, and then shows them', async () => {
    const session = new TestSession({ catalog: [] })
    const palette = await mount(session)
    expect(getElement(palette, '.waiting').getAttribute('aria-label')).to.equal('Loading nodes…')
    session.setCatalog(new TestSession().engine.catalog)
    await palette.updateComplete
    expect(titles(palette)).to.have.length(9)
  })

  it('lists favorites, and recent types when it is opened again', async () => {
    const palette = await mount()
    const entry = getElement(palette, '[data-type=join]').closest<HTMLElement>('.entry')!
    await waitUntil(() => pointAt(entry).querySelector('.star') !== null)
    expect(headings(palette)).not.to.include('Favorites')
    entry.querySelector<HTMLButtonElement>('.star')?.click()
    await palette.updateComplete
    expect(headings(palette)[0]).to.equal('Favorites')
    expect(titles(palette)[0]).to.equal('Join')
    expect(entry.querySelector('.star')?.getAttribute('aria-pressed')).to.equal('true')

    getElement(palette, '[data-type=filter]').click()
    await palette.updateComplete
    expect(headings(palette)).not.to.include('Recent')
    const again = await mount()
    await waitUntil(() => headings(again).length > 1 && headings(again)[1] === 'Recent')
    expect(titles(again).slice(0, 2)).to.deep.equal(['Join', 'Filter rows'])
    again.renderRoot.querySelector<HTMLButtonElement>('.star[aria-pressed=true]')?.click()
    await again.updateComplete
    expect(headings(again)).not.to.include('Favorites')
  })

  it('describes the type that is pointed at or focused', async () => {
    const palette = await mount()
    const join = getElement(palette, '[data-type=join]').closest<HTMLElement>('.entry')!
    await waitUntil(() => pointAt(join).querySelector('.star') !== null)
    getElement(palette, '[data-type=filter]').focus()
    await palette.updateComplete
    // Without a pointer that hovers, every entry has a star.
    const starCount = matchMedia('(hover: none)').matches ? titles(palette).length : 1
    expect(palette.renderRoot.querySelectorAll('.star')).to.have.length(starCount)
    expect(getElement(palette, '.description').textContent).to.contain('Filter rows')
    await sendKeys({ press: 'f' })
    expect(headings(palette)[0]).to.equal('Favorites')
    expect(getElement(palette, '.description').textContent).to.contain('Remove Filter rows from favorites')
    pointAt(join)
    await palette.updateComplete
    expect(getElement(palette, '.description').textContent).to.contain('Join')
    await expect(palette).to.be.accessible()
  })

  it('is accessible', async () => {
    await expect(await mount()).to.be.accessible()
  })
})
