import { expect } from '@open-wc/testing'
import { resetMouse, sendKeys, setViewport } from '@web/test-runner-commands'
import { ok } from '@aw-flow/schema'
import { waitUntil } from '../../../test/wait-until.ts'
import { defineElements } from '../define-elements.ts'
import { mountFittedCanvas, createTwoNodes } from '../test-canvas.ts'
import { drag, waitForFrame, getNodePoint, toPagePoint, getElement, getPortPoint, release } from '../test-pointer.ts'
import { mainJob } from '../test-session.ts'
import type { AwProposal } from '../elements/proposal/aw-proposal.ts'
import { createNode } from '../../../test/create-node.ts'

defineElements()

/** Waits until the dialog with a planned change has drawn it. */
async function waitForProposal(): Promise<AwProposal> {
  const find = (): AwProposal | null => document.querySelector('aw-proposal')
  await waitUntil(() => find()?.shadowRoot?.querySelector('.primary') != null, 'the change is shown')
  return find()!
}

async function acceptProposal(): Promise<void> {
  document.querySelector('aw-proposal')!.shadowRoot!.querySelector<HTMLElement>('.primary')!.click()
  await waitUntil(() => document.querySelector('aw-proposal') === null, 'the dialog closes')
}

describe('connecting', () => {
  beforeEach(async () => {
    await setViewport({ width: 1000, height: 700 })
    await resetMouse()
    scrollTo(0, 0)
  })

  it('connects an output to an input', async () => {
    const { canvas, session } = await mountFittedCanvas()
    await drag(getPortPoint(canvas, 'load', 'output', 'table'), getPortPoint(canvas, 'table', 'input', 'table'))
    expect(session.document.current.edges).to.deep.equal([
      { id: 'edge-1', source: 'load', sourceHandle: 'table', target: 'table', targetHandle: 'table' },
    ])
  })

  it('connects backwards, from an input to a node', async () => {
    const { canvas, session } = await mountFittedCanvas()
    await drag(getPortPoint(canvas, 'table', 'input', 'table'), getNodePoint(canvas, 'load'))
    expect(session.document.current.edges).to.have.length(1)
    expect(session.document.current.edges[0]).to.include({ source: 'load', target: 'table' })
  })

  it('refuses a port of another type and explains it at the pointer', async () => {
    const document = createTwoNodes()
    document.nodes.push(createNode('transform', 'transform', {}, { label: 'Transform', position: { x: 320, y: 160 } }))
    const { canvas, session } = await mountFittedCanvas(document)
    const to = getPortPoint(canvas, 'transform', 'input', 'input')
    await drag(getPortPoint(canvas, 'load', 'output', 'table'), to, { hold: 'left' })
    const tip = getElement(canvas, '.tip')
    expect(tip.hidden).to.equal(false)
    expect(tip.textContent).to.equal(
      'Type mismatch: the output type is table, but “Transform” expects JSON. Drop to add a conversion node',
    )
    const box = tip.getBoundingClientRect()
    expect(Math.abs(box.left - to.x)).to.be.below(40)
    expect(Math.abs(box.top - to.y)).to.be.below(60)
    await release()
    expect(tip.hidden).to.equal(true)
    expect(session.calls).to.deep.equal([])
  })

  it('refuses a cycle', async () => {
    const { canvas, session } = await mountFittedCanvas(mainJob())
    await drag(getPortPoint(canvas, 'table', 'output', 'table'), getPortPoint(canvas, 'prepare', 'input', 'table'), {
      hold: 'left',
    })
    expect(getElement(canvas, '.tip').textContent).to.equal(
      'This would create a cycle: “Prepare” already runs before “Table”.',
    )
    await release()
    expect(session.document.current.edges).to.have.length(3)
  })

  it('replaces the edge of an input, as one undo step', async () => {
    const { canvas, session } = await mountFittedCanvas(mainJob())
    const before = session.document.current
    await drag(getPortPoint(canvas, 'load', 'output', 'table'), getPortPoint(canvas, 'table', 'input', 'table'))
    expect(
      session.document.current.edges.filter((edge) => edge.target === 'table').map((edge) => edge.source),
    ).to.deep.equal(['load'])
    session.document.undo()
    expect(session.document.current).to.deep.equal(before)
  })

  it('detaches an edge from its input and drops it on empty space', async () => {
    const { canvas, session } = await mountFittedCanvas(mainJob())
    await drag(getPortPoint(canvas, 'table', 'input', 'table'), toPagePoint(canvas, { x: 900, y: 300 }))
    expect(session.document.current.edges.map((edge) => edge.id)).to.deep.equal(['e1', 'e2'])
  })

  it('offers the types first that most likely follow the output', async () => {
    const { canvas, session } = await mountFittedCanvas()
    const requestArguments: unknown[] = []
    session.assist().suggestNextNodes = async (workflow, node, port) => {
      requestArguments.push(workflow === session.document.current, node, port)
      return ok(['llm_agent', 'join', 'filter'])
    }
    await waitForFrame(drag(getPortPoint(canvas, 'load', 'output', 'table'), toPagePoint(canvas, { x: 100, y: 200 })))
    await canvas.updateComplete
    const list = getElement(canvas, 'aw-quick-add')
    await waitForFrame()
    const types = [...(list.shadowRoot?.querySelectorAll('li') ?? [])].map((item) => item.dataset.id)
    expect(types).to.deep.equal(['join', 'filter', 'preparing', 'validation', 'table'])
    expect(requestArguments).to.deep.equal([true, 'load', 'table'])
  })

  it('shows the nodes that a text describes, adds the accepted ones, and one undo removes them', async () => {
    const { canvas, session } = await mountFittedCanvas()
    const before = session.document.current
    const requests: unknown[] = []
    session.assist().planFromDescription = async (request) => {
      requests.push(request)
      const step = { text: '', problems: [] }
      return ok({
        nodes: [
          { ...step, id: 'step-1', type: 'filter', config: { operator: '>', value: 100 }, summary: 'amount > 100' },
          { ...step, id: 'step-2', type: 'table', config: {}, summary: 'All columns' },
        ],
        edges: [
          { target: 'step-1', targetHandle: 'table' },
          { source: 'step-1', sourceHandle: 'kept', target: 'step-2', targetHandle: 'table' },
        ],
        ignored: [],
      })
    }
    await drag(getPortPoint(canvas, 'load', 'output', 'table'), toPagePoint(canvas, { x: 100, y: 200 }))
    await canvas.updateComplete
    await waitForFrame(sendKeys({ type: 'amount over 100' }))
    const list = getElement(canvas, 'aw-quick-add')
    const [entry] = list.shadowRoot!.querySelectorAll('li')
    expect(entry?.dataset.id).to.equal('plan')
    expect(entry?.textContent).to.include('→').and.to.include('amount > 100')
    expect(requests.at(-1)).to.include({ description: 'amount over 100', continues: true })
    await sendKeys({ press: 'Enter' })
    await waitForProposal()
    expect(session.document.current).to.equal(before)
    await acceptProposal()
    const added = session.document.current.nodes.filter(({ id }) => !before.nodes.some((node) => node.id === id))
    expect(added.map(({ type }) => type)).to.deep.equal(['filter', 'table'])
    expect(added[0]?.data.config).to.deep.equal({ operator: '>', value: 100 })
    const [first, second] = session.document.current.edges
    expect(first).to.include({ source: 'load', sourceHandle: 'table', target: added[0]?.id, targetHandle: 'table' })
    expect(second).to.include({ source: added[0]?.id, sourceHandle: 'kept', target: added[1]?.id })
    session.document.undo()
    expect(JSON.stringify(session.document.current)).to.equal(JSON.stringify(before))
  })

  it('adds described nodes below nodes that are already there', async () => {
    const { canvas, session } = await mountFittedCanvas()
    session.assist().planFromDescription = async () =>
      ok({
        nodes: [{ text: '', problems: [], config: {}, summary: 'Rows', id: 'step-1', type: 'filter' }],
        edges: [{ target: 'step-1', targetHandle: 'table' }],
        ignored: [],
      })
    const { x, y } = canvas.scene.byId.get('table')!
    canvas.openQuickAdd(canvas.toSurface({ x: x + 20, y: y + 20 }), { node: 'load', side: 'output', port: 'table' })
    await canvas.updateComplete
    await waitForFrame(sendKeys({ type: 'some filter' }))
    await sendKeys({ press: 'Enter' })
    await waitForProposal()
    await waitForFrame(acceptProposal())
    const added = canvas.scene.nodes.at(-1)!
    expect(added.node.type).to.equal('filter')
    for (const other of canvas.scene.nodes.slice(0, -1)) {
      const isBeside = added.x >= other.x + other.shape.width || added.x + added.shape.width <= other.x
      const isBelow = added.y >= other.y + other.shape.height || added.y + added.shape.height <= other.y
      expect(isBeside || isBelow).to.equal(true)
    }
  })

  it('reports what was not understood, and shows an added node of a description', async () => {
    const { canvas, session } = await mountFittedCanvas()
    const step = { text: '', problems: [], config: {}, summary: 'Rows' }
    session.assist().planFromDescription = async () =>
      ok({
        nodes: Array.from({ length: 6 }, (_, index) => ({ ...step, id: `step-${index}`, type: 'filter' })),
        edges: Array.from({ length: 5 }, (_, index) => ({
          source: `step-${index}`,
          sourceHandle: 'kept',
          target: `step-${index + 1}`,
          targetHandle: 'table',
        })),
        ignored: ['dance a little'],
      })
    await drag(getPortPoint(canvas, 'load', 'output', 'table'), toPagePoint(canvas, { x: 100, y: 200 }))
    await canvas.updateComplete
    await waitForFrame(sendKeys({ type: 'many filters, dance a little' }))
    await sendKeys({ press: 'Enter' })
    const proposal = await waitForProposal()
    expect(proposal.shadowRoot!.textContent).to.include('Could not be used: dance a little')
    await acceptProposal()
    await new Promise((resolve) => setTimeout(resolve, 400))
    const { x, y, width, height } = canvas.visibleArea
    const isVisible = session.document.current.nodes
      .filter(({ type }) => type === 'filter')
      .map(({ position }) => position)
      .some((at) => at.x >= x && at.x <= x + width && at.y >= y && at.y <= y + height)
    expect(isVisible).to.equal(true)
    expect(getElement(canvas, '[role=status]').textContent).to.include('6 changes applied')
  })

  it('offers the compatible node types when dropped on empty space, and adds and connects the chosen one', async () => {
    const { canvas, session } = await mountFittedCanvas()
    const before = session.document.current
    await drag(getPortPoint(canvas, 'load', 'output', 'table'), toPagePoint(canvas, { x: 100, y: 200 }))
    await canvas.updateComplete
    const list = getElement(canvas, 'aw-quick-add')
    await waitForFrame()
    const titles = [...(list.shadowRoot?.querySelectorAll('li') ?? [])].map((item) => item.dataset.id)
    expect(titles).to.deep.equal(['preparing', 'validation', 'table', 'filter', 'join'])
    await sendKeys({ type: 'filt' })
    await sendKeys({ press: 'Enter' })
    const added = session.document.current.nodes.find((node) => node.type === 'filter')
    expect(added?.data.config).to.deep.equal({ operator: '=', value: 0 })
    expect(session.document.current.edges).to.have.length(1)
    expect(session.document.current.edges[0]).to.include({ source: 'load', target: added?.id, targetHandle: 'table' })
    expect([...canvas.selection]).to.deep.equal([added?.id])
    session.document.undo()
    expect(session.document.current).to.deep.equal(before)
  })
})
