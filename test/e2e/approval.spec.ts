import { englishFormatter } from '@aw-flow/messages/catalogs'
import type { WorkflowSession } from '@aw-flow/client'
import type { Edit } from '@aw-flow/schema'
import { EditorPage } from './support/editor-page.ts'
import { expect, test } from './support/test.ts'

const node = (id: string, type: string, config: Record<string, string>): Edit => ({
  type: 'add-node',
  node: { id, type, position: { x: 0, y: 0 }, data: { label: id, config } },
})
const edge = (from: string, to: string): Edit => {
  const [source = '', sourceHandle = ''] = from.split('.')
  const [target = '', targetHandle = ''] = to.split('.')
  return { type: 'add-edge', edge: { id: `${source}-${target}`, source, sourceHandle, target, targetHandle } }
}

/** Squares of 1 to 3 from a loop with an expression and a regular expression, followed by an approval. */
const squares: Edit[] = [
  node('list', 'variable', { name: 'list', expression: '[1..3]' }),
  node('loop', 'for_each', {}),
  node('square', 'variable', { name: 'square', expression: '$replace($string(item * item), /(.+)/, "=$1")' }),
  node('ask', 'approval', { message: 'Are these squares right?' }),
  node('end', 'variable', { name: 'end', expression: '$join(input.value)' }),
  edge('list.value', 'loop.items'),
  edge('loop.item', 'square.value'),
  edge('square.value', 'loop.result'),
  edge('loop.results', 'ask.value'),
  edge('ask.approved', 'end.value'),
]

test('a run waits for approval in the page and resumes with the edited table', async ({ page }) => {
  const editor = new EditorPage(page)
  await editor.open('new')
  await editor.waitUntilReady()
  await editor.editor.evaluate((element, text) => {
    const { session } = element as unknown as { session: WorkflowSession }
    const edits = JSON.parse(text) as Edit[]
    const gone = session.document.current.nodes.map(({ id }): Edit => ({ type: 'remove-node', id }))
    session.document.apply({ type: 'batch', edits: [...gone, ...edits] })
  }, JSON.stringify(squares))
  await editor.runButton.click()

  const approval = editor.editor.locator('aw-approval')
  await expect(approval.getByText('Are these squares right?')).toBeVisible()
  await expect(editor.runState).toContainText('Waiting')
  await approval.getByText('Edit before continuing').click()
  await approval.getByRole('textbox', { name: 'JSON' }).fill('["=1", "=4", "=nine"]')
  await approval.getByRole('textbox', { name: 'Comment' }).fill('In words')
  await approval.getByRole('button', { name: 'Approve' }).click()

  await expect(editor.runState).toContainText('Completed')
  const { nodes, log } = await editor.lastRun()
  expect(nodes.loop).toMatchObject({ iterations: { completed: 3, of: 3 } })
  expect(nodes.end?.outputs.value).toEqual({ kind: 'json', json: '=1=4=nine' })
  const lines = log.map(({ message }) => englishFormatter.format(message))
  expect(lines).toContain('Approved')
  expect(lines).toContain('In words')
})
