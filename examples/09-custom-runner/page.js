import './aw/aw.js'

const full = document.querySelector('#full')
const output = document.querySelector('output')
const columns = [
  { name: 'id', type: 'INTEGER' },
  { name: 'name', type: 'VARCHAR' },
]

/** The events of a run as your server would report them. In this example, every node outputs the same three rows. */
function* createEvents({ run, workflow, seed }) {
  yield { type: 'run-started', version: 1, run, workflow, inputs: {}, seed }
  for (const { id, type } of workflow.nodes) {
    yield { type: 'node-started', node: id, attempt: 1, key: id }
    const table = { kind: 'table', table: { id: `${run}.${id}`, columns, rows: 3 } }
    const outputs = type === 'loading' || type === 'preparing' || type === 'table' ? { table } : {}
    yield { type: 'node-completed', node: id, outputs, rows: 3, ms: 1, problems: [] }
  }
  yield { type: 'run-completed' }
}

const runner = {
  async run(request) {
    if (full.checked) throw new Error('The queue is full.')
    let seq = 0
    for (const event of createEvents(request)) {
      if (request.signal.aborted) return
      request.onEvents([{ ...event, seq: seq++, time: Date.now() }])
    }
    output.textContent = `${request.workflow.nodes.length} nodes run by this page`
  },
  /** Returns rows as an Arrow IPC stream, which your server creates from its table. */
  async page(_table, _offset, _limit) {
    return new Uint8Array(await (await fetch('rows.arrows')).arrayBuffer())
  },
}

const editor = document.createElement('aw-workflow-editor')
editor.runner = runner
editor.src = 'cosmo-ready.json'
document.body.append(editor)
