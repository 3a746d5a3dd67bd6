import { expect } from '@open-wc/testing'
import { emulateMedia, resetMouse, setViewport } from '@web/test-runner-commands'
import { selectVariants } from '../../../../test/sizes.ts'
import { waitUntil } from '../../../../test/wait-until.ts'
import { NodeOpenEvent } from '../../canvas/canvas-events.ts'
import { defineElements } from '../../define-elements.ts'
import { mountEditor, whenSettled, type MountedEditor } from '../../test-editor.ts'
import { getElement } from '../../test-pointer.ts'
import { mainJob, type TestSession } from '../../test-session.ts'
import { createNode } from '../../../../test/create-node.ts'

defineElements()

type Box = Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom'>

const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5

/** The innermost element at a point, in any shadow root. */
function elementAt(x: number, y: number): Element | null {
  let element = document.elementFromPoint(x, y)
  while (element?.shadowRoot) {
    const inner = element.shadowRoot.elementFromPoint(x, y)
    if (!inner || inner === element) break
    element = inner
  }
  return element
}

/** Whether an element is at the top at its corners and in its middle. */
function isOnTop(element: Element): boolean {
  const { left, right, top, bottom } = element.getBoundingClientRect()
  const points = [left + 12, (left + right) / 2, right - 12].flatMap((x) => [
    [x, top + 12],
    [x, (top + bottom) / 2],
    [x, bottom - 12],
  ])
  return points.every(([x = 0, y = 0]) => {
    for (let at: Node | null = elementAt(x, y); at; at = at.parentNode ?? (at as Partial<ShadowRoot>).host ?? null) {
      if (at === element) return true
    }
    return false
  })
}

/** The controls over the canvas by name. */
function controls({ editor }: MountedEditor): [string, Box][] {
  const elements = ['.corner aw-minimap', '.zoom', '.chip', 'aw-run-bar', '.trail', '.notice'].map(
    (selector) => [selector, editor.shadowRoot?.querySelector(selector)] as const,
  )
  return elements.flatMap(([name, element]) => (element ? [[name, element.getBoundingClientRect()]] : []))
}

function collisions(boxes: readonly (readonly [string, Box])[]): string[] {
  return boxes.flatMap(([name, box], index) =>
    boxes.slice(index + 1).flatMap(([other, second]) => (overlap(box, second) ? [`${name} × ${other}`] : [])),
  )
}

const nodeBoxes = ({ canvas }: MountedEditor): [string, Box][] =>
  canvas.scene.nodes.map(({ id, x, y, shape }) => {
    const from = canvas.toPage({ x, y })
    const to = canvas.toPage({ x: x + shape.width, y: y + shape.height })
    return [`node ${id}`, { left: from.x, top: from.y, right: to.x, bottom: to.y }]
  })

const withProblem = (session: TestSession): void => {
  session.document.apply({ type: 'remove-edge', id: 'e2' })
}

