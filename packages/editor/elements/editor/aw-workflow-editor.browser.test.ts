import { expect, fixture, html } from '@open-wc/testing'
import { waitUntil } from '../../../../test/wait-until.ts'
import { emulateMedia, resetMouse, sendKeys, setViewport } from '@web/test-runner-commands'
import type { WorkflowSession } from '@aw-flow/client'
import { createEmptyWorkflow } from '@aw-flow/schema'
import { NodeOpenEvent } from '../../canvas/canvas-events.ts'
import { defineElements } from '../../define-elements.ts'
import { mountEditor, whenSettled } from '../../test-editor.ts'
import { click, drag, moveTo, pressKeys, getNodePoint, toPagePoint, getElement } from '../../test-pointer.ts'
import { mainJob, TestSession } from '../../test-session.ts'
import { AwWorkflowEditor } from './aw-workflow-editor.ts'
import { createNode } from '../../../../test/create-node.ts'

defineElements()

let createdSessions: TestSession[] = []
class OwnSessionEditor extends AwWorkflowEditor {
  protected override async createSession(): Promise<WorkflowSession> {
    const session = new TestSession({ document: mainJob() })
    session.close = () => {
      session.calls.push({ method: 'close', args: [] })
      return Promise.resolve()
    }
    createdSessions.push(session)
    await Promise.resolve()
    return session
  }
}
customElements.define('own-session-editor', OwnSessionEditor)

