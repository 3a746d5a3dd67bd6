import { expect } from '@open-wc/testing'
import { resetMouse, sendKeys, setViewport } from '@web/test-runner-commands'
import { defineElements } from '../define-elements.ts'
import { mountFittedCanvas } from '../test-canvas.ts'
import { click, waitForFrame, pressKeys, getNodePoint, getElement } from '../test-pointer.ts'
import { mainJob, type TestSession } from '../test-session.ts'

defineElements()

const positionOf = (session: TestSession, id: string): { x: number; y: number } | undefined =>
  session.document.current.nodes.find((node) => node.id === id)?.position

describe('keyboard and screen reader', () => {
  beforeEach(async () => {
    await setViewport({ width: 1000, height: 700 })
    await resetMouse()
    scrollTo(0, 0)
  })

  it('focuses every node by Tab and arrow keys, follows edges, moves nodes with Alt, and opens them with Enter', async () => {
    const { canvas, session } = await mountFittedCanvas(mainJob())
    const opened: string[] = []
    canvas.addEventListener('aw-node-open', (event) => opened.push(event.node))
    await sendKeys({ press: 'Tab' })
    expect([...canvas.selection]).to.deep.equal(['load'])
    await waitForFrame(sendKeys({ press: 'ArrowRight' }))
    expect([...canvas.selection]).to.deep.equal(['prepare'])
    await waitForFrame(sendKeys({ press: 'ArrowDown' }))
    expect([...canvas.selection]).to.deep.equal(['validate'])
    await waitForFrame(sendKeys({ press: 'ArrowLeft' }))
    await sendKeys({ press: 'Enter' })
    expect(opened).to.deep.equal(['prepare'])
    await pressKeys('Alt', 'ArrowDown')
    await pressKeys('Alt', 'ArrowDown')
    expect(positionOf(session, 'prepare')).to.deep.equal({ x: 320, y: 32 })
    await pressKeys('Control', 'z')
    expect(positionOf(session, 'prepare')).to.deep.equal({ x: 320, y: 0 })
    await waitForFrame(sendKeys({ press: 'Delete' }))
    expect(session.document.current.nodes.map((node) => node.id)).to.deep.equal(['load', 'validate', 'table'])
    expect([...canvas.selection]).to.deep.equal(['validate'])
  })

  it('names each node with its state and problems, and announces changes', async () => {
    const { canvas, session } = await mountFittedCanvas()
    const names = (): string[] =>
      [...(canvas.shadowRoot?.querySelectorAll('.nodes button') ?? [])].map(
        (button) => button.textContent?.trim() ?? '',
      )
    expect(names()[1]).to.contain('1 problem: Table needs a table at "table".')
    await session.runs.start()
    session.play({ type: 'node-started', node: 'load', attempt: 1, key: 'k' })
    await canvas.updateComplete
    expect(getElement(canvas, '[role=status]').textContent).to.equal('Load: Running')
    session.play({ type: 'node-completed', node: 'load', outputs: {}, rows: 1234, ms: 5, problems: [] })
    await canvas.updateComplete
    expect(names()[0]).to.contain('Completed').and.to.contain('1,234 rows')
  })

  it('nudges the selected node with the arrow keys after a click, by one unit with Shift', async () => {
    const { canvas, session } = await mountFittedCanvas()
    await click(getNodePoint(canvas, 'load'))
    await pressKeys('ArrowRight')
    await pressKeys('ArrowDown')
    await pressKeys('Shift', 'ArrowDown')
    expect(positionOf(session, 'load')).to.deep.equal({ x: 16, y: 17 })
    await pressKeys('Control', 'z')
    expect(positionOf(session, 'load')).to.deep.equal({ x: 0, y: 0 })
  })

  it('focuses every edge by Tab and arrow keys, moves to its nodes, and removes it', async () => {
    const { canvas, session } = await mountFittedCanvas(mainJob())
    const focused = (): string | undefined => (canvas.shadowRoot?.activeElement as HTMLElement | null)?.dataset.edge
    const [first, second] = session.document.current.edges
    await sendKeys({ press: 'Tab' })
    await sendKeys({ press: 'Tab' })
    expect(focused()).to.equal(first!.id)
    // Moving the focus keeps the selection, whose settings may be open.
    expect([...canvas.selection]).to.deep.equal(['load'])
    await pressKeys('Shift', 'Tab')
    expect([...canvas.selection]).to.deep.equal(['load'])
    await sendKeys({ press: 'Tab' })
    await sendKeys({ press: 'ArrowDown' })
    await canvas.updateComplete
    expect([...canvas.selectedEdges]).to.deep.equal([second!.id])
    await sendKeys({ press: 'Home' })
    expect(focused()).to.equal(first!.id)
    await waitForFrame(sendKeys({ press: 'ArrowRight' }))
    expect([...canvas.selection]).to.deep.equal([first!.target])
    await sendKeys({ press: 'Tab' })
    await waitForFrame(sendKeys({ press: 'Delete' }))
    expect(session.document.current.edges.map(({ id }) => id)).not.to.include(first!.id)
    expect(focused()).to.equal(second!.id)
  })

  it('lists the ports of a node with their connections, and the groups with their nodes', async () => {
    const document = mainJob()
    document.groups = [{ id: 'g', label: 'Checked', nodes: ['prepare', 'validate'] }]
    document.edges = document.edges.filter(({ id }) => id !== 'e3')
    const { canvas } = await mountFittedCanvas(document)
    const lists = (): Record<string, string[]> =>
      Object.fromEntries(
        [...(canvas.shadowRoot?.querySelectorAll('ul[aria-label]') ?? [])].map((list) => [
          list.getAttribute('aria-label') ?? '',
          [...list.querySelectorAll(':scope > li')].map(
            (item) => item.textContent?.replaceAll(/\s+/g, ' ').trim() ?? '',
          ),
        ]),
      )
    const reported = lists()
    expect(reported).to.deep.include({
      'Inputs of Prepare': ['table, table, from Load file'],
      'Outputs of Load file': ['table, table, to Prepare'],
      'Inputs of Table': ['table, table, required'],
      Groups: ['Checked: Prepare and Validate'],
    })
  })

  it('is accessible', async () => {
    const { canvas } = await mountFittedCanvas(mainJob())
    await expect(canvas).to.be.accessible()
  })
})