describe('layers over the canvas', () => {
  beforeEach(async () => {
    await setViewport({ width: 1440, height: 900 })
    await resetMouse()
    await emulateMedia({ reducedMotion: 'reduce' })
  })
  // The browser remembers the choice.
  afterEach(() => localStorage.removeItem('aw-results-height'))

  for (const width of selectVariants([1440, 1352, 1200, 760, 1000])) {
    it(`do not cover each other in an editor of ${width} pixels`, async () => {
      const mounted = await mountEditor(mainJob(), width)
      withProblem(mounted.session)
      mounted.session.setProblem({ code: 'test', severity: 'error', message: 'The file could not be read.' })
      await whenSettled()
      expect(collisions(controls(mounted))).to.deep.equal([])
      await whenSettled(mounted.canvas.select(['load']))
      expect(collisions(controls(mounted)), 'with settings').to.deep.equal([])
    })
  }

  it('do not cover the node whose settings open at the side of a tablet', async () => {
    await setViewport({ width: 768, height: 1_024 })
    const mounted = await mountEditor(mainJob(), 678)
    mounted.editor.style.height = '980px'
    await whenSettled()
    const isMinimapVisible = () => mounted.editor.shadowRoot!.querySelector('aw-minimap')!.checkVisibility()
    expect(isMinimapVisible()).to.equal(true)
    mounted.canvas.zoom(1 / mounted.canvas.view.scale)
    // Where the minimap would be, which has no space beside the settings.
    const { x, y } = mounted.canvas.scene.byId.get('load')!
    const { x: screenX, y: screenY } = mounted.canvas.toSurface({ x, y })
    mounted.canvas.panBy(40 - screenX, mounted.canvas.size.height - 280 - screenY)
    await whenSettled(mounted.canvas.dispatchEvent(new NodeOpenEvent({ node: 'load' })))
    const [, node] = nodeBoxes(mounted).find(([name]) => name === 'node load')!
    expect(controls(mounted).filter(([, box]) => overlap(box, node))).to.deep.equal([])
    expect(isMinimapVisible(), 'beside the settings').to.equal(false)
  })

  it('do not cover the nodes of a fitted view', async () => {
    const document = mainJob()
    // As large as the canvas, so that its corners are tested.
    document.nodes.push(
      ...[0, 1, 2].map((row) =>
        createNode(`low-${row}`, 'table', {}, { label: '', position: { x: 960, y: 200 + 200 * row } }),
      ),
    )
    const mounted = await mountEditor(document, 1440)
    await whenSettled(withProblem(mounted.session))
    await whenSettled(mounted.canvas.fit())
    const boxes = controls(mounted)
    const covered = nodeBoxes(mounted).flatMap(([node, box]) =>
      boxes.flatMap(([name, control]) => (overlap(box, control) ? [`${node} × ${name}`] : [])),
    )
    expect(covered).to.deep.equal([])
  })

  // The width of the editor in the studio on a laptop of 1440 pixels.
  for (const hasProblem of [false, true]) {
    const name = 'stay in the row of the run bar, which a fitted view leaves free, when settings open'
    it(`${name}${hasProblem ? ', with problems' : ''}`, async () => {
      const mounted = await mountEditor(mainJob(), 1352)
      if (hasProblem) withProblem(mounted.session)
      await whenSettled()
      await whenSettled(mounted.canvas.select(['load']))
      expect(mounted.editor.shadowRoot?.querySelector('aw-inspector')).to.not.equal(null)
      const boxes = controls(mounted)
      expect(boxes.map(([control]) => control)).to.include(hasProblem ? '.chip' : '.zoom')
      // A fitted view leaves 20 pixels more than the height of the run bar free.
      const { height } = getElement(mounted.editor, 'aw-run-bar').getBoundingClientRect()
      const row = mounted.canvas.getBoundingClientRect().bottom - height - 20
      expect(boxes.filter(([, { top }]) => top < row).map(([control]) => control)).to.deep.equal([])
    })
  }

  // The sizes of the editor in the studio on laptops, and on a tablet, where the minimap remains.
  for (const [width, height] of selectVariants([
    [934, 800],
    [1352, 800],
    [678, 1024],
  ] as const)) {
    it(`do not cover visible nodes when the results open, in an editor of ${width} pixels`, async () => {
      const mounted = await mountEditor(mainJob(), width)
      const { editor, canvas } = mounted
      editor.style.height = `${height}px`
      await whenSettled()
      await whenSettled(mounted.canvas.fit())
      const { scale } = canvas.view
      // As a user, because the layout of a page refits the view.
      const tab = getElement(editor, 'aw-results-drawer', 'aw-results', '[role=tab]')
      tab.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, composed: true }))
      await whenSettled(tab.click())
      expect(getElement(editor, 'aw-results-drawer').offsetHeight).to.be.at.least(300)
      const covered = nodeBoxes(mounted).flatMap(([node, box]) =>
        controls(mounted).flatMap(([name, control]) => (overlap(box, control) ? [`${node} × ${name}`] : [])),
      )
      expect(covered).to.deep.equal([])
      expect(canvas.view.scale).to.equal(scale)
    })
  }

  it('are below lists, wherever those open', async () => {
    const { editor, canvas } = await mountEditor(mainJob(), 1440)
    const { width, height } = canvas.size
    for (const [x, y] of [
      [width - 20, height - 20],
      [width / 2, height - 10],
      [10, height - 10],
      [width / 2, 10],
    ] as const) {
      canvas.openQuickAdd({ x, y })
      await waitUntil(() => canvas.shadowRoot?.querySelector('aw-quick-add'))
      await whenSettled()
      const list = getElement(canvas, 'aw-quick-add')
      expect(isOnTop(list), `at ${x}, ${y}`).to.equal(true)
      expect(list.shadowRoot?.activeElement?.localName).to.equal('input')
      await whenSettled(getElement(editor, '.toolbar .name').focus())
      expect(canvas.shadowRoot?.querySelector('aw-quick-add')).to.equal(null)
    }
    await whenSettled(canvas.openConnect('table'))
    expect(isOnTop(getElement(canvas, 'aw-connect-list'))).to.equal(true)
  })

  for (const width of selectVariants([640, 760, 1200])) {
    it(`do not cover the toolbar above results of any height, ${width} pixels wide`, async () => {
      const mounted = await mountEditor(mainJob(), width)
      withProblem(mounted.session)
      const { editor } = mounted
      const drawer = getElement(editor, 'aw-results-drawer')
      await whenSettled(getElement(drawer, 'aw-results', '[role=tab]').click())
      const splitter = getElement(drawer, '[role=separator]')
      const press = async (key: string): Promise<void> => {
        splitter.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
        await whenSettled()
      }
      await press('Home')
      for (let steps = 0; steps < 8; steps++) {
        const toolbar = getElement(editor, '.toolbar').getBoundingClientRect()
        const high = [...getElement(editor, '.stage').querySelectorAll('.bottom > *, .corner > *, .chip')].filter(
          (control) =>
            control.checkVisibility({ visibilityProperty: true }) &&
            control.getBoundingClientRect().top < toolbar.bottom,
        )
        expect(
          high.map(({ localName }) => localName),
          `${steps} steps below the maximum`,
        ).to.deep.equal([])
        await press('ArrowDown')
      }
    })
  }
})
