import type { LivePerson, LivePresence } from '@aw-flow/client'
import { expect } from '@open-wc/testing'
import type { LitElement } from 'lit'
import { defineElements } from '../../define-elements.ts'
import { getElement, moveTo } from '../../test-pointer.ts'
import { mountEditor, whenSettled } from '../../test-editor.ts'

defineElements()

const createPerson = (name: string, presence: LivePresence, canEdit = true): LivePerson => ({
  client: `page-${name}`,
  user: name,
  name,
  canEdit,
  presence,
})

/** Mounts an editor, and returns a function that changes the other people. */
async function mountWithPeople() {
  const mounted = await mountEditor()
  const { session, editor } = mounted
  const sent: LivePresence[] = []
  const live = {
    isConnected: true,
    people: [] as LivePerson[],
    setPresence: (presence: LivePresence) => void sent.push(presence),
  }
  Object.assign(session, { live })
  const show = async (people: LivePerson[], aspect = 'people'): Promise<void> => {
    live.people = people
    await whenSettled(session.dispatchEvent(Object.assign(new Event('aw-session-change'), { aspect })))
  }
  const findIn = (element: 'aw-people' | 'aw-presence', selector: string): HTMLElement[] => [
    ...(editor.renderRoot.querySelector<LitElement>(element)?.renderRoot.querySelectorAll<HTMLElement>(selector) ?? []),
  ]
  return { ...mounted, sent, show, findIn }
}

describe('the people who have a workflow open', () => {
  it('are named, with the node that they have selected, outlined on the canvas', async () => {
    const { canvas, show, findIn } = await mountWithPeople()
    const node = canvas.document.nodes[0]!
    await show([
      createPerson('Ada Lovelace', { selection: [node.id], cursor: { x: 10, y: 20 } }),
      createPerson('Vi', {}, false),
    ])
    const labels = findIn('aw-people', 'button').map((button) => [button.dataset.initials, button.ariaLabel])
    expect(labels).to.deep.equal([
      ['AL', `Follow Ada Lovelace · ${node.data.label}`],
      ['V', 'Follow Vi (can view)'],
    ])
    const outline = findIn('aw-presence', '.outline')[0]!.getBoundingClientRect()
    const scene = canvas.scene.byId.get(node.id)!
    const corner = canvas.toPage(scene)
    expect(Math.round(outline.x)).to.equal(Math.round(corner.x))
    expect(Math.round(outline.y)).to.equal(Math.round(corner.y))
    expect(findIn('aw-presence', '.name').map((name) => name.textContent)).to.deep.equal([
      'Ada Lovelace',
      'Ada Lovelace',
    ])

    await show(
      [createPerson('Ada Lovelace', { field: `nodes/${node.id}/config/path`, selection: [node.id] })],
      'presence',
    )
    expect(findIn('aw-presence', '.outline .name')[0]!.textContent).to.equal('Ada Lovelace · path')
    await show([])
    expect(findIn('aw-people', 'button')).to.deep.equal([])
  })

  it('see the cursor and selection of this page only while somebody is there', async () => {
    const { canvas, sent, show } = await mountWithPeople()
    const id = canvas.document.nodes[1]!.id
    canvas.select([id])
    expect(sent).to.deep.equal([])
    await show([createPerson('Ada', {})])
    expect(sent.at(-1)).to.deep.include({ selection: [id] })
    const { x, y } = getElement(canvas, '.surface').getBoundingClientRect()
    await whenSettled(moveTo({ x: x + 300, y: y + 200 }))
    expect(sent.at(-1)!.cursor).to.have.keys('x', 'y')
    await show([])
    expect(sent.at(-1)).to.deep.equal({})
  })

  it('are followed until the user looks at something else', async () => {
    const { canvas, show, findIn } = await mountWithPeople()
    const people = (viewport: LivePresence['viewport']) => [createPerson('Ada', viewport ? { viewport } : {})]
    await show(people({ x: 1_000, y: 500, width: 400, height: 300 }))
    await whenSettled(findIn('aw-people', 'button')[0]!.click())
    expect(findIn('aw-people', 'button')[0]!.ariaPressed).to.equal('true')
    expect(findIn('aw-presence', '.following')[0]!.textContent).to.contain('You follow Ada')
    const isVisible = (x: number, y: number): boolean => {
      const area = canvas.visibleArea
      return area.x <= x && area.y <= y && area.x + area.width >= x && area.y + area.height >= y
    }
    expect(isVisible(1_010, 510) && isVisible(1_390, 790)).to.equal(true)
    await show(people({ x: 5_000, y: 500, width: 400, height: 300 }), 'presence')
    expect(isVisible(5_010, 510)).to.equal(true)
    await whenSettled(canvas.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, composed: true })))
    expect(findIn('aw-presence', '.following')).to.deep.equal([])
    await show(people({ x: 0, y: 0, width: 400, height: 300 }), 'presence')
    expect(isVisible(5_010, 510)).to.equal(true)
  })
})
