import type { Edit, Workflow } from '@aw-flow/schema'
import { expect, fixture, html } from '@open-wc/testing'
import { emulateMedia, resetMouse, sendKeys, setViewport } from '@web/test-runner-commands'
import { waitUntil } from '../../../test/wait-until.ts'
import type { AwCanvas } from '../canvas/aw-canvas.ts'
import { defineElements } from '../define-elements.ts'
import type { AwWorkflowEditor } from '../elements/editor/aw-workflow-editor.ts'
import { readPixels } from '../test-canvas.ts'
import { click, waitForFrame, pressKeys, getNodePoint, getElement } from '../test-pointer.ts'
import { mainJob, TestSession } from '../test-session.ts'
import type { AwVersions } from './aw-versions.ts'

defineElements()

const edits: Edit[] = [
  { type: 'set-config', id: 'prepare', path: ['target'], value: 'ml-ready' },
  { type: 'remove-node', id: 'table' },
  {
    type: 'add-node',
    node: { id: 'sort', type: 'table', position: { x: 960, y: 200 }, data: { label: 'Sorted', config: {} } },
  },
  { type: 'move-nodes', positions: { validate: { x: 640, y: 240 } } },
]

describe('versions', () => {
  let editor: AwWorkflowEditor
  let session: TestSession
  const canvas = (): AwCanvas => editor.canvas!
  const panel = (): AwVersions => getElement<AwVersions>(editor, 'aw-versions')
  const isOpen = (): boolean => editor.shadowRoot?.querySelector('aw-versions') !== null
  const all = (selector: string): HTMLElement[] => [
    ...(panel().shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? []),
  ]
  const texts = (selector: string): string[] =>
    all(selector).map((element) => element.textContent?.replaceAll(/\s+/g, ' ').trim() ?? '')
  const settle = async (action?: unknown): Promise<void> => {
    await action
    for (let round = 0; round < 3; round++) {
      await editor.updateComplete
      await canvas().updateComplete
      if (isOpen()) await panel().updateComplete
      await waitForFrame()
    }
  }
  const press = async (element: HTMLElement): Promise<void> => {
    const { left, top, width, height } = element.getBoundingClientRect()
    await settle(click({ x: left + width / 2, y: top + height / 2 }))
  }
  const focused = (): Element | null | undefined => panel().shadowRoot?.activeElement

  beforeEach(async () => {
    await setViewport({ width: 1400, height: 900 })
    await emulateMedia({ reducedMotion: 'reduce' })
    await resetMouse()
    session = new TestSession({ document: mainJob() })
    const box = await fixture<HTMLElement>(html`<div></div>`)
    editor = document.createElement('aw-workflow-editor')
    editor.style.cssText = 'display: block; width: 1400px; height: 880px'
    editor.session = session
    await settle(box.append(editor))
  })

  it('saves a named version with Ctrl+S, and returns the focus on Escape', async () => {
    canvas().focus()
    await settle(pressKeys('Control', 's'))
    expect(focused()?.id).to.equal('name')
    await sendKeys({ type: 'First draft' })
    await settle(sendKeys({ press: 'Enter' }))
    expect(texts('.version-name')).to.deep.equal(['First draft'])
    expect(await session.document.versions.document(1)).to.equal(session.document.current)
    await expect(editor).to.be.accessible()
    await settle(sendKeys({ press: 'Escape' }))
    expect(isOpen()).to.equal(false)
    expect(canvas().shadowRoot?.activeElement).to.equal(getElement(canvas(), '.surface'))
  })

  it('shows the changes since a version in a list and on the canvas, by mouse', async () => {
    session.document.versions.add(session.document.current, { origin: 'named', name: 'Before' })
    await settle(session.document.apply({ type: 'batch', edits }))
    const [button] = [...editor.shadowRoot!.querySelectorAll<HTMLElement>('.toolbar button')].filter(
      (one) => one.title === 'Versions',
    )
    await press(button!)
    // The panel does not move the view, so the added node is behind it.
    await settle(canvas().run('fit'))
    const plain = readPixels(canvas())
    await press(getElement(panel(), '[data-version="1"]'))
    expect(texts('.change .summary > span:first-child')).to.deep.equal([
      'Table removed',
      'Sorted added',
      'Validate moved',
      'Prepare changed',
      'Validate → Table removed',
    ])
    expect(texts('.change .sign')).to.deep.equal(['−', '+', '↔', '≠', '−'])
    expect(texts('.detail')).to.deep.equal(['position 640, 0 →, 640, 240', 'Target →, ml-ready'])
    const difference = canvas().diff!
    expect(Object.fromEntries(difference.nodes)).to.deep.equal({ table: 'removed', sort: 'added', validate: 'moved', prepare: 'changed' }) // oxfmt-ignore
    expect(difference.ghosts.nodes.map(({ id }) => id)).to.deep.equal(['table'])
    expect(difference.ghosts.edges.map(({ id }) => id)).to.deep.equal(['e3'])
    const marked = readPixels(canvas())
    expect(marked.some((value, index) => value !== plain[index])).to.equal(true)
    const { tones } = canvas().theme!
    for (const tone of ['good', 'bad', 'warn', 'accent'] as const) {
      expect(countOf(marked, tones[tone]), tone).to.be.greaterThan(countOf(plain, tones[tone]) + 100)
    }
    await expect(editor).to.be.accessible()

    await settle(session.document.apply({ type: 'set-label', id: 'sort', label: 'Sorted anew' }))
    expect(texts('.change .summary > span:first-child')).to.include('Sorted anew added')
    await press(all('.row .quiet').at(-1)!)
    expect(canvas().diff).to.equal(undefined)
  })

  it('moves through the changes with keys, and selects each on the canvas', async () => {
    session.document.versions.add(session.document.current, { origin: 'run' })
    session.document.apply({ type: 'batch', edits })
    await settle(canvas().run('versions'))
    expect(canvas().commands.find(({ id }) => id === 'next-change')?.enabled).to.equal(false)
    await settle(sendKeys({ press: 'Enter' }))
    canvas().focus()
    const chosen: string[] = []
    for (const key of ['j', 'j', 'k', 'k']) {
      await settle(sendKeys({ press: key }))
      chosen.push(texts('[aria-current] .summary > span:first-child').join())
    }
    expect(chosen).to.deep.equal(['Table removed', 'Sorted added', 'Table removed', 'Validate → Table removed'])
    await settle(sendKeys({ press: 'k' }))
    expect([...canvas().selection]).to.deep.equal(['prepare'])
  })

  it('shows a version read-only, and returns to the current one', async () => {
    session.document.versions.add(session.document.current, { origin: 'run' })
    session.document.apply({ type: 'batch', edits })
    await settle(canvas().run('versions'))
    await settle(panel().compare(1))
    await press(getElement(panel(), 'input[type=checkbox]'))
    expect(canvas().document.nodes.map(({ id }) => id)).to.deep.equal(['load', 'prepare', 'validate', 'table'])
    canvas().select(['table'])
    canvas().removeSelected()
    expect(session.document.current.nodes.map(({ id }) => id)).to.deep.equal(['load', 'prepare', 'validate', 'sort'])
    await press(getElement(panel(), 'input[type=checkbox]'))
    expect(canvas().document).to.equal(session.document.current)
  })

  it('compares two versions', async () => {
    session.document.versions.add(session.document.current, { origin: 'named', name: 'One' })
    session.document.apply(edits[0]!)
    session.document.versions.add(session.document.current, { origin: 'named', name: 'Two' })
    session.document.apply(edits[1]!)
    await settle(canvas().run('versions'))
    await settle(panel().compare(1))
    const select = getElement<HTMLSelectElement>(panel(), 'select')
    select.focus()
    await settle(sendKeys({ press: 'ArrowDown' }))
    expect(select.selectedOptions[0]?.textContent?.trim()).to.equal('“Two”')
    expect(texts('.change .summary > span:first-child')).to.deep.equal(['Prepare changed'])
    expect(canvas().document.nodes).to.have.length(4)
  })

  it('restores a version as one step, renames and removes one, by keyboard', async () => {
    const before = session.document.current
    session.document.versions.add(before, { origin: 'named', name: 'Before' })
    session.document.apply({ type: 'batch', edits })
    await settle(canvas().run('versions'))
    await settle(sendKeys({ press: 'Enter' }))
    getElement(panel(), '.compared .primary').focus()
    await settle(sendKeys({ press: 'Enter' }))
    expect(sorted(session.document.current)).to.deep.equal(sorted(before))
    expect(texts('.version-name')).to.deep.equal(['Version 2', 'Before'])
    session.document.undo()
    expect(session.document.current.nodes.map(({ id }) => id)).to.include('sort')

    all('.version button.icon')[0]!.focus()
    await settle(sendKeys({ press: 'Enter' }))
    await sendKeys({ type: 'Changed' })
    await settle(sendKeys({ press: 'Enter' }))
    expect(texts('.version-name')).to.deep.equal(['Changed', 'Before'])
    all('.version button.icon')[1]!.focus()
    await settle(sendKeys({ press: 'Enter' }))
    getElement(panel(), '.danger').focus()
    await settle(sendKeys({ press: 'Enter' }))
    expect(texts('.version-name')).to.deep.equal(['Before'])
  })

  it('opens when edits conflict, and applies the side that the user chooses', async () => {
    const base = session.document.current
    const theirs: Workflow = structuredClone(base)
    theirs.nodes[1]!.data.config.target = 'generic'
    theirs.nodes = theirs.nodes.filter(({ id }) => id !== 'table')
    theirs.edges = theirs.edges.filter(({ id }) => id !== 'e3')
    session.document.apply(edits[0]!)
    session.document.apply({ type: 'set-label', id: 'table', label: 'Look' })
    await settle(session.document.versions.merge({ base, theirs }))
    expect(texts('.conflict legend')).to.deep.equal(['Prepare › Target', 'Look'])
    expect(texts('.side .value')).to.deep.equal(['ml-ready', 'generic', 'present', 'removed'])
    const sides = all('.conflict input') as HTMLInputElement[]
    // The settings of the node can also be kept both.
    expect(sides.map(({ checked }) => checked)).to.deep.equal([true, false, false, true, false])
    await expect(editor).to.be.accessible()
    sides[0]!.focus()
    await settle(sendKeys({ press: 'ArrowDown' }))
    expect(session.document.current.nodes[1]?.data.config.target).to.equal('generic')
    await press(sides[4]!)
    expect(session.document.current.nodes.map(({ id }) => id)).to.deep.equal(['load', 'prepare', 'validate'])
    await settle(session.document.undo())
    expect(sides.map(({ checked }) => checked)).to.deep.equal([false, true, false, true, false])
    await press(getElement(panel(), '.conflicts .primary'))
    expect(all('.conflict')).to.have.length(0)
  })

  it('lists changes inside a sub-workflow, and marks them when it is open', async () => {
    const inner = mainJob()
    const holder = { id: 'sub', type: 'sub_workflow', position: { x: 0, y: 0 }, data: { label: 'Held', config: { document: inner as never } } } // oxfmt-ignore
    session.document.apply({ type: 'add-node', node: holder })
    session.document.versions.add(session.document.current, { origin: 'run' })
    session.document.apply({ type: 'edit-inside', id: 'sub', setting: 'document', edit: edits[0]! })
    await settle(canvas().run('versions'))
    await settle(panel().compare(1))
    expect(texts('.change .summary > span:first-child')).to.deep.equal(['Held › Prepare changed'])
    canvas().select(['sub'])
    await settle(canvas().run('enter'))
    expect(texts('.change .summary > span:first-child')).to.deep.equal(['Prepare changed'])
    expect(canvas().diff?.nodes.get('prepare')).to.equal('changed')
  })

  it('offers to merge a file that is a version of this workflow', async () => {
    const base = session.document.current
    session.document.apply(edits[0]!)
    const theirs: Workflow = { ...base, description: 'Theirs' }
    session.document.versions.mergeInput = { base, theirs }
    const file = new File([JSON.stringify(theirs)], 'back.json', { type: 'application/json' })
    canvas().pasteFiles([file])
    const findQuestion = () => editor.shadowRoot!.querySelector('aw-file-question')
    await waitUntil(findQuestion)
    await settle()
    const buttons = [...findQuestion()!.renderRoot.querySelectorAll('button')]
    expect(buttons.map((one) => one.textContent?.trim())).to.deep.equal(['Cancel', 'Load as data', 'Open workflow', 'Merge']) // oxfmt-ignore
    await press(buttons.at(-1)!)
    expect(session.document.current.description).to.equal('Theirs')
    expect(session.document.current.nodes[1]?.data.config.target).to.equal('ml-ready')
  })

  it('marks the former position of a moved node', async () => {
    session.document.versions.add(session.document.current, { origin: 'run' })
    await settle(canvas().run('versions'))
    await settle(panel().compare(1))
    expect(texts('h3')).to.deep.equal(['No changes'])
    await click(getNodePoint(canvas(), 'load'))
    canvas().focus()
    await settle(sendKeys({ press: 'ArrowDown' }))
    expect(canvas().diff?.previousPositions.get('load')).to.deep.equal({ x: 0, y: 0 })
  })
})

/** Counts the pixels of a CSS color such as `rgb(1, 2, 3)`. */
function countOf(pixels: Uint8ClampedArray, color: string): number {
  const [red, green, blue] = (color.match(/\d+/g) ?? []).map(Number)
  let count = 0
  for (let at = 0; at < pixels.length; at += 4) {
    if (pixels[at] === red && pixels[at + 1] === green && pixels[at + 2] === blue) count++
  }
  return count
}

/** Ignores the order of restored items. */
const sorted = ({ nodes, edges, ...rest }: Workflow): unknown => ({
  ...rest,
  nodes: nodes.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  edges: edges.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
})
