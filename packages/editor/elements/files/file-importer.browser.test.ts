import { expect } from '@open-wc/testing'
import { resetMouse, setViewport } from '@web/test-runner-commands'
import { createEmptyWorkflow } from '@aw-flow/schema'
import { createKnimeFile } from '../../../../test/movers/knime-file.ts'
import { waitUntil } from '../../../../test/wait-until.ts'
import { defineElements } from '../../define-elements.ts'
import { dropFile, dropFiles, mountEditor, whenSettled } from '../../test-editor.ts'
import { pressKeys, getNodePoint, toPagePoint, getElement } from '../../test-pointer.ts'
import { mainJob, type TestSession } from '../../test-session.ts'
import { createNode } from '../../../../test/create-node.ts'

defineElements()

const datasetOf = (session: TestSession, id: string): unknown =>
  session.document.current.nodes.find((node) => node.id === id)?.data.config.dataset

describe('a dropped file', () => {
  beforeEach(async () => {
    await setViewport({ width: 1240, height: 840 })
    await resetMouse()
  })

  /** Reading a file may take more than a frame in some browsers. */
  const waitForFiles = async (session: TestSession, files = 1): Promise<void> => {
    const isDone = (): boolean =>
      session.data.list.length === files &&
      session.document.current.nodes.some(({ data }) => data.config.dataset === session.data.list[files - 1]?.id)
    await waitUntil(isDone)
    await whenSettled()
  }
  const csv = (): File => new File(['a,b\n1,2\n'], 'messy.csv', { type: 'text/csv' })

  it('becomes the dataset of the only Load node', async () => {
    const { canvas, session } = await mountEditor()
    dropFile(canvas, csv(), toPagePoint(canvas, { x: 700, y: 250 }))
    await waitForFiles(session)
    expect(session.data.list).to.have.length(1)
    expect(datasetOf(session, 'load')).to.equal(session.data.list[0]?.id)
    expect([...canvas.selection]).to.deep.equal(['load'])
  })

  it('does not change the selection if a node was selected while the file was read', async () => {
    const { canvas, session } = await mountEditor()
    dropFile(canvas, csv(), toPagePoint(canvas, { x: 700, y: 250 }))
    canvas.select(['prepare'])
    await waitForFiles(session)
    expect(datasetOf(session, 'load')).to.equal(session.data.list[0]?.id)
    expect([...canvas.selection]).to.deep.equal(['prepare'])
  })

  it('becomes the dataset of the Load node that it is dropped on', async () => {
    const document = mainJob()
    document.nodes.push(createNode('second', 'loading', {}, { label: 'Second', position: { x: 0, y: 240 } }))
    const { canvas, session } = await mountEditor(document)
    dropFile(canvas, csv(), getNodePoint(canvas, 'second'))
    await waitForFiles(session)
    expect(datasetOf(session, 'second')).to.equal(session.data.list[0]?.id)
    expect(datasetOf(session, 'load')).to.equal(undefined)
  })

  it('adds a Load node if the workflow has none', async () => {
    const { canvas, session } = await mountEditor(createEmptyWorkflow())
    dropFile(canvas, csv(), toPagePoint(canvas, { x: 100, y: 100 }))
    await waitForFiles(session)
    expect(session.document.current.nodes).to.have.length(1)
    expect(session.document.current.nodes[0]?.data.config).to.deep.equal({
      text: false,
      maxRetries: 3,
      dataset: session.data.list[0]?.id,
    })
    session.document.undo()
    expect(session.document.current.nodes).to.deep.equal([])
  })

  it('does not replace the file of a Load node, unless it is dropped on that node', async () => {
    const { canvas, session } = await mountEditor()
    dropFile(canvas, csv(), toPagePoint(canvas, { x: 700, y: 250 }))
    await waitForFiles(session)
    const [first] = session.data.list
    dropFile(canvas, new File(['c\n3\n'], 'second.csv'), toPagePoint(canvas, { x: 100, y: 250 }))
    await waitForFiles(session, 2)
    expect(datasetOf(session, 'load')).to.equal(first?.id)
    const added = session.document.current.nodes.at(-1)
    expect(added?.data.config.dataset).to.equal(session.data.list[1]?.id)
    expect([...canvas.selection]).to.deep.equal([added?.id])
    dropFile(canvas, new File(['d\n4\n'], 'third.csv'), getNodePoint(canvas, 'load'))
    await waitForFiles(session, 3)
    expect(datasetOf(session, 'load')).to.equal(session.data.list[2]?.id)
    expect(session.document.current.nodes).to.have.length(5)
  })

  it('keeps the scale of the view, and is removed by the key for undo', async () => {
    const { editor, canvas, session } = await mountEditor()
    const { scale } = canvas.view
    dropFile(canvas, csv(), toPagePoint(canvas, { x: 700, y: 250 }))
    await waitForFiles(session)
    dropFile(canvas, new File(['c\n3\n'], 'second.csv'), toPagePoint(canvas, { x: 100, y: 250 }))
    await waitForFiles(session, 2)
    expect(getElement(editor, 'aw-inspector').offsetWidth).to.be.greaterThan(300)
    expect(canvas.view.scale).to.equal(scale)
    const before = session.document.current.nodes.length
    await pressKeys('Control', 'z')
    await waitUntil(() => session.document.current.nodes.length === before - 1)
  })

  it('adds a node below others that are where it was dropped', async () => {
    const { canvas, session } = await mountEditor()
    dropFile(canvas, csv(), toPagePoint(canvas, { x: 700, y: 250 }))
    await waitForFiles(session)
    const at = session.document.current.nodes.find(({ id }) => id === 'prepare')!.position
    dropFile(canvas, new File(['c\n3\n'], 'second.csv'), toPagePoint(canvas, { x: at.x + 100, y: at.y + 40 }))
    await waitForFiles(session, 2)
    const rects = canvas.scene.nodes.map(({ id, x, y, shape }) => ({
      id,
      x,
      y,
      width: shape.width,
      height: shape.height,
    }))
    const added = rects.find(({ id }) => id === session.document.current.nodes.at(-1)?.id)!
    const covered = rects.filter(
      (rect) =>
        rect !== added &&
        rect.x < added.x + added.width &&
        added.x < rect.x + rect.width &&
        rect.y < added.y + added.height &&
        added.y < rect.y + rect.height,
    )
    expect(covered.map(({ id }) => id)).to.deep.equal([])
    expect(added.x).to.be.closeTo(at.x - 20, 16)
  })

  it('is one of several: each becomes a node where they were dropped, in one undo step, and a workflow among them requires confirmation', async () => {
    const { editor, canvas, session } = await mountEditor()
    const flow = new File([JSON.stringify({ ...createEmptyWorkflow('Other') })], 'other.json')
    const files = ['bom.csv', 'b.csv', 'c.csv'].map((name) => new File([`a\n${name}\n`], name))
    const before = session.document.current.nodes.length
    dropFiles(getElement(canvas, '.surface'), [flow, ...files], toPagePoint(canvas, { x: 700, y: 250 }))
    const isAsked = (): boolean => editor.renderRoot.querySelector('aw-file-question') !== null
    await waitUntil(() => session.data.list.length === 3 && isAsked())
    await whenSettled()
    const [first, ...others] = session.data.list
    expect(session.data.list.map(({ name }) => name)).to.deep.equal(['bom.csv', 'b.csv', 'c.csv'])
    expect(datasetOf(session, 'load')).to.equal(first?.id)
    const added = session.document.current.nodes.slice(before)
    expect(added.map(({ data }) => data.config.dataset)).to.deep.equal(others.map(({ id }) => id))
    expect(added[0]?.position.x).to.be.closeTo(700 - 120, 16)
    expect(added[0]?.position.y).to.be.closeTo(250 - 18, 16)
    expect((added[1]?.position.y ?? 0) - (added[0]?.position.y ?? 0), 'stacked').to.be.greaterThan(110)
    expect(added.map(({ data }) => data.label)).to.deep.equal(['b.csv', 'c.csv'])
    expect(editor.renderRoot.textContent).to.contain('3 files added, one node each.')
    expect(editor.renderRoot.querySelector('.notice'), 'nothing covers the canvas').to.equal(null)
    expect(getElement<HTMLDialogElement>(editor, 'aw-file-question', 'dialog').textContent).to.contain(
      '“other.json” contains a workflow',
    )
    session.document.undo()
    expect(session.document.current.nodes).to.have.length(before)
  })

  it('that is a folder is refused with a message', async () => {
    const { editor, canvas, session } = await mountEditor()
    const item = { kind: 'file', webkitGetAsEntry: () => ({ isDirectory: true, name: 'data' }), getAsFile: csv }
    const event = new DragEvent('drop', { bubbles: true, cancelable: true })
    Object.defineProperty(event, 'dataTransfer', { value: { types: ['Files'], items: [item] } })
    await whenSettled(getElement(canvas, '.surface').dispatchEvent(event))
    expect(session.data.list).to.deep.equal([])
    expect(getElement(editor, '.notice').textContent).to.contain('“data” is a folder. Drop its files instead.')
  })

  it('is accepted over and around the canvas, at the nearest point, and never opened by the browser', async () => {
    const { editor, canvas, session } = await mountEditor(createEmptyWorkflow())
    const stage = canvas.getBoundingClientRect()
    const origin = toPagePoint(canvas, { x: 0, y: 0 })
    const edge = { x: stage.left - origin.x, y: stage.top + 120 - origin.y }
    const event = dropFiles(getElement(editor, 'aw-palette'), [csv()], { x: stage.left - 100, y: stage.top + 120 })
    expect(event.defaultPrevented).to.equal(true)
    await waitForFiles(session)
    const [load] = session.document.current.nodes
    expect((load?.position.x ?? 0) + 120).to.be.closeTo(edge.x, 16)
    expect((load?.position.y ?? 0) + 18).to.be.closeTo(edge.y, 16)
    const second = new File(['c\n3\n'], 'second.csv')
    const bar = getElement(editor, 'aw-run-bar')
    dropFiles(bar, [second], { x: bar.getBoundingClientRect().left + 4, y: bar.getBoundingClientRect().top + 4 })
    await waitForFiles(session, 2)
    expect(session.data.list).to.have.length(2)
    expect(datasetOf(session, load?.id ?? '')).to.equal(session.data.list[0]?.id)
    expect(session.document.current.nodes.at(-1)?.data.config.dataset).to.equal(session.data.list[1]?.id)
    editor.readonly = true
    await whenSettled()
    expect(dropFiles(getElement(editor, '.toolbar'), [csv()], { x: 5, y: 5 }).defaultPrevented).to.equal(true)
    await whenSettled()
    expect(session.data.list).to.have.length(2)
  })

  it('that is a workflow is opened only after a confirmation', async () => {
    const { editor, canvas, session } = await mountEditor()
    const other = { ...createEmptyWorkflow('Other'), nodes: [], edges: [] }
    dropFile(canvas, new File([JSON.stringify(other)], 'other.json'), toPagePoint(canvas, { x: 100, y: 200 }))
    await whenSettled()
    const dialog = getElement<HTMLDialogElement>(editor, 'aw-file-question', 'dialog')
    expect(dialog.open).to.equal(true)
    expect(dialog.textContent).to.contain('“other.json” contains a workflow')
    expect(session.document.current.name).to.equal('Prepare a messy file')
    await whenSettled(getElement(dialog, 'button.quiet').click())
    expect(editor.shadowRoot?.querySelector('aw-file-question')).to.equal(null)
    expect(session.document.current.name).to.equal('Prepare a messy file')
    dropFile(canvas, new File([JSON.stringify(other)], 'other.json'), toPagePoint(canvas, { x: 100, y: 200 }))
    await whenSettled()
    getElement(editor, 'aw-file-question', 'dialog', 'button.primary').click()
    await whenSettled()
    expect(session.document.current.name).to.equal('Other')
  })

  it('in YAML requires confirmation like JSON, and is data if it cannot be parsed', async () => {
    const { editor, canvas, session } = await mountEditor()
    const isAsked = (): boolean =>
      editor.renderRoot.querySelector('aw-file-question')?.renderRoot.querySelector('dialog')?.open === true
    const steps =
      'name: From YAML\nsteps:\n  - { id: load, agent: loading }\n  - { id: check, agent: validation, depends_on: [load] }\n'
    dropFile(canvas, new File([steps], 'nightly.yaml'), toPagePoint(canvas, { x: 100, y: 200 }))
    await waitUntil(isAsked)
    expect(getElement(editor, 'aw-file-question', 'dialog').textContent).to.contain(
      '“nightly.yaml” contains a workflow',
    )
    expect(session.document.current.name).to.equal('Prepare a messy file')
    getElement(editor, 'aw-file-question', 'dialog', 'button.primary').click()
    await waitUntil(() => session.document.current.name === 'From YAML')
    expect(session.document.current.nodes.map(({ type }) => type)).to.deep.equal(['loading', 'validation'])
    expect(session.document.current.edges).to.have.length(1)
    dropFile(canvas, new File(['a: 1\na: 2\n'], 'twice.yml'), toPagePoint(canvas, { x: 700, y: 250 }))
    await waitForFiles(session)
    expect(getElement(editor, '.notice').textContent).to.contain('“twice.yml” was added as data.')
    expect(getElement(editor, '.notice').textContent).to.contain('line 2')
  })

  it('that only looks like a workflow can be loaded as data', async () => {
    const { editor, canvas, session } = await mountEditor()
    const graph = new File([JSON.stringify({ nodes: [{ a: 1 }], links: [] })], 'miserables.json')
    await whenSettled(dropFile(canvas, graph, toPagePoint(canvas, { x: 100, y: 200 })))
    getElement(editor, 'aw-file-question', 'dialog', 'button:nth-of-type(2)').click()
    await whenSettled()
    expect(datasetOf(session, 'load')).to.equal(session.data.list[0]?.id)
  })

  it('that cannot be opened explains why', async () => {
    const { editor, canvas, session } = await mountEditor()
    const broken = new File([JSON.stringify({ nodes: 'none' })], 'broken.json')
    await whenSettled(dropFile(canvas, broken, toPagePoint(canvas, { x: 100, y: 200 })))
    getElement(editor, 'aw-file-question', 'dialog', 'button.primary').click()
    await whenSettled()
    expect(session.document.current.name).to.equal('Prepare a messy file')
    expect(getElement(editor, '.notice').textContent).to.contain('A workflow is JSON with')
  })

  // paste-foreign: pasted JSON of n8n became a dataset without a word.
  it('of n8n is recognized when it is dropped or pasted, and shows what it becomes before it replaces the workflow', async () => {
    const text = JSON.stringify({
      nodes: [
        { name: 'Start', type: 'n8n-nodes-base.manualTrigger', parameters: {}, position: [0, 0] },
        { name: 'Page', type: 'n8n-nodes-base.notion', parameters: { title: 'A' }, position: [200, 0] },
      ],
      connections: { Start: { main: [[{ node: 'Page', type: 'main', index: 0 }]] } },
    })
    for (const name of ['export.json', 'pasted.txt']) {
      const { canvas, session, editor } = await mountEditor()
      canvas.pasteFiles([new File([text], name)])
      const find = (selector: string): HTMLElement | null =>
        editor.renderRoot.querySelector('aw-file-question')?.shadowRoot?.querySelector<HTMLElement>(selector) ?? null
      await waitUntil(() => find('.report') !== null)
      expect(find('dialog')?.textContent).to.contain('n8n: 2 nodes, 1 mapped')
      expect(find('.report')?.textContent).to.contain('n8n-nodes-base.notion')
      find('button.primary')?.click()
      await waitUntil(() => session.document.current.nodes.some(({ type }) => type === 'placeholder'))
      expect(session.data.list).to.have.length(0)
      expect(session.document.current.edges).to.have.length(1)
    }
  })

  // paste-foreign: nothing runs, and secrets are asked for, but not taken.
  const secret = 'sk-live-0123456789abcdef'
  const foreignFiles: Record<string, () => File> = {
    'Node-RED': () =>
      new File(
        [
          JSON.stringify([
            { id: 't', type: 'tab', label: 'Orders' },
            { id: 'a', type: 'inject', z: 't', name: 'Start', once: true, x: 0, y: 0, wires: [['b']] },
            {
              id: 'b',
              type: 'http request',
              z: 't',
              name: 'Ask',
              method: 'GET',
              url: 'https://api.example.com/v1',
              x: 200,
              y: 0,
              headers: [
                { keyType: 'other', keyValue: 'Authorization', valueType: 'other', valueValue: `Bearer ${secret}` },
              ],
              wires: [['c']],
            },
            { id: 'c', type: 'file', z: 't', name: 'Write', filename: '/tmp/x', x: 400, y: 0, wires: [[]] },
          ]),
        ],
        'pasted.txt',
      ),
    KNIME: () =>
      new File(
        [
          createKnimeFile({
            name: 'Customers',
            nodes: [
              { id: 1, name: 'CSV Reader', factory: 'a.CSVReaderNodeFactory', at: [0, 0], model: { url: 'a.csv' } },
              {
                id: 2,
                name: 'Send Email',
                factory: 'a.SendMailNodeFactory',
                at: [200, 0],
                model: { password: secret },
              },
            ],
            connections: [[1, 1, 2, 1]],
          }) as Uint8Array<ArrayBuffer>,
        ],
        'customers.knwf',
      ),
    Airflow: () =>
      new File(
        [
          'from airflow import DAG\nfrom airflow.operators.bash import BashOperator\n',
          'with DAG(dag_id="nightly") as dag:\n',
          `    a = BashOperator(task_id="a", bash_command="echo 1", env={"API_KEY": "${secret}"})\n`,
          '    b = BashOperator(task_id="b", bash_command="echo 2")\n    a >> b\n',
        ],
        'nightly.py',
      ),
  }
  for (const [tool, createFile] of Object.entries(foreignFiles)) {
    it(`of ${tool} opens without its secrets after a confirmation, becomes no dataset, and does not run`, async () => {
      const { canvas, session, editor } = await mountEditor()
      const before = session.document.current
      canvas.pasteFiles([createFile()])
      const find = (selector: string): HTMLElement | null =>
        editor.renderRoot.querySelector('aw-file-question')?.shadowRoot?.querySelector<HTMLElement>(selector) ?? null
      await waitUntil(() => find('.report') !== null)
      expect(find('dialog')?.textContent).to.contain(`${tool}: `)
      expect(session.document.current).to.equal(before)
      find('button.primary')?.click()
      await waitUntil(() => session.document.current !== before)
      expect(session.document.current.edges.length).to.be.greaterThan(0)
      expect(JSON.stringify(session.document.current)).to.not.contain(secret)
      expect(session.data.list).to.have.length(0)
      expect(session.runs.current).to.equal(undefined)
    })
  }
})
