import { unwrap } from '@aw-flow/schema'
import { expect, fixture, html } from '@open-wc/testing'
import { waitUntil } from '../../test/wait-until.ts'
import { setViewport } from '@web/test-runner-commands'
import type { LocalWorkflowEditor } from './index.ts'
import { createNode } from '../../test/create-node.ts'
import './index.ts'

const hostile = [
  `<img src=x onerror="globalThis.awHacked='img'">`,
  `<script>globalThis.awHacked='script'</script>`,
  `"><svg onload="globalThis.awHacked='svg'"></svg>`,
  `</style><iframe srcdoc="<script>parent.awHacked='frame'</script>"></iframe>`,
  `<a href="javascript:globalThis.awHacked='link'">x</a>`,
  `[x](javascript:globalThis.awHacked='markdown') ![y](x)`,
  `\${globalThis.awHacked='template'}`,
].join(' ')

const node = (id: string, type: string, config: object, x: number) =>
  createNode(id, type, config, { label: `${id} ${hostile}`, position: { x, y: 0 } })
/** For strings with a maximum length. */
const short = hostile.slice(0, 50)
const workflow = {
  version: 1,
  name: short,
  description: hostile,
  tags: [short],
  settings: { variables: { x: hostile } },
  nodes: [
    node('load', 'loading', {}, 0),
    node('check', 'validation', { schema: { columns: [hostile] } }, 300),
    node('sql', 'sql', { statement: `SELECT '${hostile.replaceAll("'", "''")}' AS a FROM nowhere` }, 600),
    node('say', 'variable', { name: 'x', expression: hostile }, 900),
    node('other', hostile, { [hostile]: hostile }, 1200),
  ],
  edges: [{ id: 'e', source: 'load', target: 'check' }],
  notes: [
    { id: 'n', text: `# ${hostile}\n- ${hostile}`, position: { x: 0, y: 300 }, size: { width: 200, height: 100 } },
  ],
  groups: [{ id: 'g', label: hostile, nodes: ['load'] }],
}

/** All elements within an element, including shadow roots. */
function* everyElement(root: ParentNode): Generator<Element> {
  for (const element of root.querySelectorAll('*')) {
    yield element
    if (element.shadowRoot) yield* everyElement(element.shadowRoot)
  }
}

/** Elements and attributes that a string could have injected. */
function broken(root: ParentNode): string[] {
  const injected: string[] = []
  for (const element of everyElement(root)) {
    // The code editor adds images without a source around marked text.
    const isOfEditor = element.outerHTML === '<img class="cm-widgetBuffer" aria-hidden="true">'
    if (/^(img|script|iframe|object|embed|base|meta)$/i.test(element.nodeName) && !isOfEditor) {
      injected.push(element.outerHTML)
    }
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name) || name === 'srcdoc' || (/^(href|src|action)$/i.test(name) && /javascript:/i.test(value)))
        injected.push(`${element.nodeName} ${name}=${value}`)
    }
  }
  return injected
}

/** Whether the text is shown unchanged in an element or a field. */
const isShown = (root: ParentNode): boolean =>
  [...everyElement(root)].some((element) => {
    const textNodes = [...element.childNodes]
      .filter((one) => one.nodeType === Node.TEXT_NODE)
      .map((one) => one.nodeValue)
    const { value } = element as { value?: unknown }
    return `${textNodes.join('')}${typeof value === 'string' ? value : ''}`.includes('<img src=x')
  })

const hacked = (): unknown => (globalThis as { awHacked?: unknown }).awHacked

it('[18] scripts in names, labels, notes, settings, columns, cells and errors are shown as text', async function () {
  this.timeout(60_000)
  await setViewport({ width: 1400, height: 900 })
  const editor = await fixture<LocalWorkflowEditor>(html`<aw-workflow-editor workflow="hostile"></aw-workflow-editor>`)
  await waitUntil(() => editor.session?.engine.state === 'ready', 'the engine answers')
  const session = editor.session!
  expect(session.document.open(workflow).filter(({ severity }) => severity === 'error')).to.deep.equal([])
  expect(session.document.current.nodes).to.have.length(5)
  await waitUntil(() => session.document.description !== undefined, 'it is described')
  const cells = `"${hostile.replaceAll('"', '""')}"`
  const file = new File([`${cells},b\n${cells},2\n${cells},3\n`], `${hostile}.csv`)
  const dataset = unwrap(await session.data.add(file))
  const shown: string[] = []
  for (const id of session.document.current.nodes.map((one) => one.id)) {
    editor.canvas?.select([id])
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(broken(editor.shadowRoot!)).to.deep.equal([])
    if (isShown(editor.shadowRoot!)) shown.push(id)
  }
  expect(shown).to.include.members(['load', 'check', 'sql', 'say', 'other'])
  // A workflow that can run, so that rows, columns and errors of a run are shown.
  session.document.open({ ...workflow, nodes: workflow.nodes.slice(0, 2) })
  await session.runs.start({ inputs: { load: dataset.id } })
  expect(session.runs.current?.state).to.be.oneOf(['completed', 'failed'])
  await new Promise((resolve) => setTimeout(resolve, 500))
  expect(broken(editor.shadowRoot!)).to.deep.equal([])
  expect(hacked()).to.equal(undefined)
})