describe('<aw-workflow-editor>', () => {
  beforeEach(async () => {
    createdSessions = []
    for (const name of ['height', 'maximized']) localStorage.removeItem(`aw-results-${name}`)
    localStorage.removeItem('aw-palette-shown')
    await setViewport({ width: 1240, height: 840 })
    await resetMouse()
  })

  it('shows that no workflow is open without a session', async () => {
    const editor = await fixture<AwWorkflowEditor>(html`<aw-workflow-editor></aw-workflow-editor>`)
    expect(editor.shadowRoot?.textContent).to.contain('No workflow is open')
    expect(editor.session).to.equal(undefined)
  })

  it('lets a derived class create the session, keeps it while the element is moved, and closes it when the element is removed', async () => {
    const editor = document.createElement('own-session-editor') as OwnSessionEditor
    const [first, second] = [document.createElement('div'), document.createElement('div')]
    document.body.append(first, second)
    await whenSettled(first.append(editor))
    expect(createdSessions).to.have.length(1)
    expect(editor.session).to.equal(createdSessions[0])
    await whenSettled(second.append(editor))
    expect(createdSessions).to.have.length(1)
    expect(createdSessions[0]?.calls).to.deep.equal([])
    await whenSettled(editor.remove())
    expect(createdSessions[0]?.calls.map((call) => call.method)).to.deep.equal(['close'])
    await whenSettled(first.append(editor))
    expect(createdSessions).to.have.length(2)
    expect(editor.session).to.equal(createdSessions[1])
    const hostSession = new TestSession()
    editor.session = hostSession
    await whenSettled()
    expect(createdSessions[1]?.calls.map((call) => call.method)).to.deep.equal(['close'])
    expect(editor.session).to.equal(hostSession)
    first.remove()
    second.remove()
  })

  it('renders without making the browser compute styles', async () => {
    const { editor } = await mountEditor()
    await whenSettled()
    const { getComputedStyle } = window
    const measured: string[] = []
    window.getComputedStyle = (element, pseudoElement) => {
      measured.push(element.localName)
      return getComputedStyle(element, pseudoElement)
    }
    try {
      editor.requestUpdate()
      await editor.updateComplete
    } finally {
      window.getComputedStyle = getComputedStyle
    }
    expect(measured).to.deep.equal([])
  })

  it('adds a node in the middle by a click on the palette, and undoes it', async () => {
    const { editor, canvas, session } = await mountEditor()
    await whenSettled(getElement(editor, 'aw-palette', '[data-type=join]').click())
    const added = session.document.current.nodes.at(-1)
    expect(added?.type).to.equal('join')
    expect([...canvas.selection]).to.deep.equal([added?.id])
    getElement(editor, '[aria-label=Undo]').click()
    expect(session.document.current.nodes).to.have.length(4)
    await whenSettled()
    getElement(editor, '[aria-label=Redo]').click()
    expect(session.document.current.nodes).to.have.length(5)
  })

  it('adds a node where it is dragged from the palette', async () => {
    const { editor, canvas, session } = await mountEditor()
    const from = getElement(editor, 'aw-palette', '[data-type=filter]').getBoundingClientRect()
    const to = toPagePoint(canvas, { x: 320, y: 240 })
    await whenSettled(drag({ x: from.left + 40, y: from.top + 12 }, to, { steps: 8 }))
    const added = session.document.current.nodes.at(-1)
    // Chromium drags by the operating system, which not every headless browser supports; the canvas' test covers the
    // drop.
    if (added?.type === 'filter') expect(Math.abs(added.position.y - 224)).to.be.at.most(16)
  })

  it('opens the inspector with the selection, without covering the selected node, and closes it', async () => {
    const { editor, canvas } = await mountEditor()
    expect(editor.shadowRoot?.querySelector('aw-inspector')).to.equal(null)
    await whenSettled(click(getNodePoint(canvas, 'table')))
    const inspector = getElement(editor, 'aw-inspector')
    const right = toPagePoint(canvas, { x: 960 + 240, y: 0 }).x
    expect(right).to.be.at.most(inspector.getBoundingClientRect().left)
    // The button that adds the next node is not covered either.
    const addNext = getElement(canvas, '.add-buttons button').getBoundingClientRect()
    expect(addNext.right).to.be.at.most(inspector.getBoundingClientRect().left)
    await whenSettled(sendKeys({ press: 'Escape' }))
    expect(editor.shadowRoot?.querySelector('aw-inspector')).to.equal(null)
  })

  it('keeps the view when a selected node remains visible, and when the results open', async () => {
    const { editor, canvas } = await mountEditor()
    const at = getNodePoint(canvas, 'load')
    const { scale } = canvas.view
    await whenSettled(click(at))
    expect(getElement(editor, 'aw-inspector').offsetWidth).to.be.greaterThan(300)
    expect(canvas.view.scale, 'scale').to.equal(scale)
    expect(getNodePoint(canvas, 'load'), 'place').to.deep.equal(at)
    getElement(editor, 'aw-results-drawer', 'aw-results', '[role=tab]').click()
    await whenSettled()
    expect(canvas.view.scale, 'scale over the results').to.equal(scale)
    expect(getNodePoint(canvas, 'load'), 'place over the results').to.deep.equal(at)
  })

  it('moves a selected node into view smoothly, by as little as possible', async () => {
    const { canvas } = await mountEditor()
    await emulateMedia({ reducedMotion: 'no-preference' })
    const { x, y, scale } = canvas.view
    const frames = [{ time: performance.now(), x }]
    let isOpen = true
    const watch = (time: number): void => {
      frames.push({ time, x: canvas.view.x })
      if (isOpen) requestAnimationFrame(watch)
    }
    requestAnimationFrame(watch)
    await click(getNodePoint(canvas, 'table'))
    // Reads only recorded frames: the view may be a frame ahead of them.
    await waitUntil(() => frames.at(-1)!.x < x && frames.at(-4)?.x === frames.at(-1)!.x, 'the view to arrive')
    isOpen = false
    // Between two frames the view moves only as far as the animation of 160 ms allows, even if frames are late. A recorded
    // position may be the one of the frame before, so the time of two frames counts.
    const distance = x - canvas.view.x
    for (const [index, { time, x: at }] of frames.slice(1).entries()) {
      const before = frames[index]!
      const start = frames[index - 1]?.time ?? before.time - 17
      expect((before.x - at) / distance, 'a step').to.be.at.most((3 * (time - start)) / 160)
    }
    const right = (960 + 240) * canvas.view.scale + canvas.view.x
    expect(right, 'the right side of the node').to.be.closeTo(canvas.size.width - 40, 1)
    expect(canvas.view, 'height and scale').to.include({ y, scale })
  })

  it('does not change its layout while the pointer is down: a node is dragged exactly, even when that opens the inspector', async () => {
    const { editor, canvas, session } = await mountEditor()
    canvas.zoom(1 / canvas.view.scale)
    await whenSettled(canvas.reveal('table'))
    const from = getNodePoint(canvas, 'table')
    await whenSettled(drag(from, { x: from.x - 64, y: from.y + 48 }))
    expect(session.document.current.nodes.find((node) => node.id === 'table')?.position).to.deep.equal({
      x: 896,
      y: 48,
    })
    expect(editor.shadowRoot?.querySelector('aw-inspector')).to.not.equal(null)
  })

  it('opens a node’s settings by Enter and focuses them', async () => {
    const { editor, canvas } = await mountEditor()
    await whenSettled(canvas.focusNode('load'))
    await whenSettled(sendKeys({ press: 'Enter' }))
    const inspector = getElement(editor, 'aw-inspector')
    const form = getElement(inspector, 'aw-form')
    expect(form.shadowRoot?.activeElement?.id).to.equal('dataset')
    await whenSettled(sendKeys({ press: 'Escape' }))
    expect(canvas.shadowRoot?.activeElement?.getAttribute('data-node')).to.equal('load')
  })

  it('shows the table of a clicked node after a run', async () => {
    const { editor, canvas, session } = await mountEditor()
    await whenSettled(session.playCompleted())
    const results = getElement<HTMLElement & { node: string | undefined }>(editor, 'aw-results-drawer', 'aw-results')
    expect(results.getBoundingClientRect().height).to.be.greaterThan(200)
    expect(getElement(results, '.source').textContent).to.equal('Table')
    await whenSettled(click(getNodePoint(canvas, 'prepare')))
    expect(results.node).to.equal('prepare')
    expect(getElement(results, '.source').textContent).to.equal('Prepare')
  })

  it('shows why a run failed: the failed node’s report', async () => {
    const { editor, session } = await mountEditor()
    await session.runs.start()
    session.play({
      type: 'node-failed',
      node: 'prepare',
      ms: 3,
      error: { kind: 'permanent', problem: { code: 'x', severity: 'error', message: 'No rows.' } },
    })
    await whenSettled(session.play({ type: 'run-failed', failed: ['prepare'] }))
    const monitor = getElement(editor, 'aw-results-drawer', 'aw-results', 'aw-run-report')
    expect(monitor.shadowRoot?.querySelector('.failure')?.textContent).to.contain('No rows.')
  })

  it('returns to the table when a run completes after a failed one, unless the user has chosen the report', async () => {
    const { editor, session } = await mountEditor()
    const results = getElement<HTMLElement & { tab: string }>(editor, 'aw-results-drawer', 'aw-results')
    const fail = (): void => {
      void session.runs.start()
      const problem = { code: 'x', severity: 'error' as const, message: 'No rows.' }
      session.play({ type: 'node-failed', node: 'prepare', ms: 3, error: { kind: 'permanent', problem } })
      session.play({ type: 'run-failed', failed: ['prepare'] })
    }
    const complete = (): void => {
      session.playCompleted()
      session.runs.current = session.runs.current && { ...session.runs.current, run: 'later' }
    }
    await whenSettled(fail())
    expect(results.tab).to.equal('report')
    await whenSettled(complete())
    expect(results.tab).to.equal('table')
    await whenSettled(fail())
    getElement(results, '#tab-report').click()
    await whenSettled(complete())
    expect(results.tab).to.equal('report')
  })

  it('shows the result of a node that was selected before the run, by Enter', async () => {
    const { editor, canvas, session } = await mountEditor()
    await whenSettled(canvas.focusNode('prepare'))
    await whenSettled(session.playCompleted())
    const results = getElement<HTMLElement & { node: string | undefined }>(editor, 'aw-results-drawer', 'aw-results')
    expect(results.node).to.equal(undefined)
    await whenSettled(sendKeys({ press: 'Enter' }))
    expect(results.node).to.equal('prepare')
  })

  it('resizes the results by pointer and keys and remembers their height', async () => {
    const { editor, session } = await mountEditor()
    await whenSettled(session.playCompleted())
    const results = getElement(editor, '.results')
    const before = results.getBoundingClientRect().height
    const box = getElement(editor, 'aw-results-drawer', '.splitter').getBoundingClientRect()
    const from = { x: box.left + 200, y: box.top + 2 }
    await whenSettled(drag(from, { x: from.x, y: from.y - 60 }))
    expect(results.getBoundingClientRect().height - before).to.be.closeTo(60, 3)
    getElement(editor, 'aw-results-drawer', '.splitter').focus()
    await whenSettled(sendKeys({ press: 'ArrowDown' }))
    expect(results.getBoundingClientRect().height - before).to.be.closeTo(36, 3)
    const again = await mountEditor()
    await whenSettled(again.session.playCompleted())
    expect(getElement(again.editor, '.results').getBoundingClientRect().height - before).to.be.closeTo(36, 3)
  })

  it('opens the results with more of the height on a large screen', async () => {
    const heights: number[] = []
    for (const height of [900, 2_000]) {
      await setViewport({ width: 1440, height })
      const { editor, session } = await mountEditor(mainJob(), 1440)
      editor.style.height = `${height}px`
      await whenSettled()
      await whenSettled(session.playCompleted())
      heights.push(getElement(editor, 'aw-results-drawer').offsetHeight)
    }
    expect(heights[0]).to.be.within(200, 400)
    expect(heights[1]).to.be.greaterThan(550)
  })

  it('opens the closed results with a button, which moves the focus to the tab, and shows a grip', async () => {
    const { editor } = await mountEditor()
    const drawer = getElement(editor, 'aw-results-drawer')
    const button = getElement(drawer, 'button[aria-expanded=false]')
    expect(button.getAttribute('aria-label')).to.equal('Show results')
    button.click()
    await waitUntil(() => drawer.offsetHeight > 100)
    await waitUntil(() => drawer.shadowRoot?.activeElement !== null)
    const results = getElement(drawer, 'aw-results')
    expect(results.shadowRoot?.activeElement?.getAttribute('role')).to.equal('tab')
    expect(drawer.shadowRoot!.querySelector('button[aria-expanded=false]')).to.equal(null)
    expect(getComputedStyle(getElement(drawer, '.splitter'), '::after').width).to.equal('32px')
  })

  it('maximizes the results, and remembers height and maximizing', async () => {
    const { editor, session } = await mountEditor()
    await whenSettled(session.playCompleted())
    const drawer = (): HTMLElement => getElement(editor, 'aw-results-drawer')
    const usual = drawer().offsetHeight
    await whenSettled(getElement(drawer(), '[slot=actions]').click())
    const toolbar = getElement(editor, '.toolbar').getBoundingClientRect()
    expect(drawer().getBoundingClientRect().top - toolbar.bottom).to.be.within(-1, 4)
    await whenSettled(getElement(drawer(), '[slot=actions]').click())
    expect(drawer().offsetHeight).to.equal(usual)
    getElement(drawer(), '.splitter').focus()
    await whenSettled(sendKeys({ press: 'Home' }))
    expect(drawer().getBoundingClientRect().top - toolbar.bottom).to.be.within(-1, 4)
    await whenSettled(getElement(drawer(), '.splitter').dispatchEvent(new MouseEvent('dblclick')))
    const other = await mountEditor()
    await whenSettled(other.session.playCompleted())
    expect(getElement(other.editor, 'aw-results-drawer').offsetHeight, 'remembered').to.be.greaterThan(700)
  })

  it('shows the palette of an empty workflow, and leaves its space to the canvas and the inspector after that', async () => {
    const { editor, session } = await mountEditor(createEmptyWorkflow('New'), 1_354)
    const palette = (): Element | null => editor.renderRoot.querySelector('aw-palette')
    localStorage.removeItem('aw-palette-shown')
    await whenSettled(editor.requestUpdate())
    expect(palette()).not.to.equal(null)
    await whenSettled(session.document.apply({ type: 'add-node', node: mainJob().nodes[0]! }))
    expect(palette()).to.equal(null)
    expect(editor.canvas?.offsetWidth).to.equal(1_354)
  })

  it('does not move the view if a visible node is focused, although the inspector opens', async () => {
    const { editor, canvas } = await mountEditor(mainJob(), 1_064)
    const { view } = canvas
    await whenSettled(canvas.focusNode('load'))
    expect(editor.renderRoot.querySelector('aw-inspector')).not.to.equal(null)
    expect(canvas.view).to.deep.equal(view)
  })

  it('closes the palette where the canvas would have too little space, until the user opens it', async () => {
    const { editor } = await mountEditor(mainJob(), 1_064)
    const palette = (): Element | null => editor.renderRoot.querySelector('aw-palette')
    expect(palette()).to.equal(null)
    expect(editor.canvas?.offsetWidth).to.equal(1_064)
    const add = (): HTMLButtonElement =>
      [...editor.renderRoot.querySelectorAll<HTMLButtonElement>('.toolbar button')].find(
        ({ textContent, title }) => textContent.includes('Add node') || title === 'Hide node types',
      )!
    await whenSettled(add().click())
    expect(palette()?.getBoundingClientRect().width).to.be.closeTo(240, 1)
    expect(editor.canvas?.offsetWidth).to.be.closeTo(1_064 - 240, 1)
    const other = await mountEditor(mainJob(), 1_064)
    expect(other.editor.renderRoot.querySelector('aw-palette'), 'remembered').not.to.equal(null)
    await whenSettled(add().click())
    expect(palette()).to.equal(null)
    // The choice lasts as long as the page.
    add().click()
  })

  it('shows a new node as not set up until it is left, and names its problems when a run is requested', async () => {
    const { editor, canvas, session } = await mountEditor()
    const bar = getElement(editor, 'aw-run-bar')
    const content = (): unknown => canvas.scene.byId.get(session.document.current.nodes.at(-1)?.id ?? '')?.content
    const chip = (): Element | null => editor.renderRoot.querySelector('.chip')
    session.data.list = [{ id: 'd', name: 'a.csv', size: 1, createdAt: '2026-01-01T00:00:00Z' }]
    session.document.apply({ type: 'set-config', id: 'load', path: ['dataset'], value: 'd' })
    await whenSettled(canvas.select([]))
    await whenSettled(getElement(editor, 'aw-palette', '[data-type=join]').click())
    expect(content()).to.include({ errors: 0, warnings: 0, firstProblem: undefined })
    expect(content()).to.have.nested.property('footer[0]', 'Not set up yet')
    expect(chip()).to.equal(null)
    expect(bar.shadowRoot?.textContent).to.contain('Set up 1 new node first')
    await whenSettled(getElement(bar, '.run').click())
    expect(content()).to.include({ errors: 1 })
    expect(getElement(editor, '.problems').textContent).to.contain('Join')
    await whenSettled(getElement(editor, 'aw-palette', '[data-type=join]').click())
    expect(content()).to.include({ errors: 0 })
    await whenSettled(canvas.select(['load']))
    expect(content()).to.include({ errors: 1 })
    expect(bar.shadowRoot?.textContent).to.contain('Fix 2 errors first')
  })

  it('lists problems and shows their nodes', async () => {
    const { editor, canvas, session } = await mountEditor()
    await whenSettled(session.document.apply({ type: 'remove-edge', id: 'e2' }))
    const chip = getElement(editor, '.chip > button')
    expect(chip.textContent).to.contain('1 problem')
    await whenSettled(chip.click())
    await whenSettled(getElement(editor, '.problems button').click())
    expect([...canvas.selection]).to.deep.equal(['validate'])
    expect(editor.shadowRoot?.querySelector('.problems')).to.equal(null)
  })

  it('shows a problem: selects its node and focuses the setting that it names', async () => {
    const { editor, canvas } = await mountEditor()
    const where = { node: 'validate', setting: 'stopWhenInvalid' }
    await whenSettled(editor.showProblem({ code: 'x', severity: 'error', message: 'No.', where }))
    await whenSettled()
    expect([...canvas.selection]).to.deep.equal(['validate'])
    const form = getElement(editor, 'aw-inspector', 'aw-form')
    expect(form.shadowRoot?.activeElement?.id).to.equal('stopWhenInvalid')
  })

  it('does not cover a selected node with the minimap', async () => {
    const { editor, canvas } = await mountEditor()
    canvas.zoom(1 / canvas.view.scale)
    const corner = getElement(editor, '.corner')
    expect(corner.querySelector('aw-minimap')).to.not.equal(null)
    const box = corner.getBoundingClientRect()
    const at = toPagePoint(canvas, { x: 640, y: 0 })
    await whenSettled(canvas.panBy(box.left - 60 - at.x, box.top + 20 - at.y))
    const node = canvas.scene.byId.get('validate')!
    // The minimap covers the center of the node.
    await whenSettled(click(toPagePoint(canvas, { x: node.x + 30, y: node.y + 18 })))
    expect([...canvas.selection]).to.deep.equal(['validate'])
    const to = corner.getBoundingClientRect()
    const end = toPagePoint(canvas, { x: node.x + node.shape.width, y: node.y + node.shape.height })
    expect(end.x <= to.left || end.y <= to.top).to.equal(true)
  })

  it('fits a workflow in a window of a tablet completely, or its start with a minimap, as long as titles are legible', async () => {
    const chain = Array.from({ length: 8 }, (_, index) =>
      createNode(`n${index}`, 'table', {}, { label: `Table ${index}`, position: { x: 300 * index, y: 0 } }),
    )
    for (const [count, isComplete] of [
      [4, true],
      [8, false],
    ] as const) {
      await setViewport({ width: 1240, height: 1000 })
      const { editor, canvas } = await mountEditor({ ...createEmptyWorkflow(), nodes: chain.slice(0, count) })
      editor.style.cssText = 'position: fixed; inset: 0; height: auto; width: auto'
      await whenSettled()
      await whenSettled(setViewport({ width: 680, height: 1000 }))
      const left = canvas.toSurface({ x: 0, y: 0 }).x
      const right = canvas.toSurface({ x: 300 * (count - 1) + 240, y: 0 }).x
      expect(left, 'left side').to.be.at.least(0)
      expect(right <= canvas.clientWidth, 'complete').to.equal(isComplete)
      expect(canvas.view.scale).to.be.at.least(0.45)
      expect(editor.shadowRoot?.querySelector('aw-minimap')).to.not.equal(null)
      editor.remove()
    }
  })

  it('adds a node from the palette right of the selected one, and below nodes that it would cover', async () => {
    const { editor, canvas, session } = await mountEditor()
    await whenSettled(canvas.select(['table']))
    getElement(editor, 'aw-palette', '[data-type=join]').click()
    expect(session.document.current.nodes.at(-1)?.position).to.deep.equal({ x: 1280, y: 0 })
    await whenSettled(canvas.select(['load']))
    getElement(editor, 'aw-palette', '[data-type=filter]').click()
    const added = session.document.current.nodes.at(-1)
    expect(added?.position.x).to.equal(320)
    expect(added?.position.y).to.be.greaterThan(100)
  })

  it('renames the workflow', async () => {
    const { editor, session } = await mountEditor()
    getElement<HTMLInputElement>(editor, '.name').focus()
    await pressKeys('Control', 'a')
    await sendKeys({ type: 'Sales' })
    await sendKeys({ press: 'Enter' })
    expect(session.document.current.name).to.equal('Sales')
    expect(getElement<HTMLInputElement>(editor, '.name').maxLength).to.equal(200)
  })

  it('shows a problem of the session until it is dismissed', async () => {
    const { editor, session } = await mountEditor()
    session.setProblem({ code: 'x', severity: 'error', message: 'Storage is full.', hint: 'Delete a dataset.' })
    await whenSettled()
    expect(getElement(editor, '.notice').textContent).to.contain('Storage is full.')
    await whenSettled(getElement(editor, '.notice button').click())
    expect(editor.shadowRoot?.querySelector('.notice')).to.equal(null)
  })

  it('lets messages without an error or a next step leave, but not while the pointer is over them', async () => {
    const { editor, session } = await mountEditor()
    const show = async (severity: 'error' | 'info', hint?: string): Promise<HTMLElement> => {
      const problem = { code: 'x', severity, message: `Two files were added: ${severity} ${hint}` }
      await whenSettled(session.setProblem(hint === undefined ? problem : { ...problem, hint }))
      return getElement(editor, '.notice')
    }
    for (const notice of [await show('error'), await show('info', 'Select a node.')])
      expect(notice.getAnimations()).to.have.length(0)
    const brief = await show('info')
    const [animation] = brief.getAnimations()
    expect(Number(animation!.effect!.getTiming().duration)).to.equal(5_000)
    const { left, top, bottom } = brief.getBoundingClientRect()
    expect(editor.getBoundingClientRect().bottom - bottom).to.be.lessThan(200)
    await moveTo({ x: left + 20, y: top + 10 })
    expect(animation!.playState).to.equal('paused')
    await moveTo({ x: left + 20, y: top - 200 })
    animation!.finish()
    await waitUntil(() => editor.shadowRoot?.querySelector('.notice') === null)
    expect(session.problems.latest).to.equal(undefined)
  })

  it('offers a node or a file as the first step of an empty workflow on a phone', async () => {
    const { editor } = await mountEditor(createEmptyWorkflow('New'))
    editor.style.width = '390px'
    await waitUntil(() => editor.shadowRoot!.querySelectorAll('aw-step-list [slot=start]').length === 2)
    const labels = [...editor.shadowRoot!.querySelectorAll('aw-step-list [slot=start]')].map(({ textContent }) => textContent.trim()) // oxfmt-ignore
    expect(labels).to.deep.equal(['Add node', 'Upload file'])
  })

  it('shows palette and inspector as sheets if it is narrow, and the step list first if it is small', async () => {
    await setViewport({ width: 800, height: 840 })
    const { editor, canvas } = await mountEditor(mainJob(), 780)
    expect(editor.shadowRoot?.querySelector('aw-palette')).to.equal(null)
    await whenSettled(getElement(editor, '.toolbar button').click())
    expect(getElement(editor, 'aw-palette').getBoundingClientRect().width).to.be.closeTo(280, 2)
    await whenSettled(sendKeys({ press: 'Escape' }))
    expect(editor.shadowRoot?.querySelector('aw-palette')).to.equal(null)
    await whenSettled(click(getNodePoint(canvas, 'load')))
    expect(editor.shadowRoot?.querySelector('aw-inspector')).to.equal(null)
    // The settings that open over the canvas do not cover their node.
    canvas.dispatchEvent(new NodeOpenEvent({ node: 'table' }))
    const isUncovered = (): boolean => {
      const { x } = getNodePoint(canvas, 'table')
      return x < (editor.shadowRoot?.querySelector('aw-inspector')?.getBoundingClientRect().left ?? 0)
    }
    await waitUntil(isUncovered)
    await whenSettled(sendKeys({ press: 'Escape' }))

    editor.style.width = '390px'
    await whenSettled()
    const list = getElement(editor, 'aw-step-list')
    const steps = [...(list.shadowRoot?.querySelectorAll('.title') ?? [])].map((title) => title.textContent)
    expect(steps).to.deep.equal(['Load file', 'Prepare', 'Validate', 'Table'])
    await whenSettled(getElement(list, '[data-node=validate]').click())
    const sheet = getElement(editor, 'aw-inspector').getBoundingClientRect()
    expect(sheet.width).to.be.closeTo(390, 2)
    expect(sheet.bottom).to.be.closeTo(editor.getBoundingClientRect().bottom, 2)
    expect(sheet.top).to.be.closeTo(getElement(editor, '.toolbar').getBoundingClientRect().bottom, 2)
    await whenSettled(sendKeys({ press: 'Escape' }))
    expect(editor.shadowRoot?.querySelector('aw-inspector')).to.equal(null)
    await whenSettled(getElement(editor, '[aria-label="Show canvas"]').click())
    expect(editor.shadowRoot?.querySelector('aw-step-list')).to.equal(null)
  })

  for (const [width, height] of [
    [600, 800],
    [1200, 450],
  ] as const) {
    it(`shows open results in place of the canvas, below the run bar, in ${width} × ${height} pixels`, async () => {
      const { editor, session } = await mountEditor(mainJob(), width)
      editor.style.height = `${height}px`
      await whenSettled()
      session.playCompleted()
      await waitUntil(() => editor.shadowRoot!.querySelector('aw-results-drawer')!.open)
      await whenSettled()
      const bar = getElement(editor, 'aw-run-bar')
      const drawer = getElement(editor, 'aw-results-drawer')
      const isShown = (element: Element): boolean => element.checkVisibility({ visibilityProperty: true })
      expect([isShown(bar), isShown(getElement(editor, 'aw-canvas'))]).to.deep.equal([true, false])
      expect(drawer.getBoundingClientRect().top).to.be.greaterThan(bar.getBoundingClientRect().bottom)
      expect(drawer.getBoundingClientRect().height).to.be.greaterThan(height - 46 - 100)
      expect(drawer.shadowRoot!.querySelector('.splitter')).to.equal(null)
      await whenSettled(getElement(drawer, 'aw-results', '[aria-label="Close results"]').click())
      expect(isShown(getElement(editor, 'aw-canvas'))).to.equal(true)
    })
  }

  it('announces undo and redo of the toolbar, even when repeated', async () => {
    const { editor, session } = await mountEditor(mainJob())
    const getAnnouncement = (): string => getElement(editor, '[part=toolbar] [role=status]').textContent ?? ''
    expect(getAnnouncement()).to.equal('')
    session.document.apply({ type: 'set-name', name: 'One' })
    await whenSettled(session.document.apply({ type: 'set-name', name: 'Two' }))
    getElement(editor, '[aria-label=Undo]').click()
    await waitUntil(() => getAnnouncement() === 'Undone')
    getElement(editor, '[aria-label=Undo]').click()
    await waitUntil(() => getAnnouncement() === 'Undone\u00a0')
    getElement(editor, '[aria-label=Redo]').click()
    await waitUntil(() => getAnnouncement() === 'Redone')
    expect(session.document.current.name).to.equal('One')
  })

  it('keeps a name that is being typed during other changes', async () => {
    const { editor, session } = await mountEditor(mainJob())
    const name = getElement<HTMLInputElement>(editor, 'input.name')
    name.value = 'Orders'
    await whenSettled(session.document.apply({ type: 'set-label', id: 'load', label: 'Orders file' }))
    expect(name.value).to.equal('Orders')
    await whenSettled(name.dispatchEvent(new Event('change')))
    expect(session.document.current.name).to.equal('Orders')
    getElement(editor, '[aria-label=Undo]').click()
    await waitUntil(() => name.value !== 'Orders')
    name.value = '  '
    name.dispatchEvent(new Event('change'))
    expect(name.value).to.equal(session.document.current.name)
  })

  it('is accessible in light and dark', async () => {
    const { editor, session } = await mountEditor()
    session.playCompleted()
    for (const theme of ['light', 'dark'] as const) {
      editor.theme = theme
      await whenSettled()
      await expect(editor).to.be.accessible()
    }
  })
})
