import { expect, fixture, html } from '@open-wc/testing'
import { resetMouse, sendKeys, setViewport } from '@web/test-runner-commands'
import { defineElements } from '../../define-elements.ts'
import { frame, part } from '../../test-pointer.ts'
import { TestSession } from '../../test-session.ts'
import type { AwPalette } from './aw-palette.ts'

defineElements()

async function mount(session = new TestSession()): Promise<AwPalette> {
  const palette = await fixture<AwPalette>(html`<aw-palette .session=${session}></aw-palette>`)
  palette.style.cssText = 'width: 240px; height: 500px'
  await frame()
  return palette
}

const titles = (palette: AwPalette): string[] =>
  [...(palette.shadowRoot?.querySelectorAll('button.type .title') ?? [])].map((title) => title.textContent ?? '')

const added = (palette: AwPalette): string[] => {
  const types: string[] = []
  palette.addEventListener('aw-node-add', (event) => types.push(event.nodeType.type))
  return types
}

describe('<aw-palette>', () => {
  beforeEach(async () => {
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
    expect(part(palette, '.none').textContent).to.equal('No nodes match “filterzz”.')
    await sendKeys({ press: 'Escape' })
    expect(titles(palette)).to.have.length(9)
  })

  it('requests a node by click, by Enter in the search, and by keyboard', async () => {
    const palette = await mount()
    const types = added(palette)
    part(palette, '[data-type=join]').click()
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
    part(palette, '[data-type=filter]').dispatchEvent(new DragEvent('dragstart', { dataTransfer: data, bubbles: true }))
    expect(data.getData('application/x-aw-node-type')).to.equal('filter')
  })

  it('requests nothing if it is disabled', async () => {
    const palette = await mount()
    palette.disabled = true
    await palette.updateComplete
    const types = added(palette)
    part(palette, '[data-type=join]').click()
    palette.focus()
    await sendKeys({ type: 'join' })
    await sendKeys({ press: 'Enter' })
    expect(types).to.deep.equal([])
  })

  it('shows that node types are loading, and then shows them', async () => {
    const session = new TestSession({ catalogue: [] })
    const palette = await mount(session)
    expect(part(palette, '.waiting').getAttribute('aria-label')).to.equal('Loading nodes…')
    session.setCatalog(new TestSession().engine.catalogue)
    await palette.updateComplete
    expect(titles(palette)).to.have.length(9)
  })

  it('is accessible', async () => {
    await expect(await mount()).to.be.accessible()
  })
})
