import type { CommentThread, SessionComments } from '@aw-flow/client'
import { error } from '@aw-flow/schema'
import { expect } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import type { LitElement } from 'lit'
import { waitUntil } from '../../../test/wait-until.ts'
import { defineElements } from '../define-elements.ts'
import { mountEditor, whenSettled, type MountedEditor } from '../test-editor.ts'
import { getElement, pressKeys } from '../test-pointer.ts'

defineElements()

const createComment = (id: string, text: string, isOwn = false) => ({
  id,
  text,
  author: isOwn ? 'Vi' : 'Ada Lovelace',
  isOwn,
  isVisitor: false,
  createdAt: 0,
})
const createThread = (id: string, target: CommentThread['target'], targetName: string): CommentThread => ({
  id,
  target,
  targetName,
  isResolved: false,
  comments: [createComment(id, `About ${targetName}`)],
})

/** The comments of a session, which a test changes as the server would. */
class TestComments implements SessionComments {
  threads: readonly CommentThread[] = []
  people = [{ id: 'ada', name: 'Ada Lovelace' }]
  canComment = true
  isOffline = false
  readonly sent: unknown[] = []
  load = async (): Promise<void> => undefined
  #send = async (...call: unknown[]) => {
    if (this.isOffline) return error('server.unreachable', { address: 'http://localhost', reason: 'offline' })
    this.sent.push(call)
    return undefined
  }
  add: SessionComments['add'] = (...args) => this.#send('add', ...args) as never
  reply: SessionComments['reply'] = (...args) => this.#send('reply', ...args) as never
  change: SessionComments['change'] = (...args) => this.#send('change', ...args) as never
  remove: SessionComments['remove'] = (...args) => this.#send('remove', ...args) as never
}

async function mountWithComments(threads: readonly CommentThread[], width?: number) {
  const mounted = await mountEditor(undefined, width)
  const comments = new TestComments()
  const show = async (next: readonly CommentThread[]): Promise<void> => {
    comments.threads = next
    mounted.session.dispatchEvent(Object.assign(new Event('aw-session-change'), { aspect: 'comments' }))
    await whenSettled()
  }
  Object.assign(mounted.session, { comments })
  await show(threads)
  return { ...mounted, comments, show }
}
const findIn = ({ editor }: MountedEditor, tag: 'aw-comments' | 'aw-canvas-marks', selector: string): HTMLElement[] => [
  ...(editor.renderRoot.querySelector<LitElement>(tag)?.renderRoot.querySelectorAll<HTMLElement>(selector) ?? []),
]
const onNode = createThread('t', { kind: 'node', id: 'prepare' }, 'Prepare')

describe('comments', () => {
  it('are not offered without a server', async () => {
    const { editor, canvas } = await mountEditor()
    expect(getElement(editor, '.toolbar, header, [role=toolbar]').textContent).not.to.contain('Comments')
    expect(canvas.commands.find(({ id }) => id === 'comment')?.enabled).to.equal(false)
    expect(editor.renderRoot.querySelector('aw-canvas-marks')).to.equal(null)
  })

  it('are marked on the canvas, open from there with the keyboard, and arrive while the panel is open', async () => {
    const mounted = await mountWithComments([onNode])
    const marks = findIn(mounted, 'aw-canvas-marks', '.mark')
    expect(marks.map(({ ariaLabel }) => ariaLabel)).to.deep.equal(['Prepare: 1 comment'])
    const corner = mounted.canvas.toPage(mounted.canvas.scene.byId.get('prepare')!)
    expect(marks[0]!.getBoundingClientRect().bottom).to.be.closeTo(corner.y, 2)
    await expect(mounted.editor).to.be.accessible()
    marks[0]!.focus()
    await sendKeys({ press: 'Enter' })
    await waitUntil(() => findIn(mounted, 'aw-comments', '.open .comment').length === 1, 'the thread is open')
    await expect(mounted.editor).to.be.accessible()
    const reply = { ...createComment('r', 'Because <b>'), author: undefined, isVisitor: true }
    await mounted.show([{ ...onNode, comments: [...onNode.comments, reply] }])
    expect(findIn(mounted, 'aw-comments', '.open .text').map(({ textContent }) => textContent)).to.deep.equal([
      'About Prepare',
      'Because <b>',
    ])
    expect(findIn(mounted, 'aw-comments', '.open .author strong').map(({ textContent }) => textContent)).to.deep.equal([
      'Ada Lovelace',
      'Visitor with a link',
    ])
    await mounted.show([{ ...onNode, isResolved: true }])
    expect(findIn(mounted, 'aw-canvas-marks', '.mark')).to.deep.equal([])
    expect(findIn(mounted, 'aw-comments', 'article')).to.deep.equal([])
  })

  it('are about what is selected, and keep their text until the server has it', async () => {
    const mounted = await mountWithComments([])
    const { canvas, comments } = mounted
    canvas.select(['prepare'])
    canvas.run('comment')
    await waitUntil(() => findIn(mounted, 'aw-comments', 'label')[0]?.textContent === 'Comment on Prepare', 'it opens')
    const getHelp = () => findIn(mounted, 'aw-comments', 'form + p')[0]?.textContent
    expect(getHelp()).to.equal('Type @ to mention a member.')
    canvas.select([])
    await waitUntil(() => getHelp()?.startsWith('To comment on a node'), 'without a selection, the hint asks for one')
    canvas.select(['prepare'])
    await waitUntil(
      () => findIn(mounted, 'aw-comments', 'label')[0]?.textContent === 'Comment on Prepare',
      'it is back',
    )
    const field = findIn(mounted, 'aw-comments', 'textarea')[0] as HTMLTextAreaElement
    await waitUntil(() => field.matches(':focus'), 'the field has focus')
    comments.isOffline = true
    await whenSettled(sendKeys({ type: 'Look, @ad' }))
    const mention = findIn(mounted, 'aw-comments', '.form .row button')[0]!
    expect(mention.ariaLabel).to.equal('Mention Ada Lovelace')
    mention.click()
    expect(field.value).to.equal('Look, @Ada Lovelace ')
    await pressKeys('Control', 'Enter')
    await waitUntil(() => findIn(mounted, 'aw-comments', '[role=alert]').length === 1, 'the reason is shown')
    expect(field.value).to.equal('Look, @Ada Lovelace ')
    comments.isOffline = false
    await pressKeys('Control', 'Enter')
    await waitUntil(() => comments.sent.length === 1, 'it is sent')
    const subject = { target: { kind: 'node', id: 'prepare' }, targetName: 'Prepare' }
    expect(comments.sent).to.deep.equal([['add', subject, 'Look, @Ada Lovelace']])
    await waitUntil(() => field.value === '', 'the field is empty')
  })

  it('outlive their node, and are resolved, changed and deleted', async () => {
    const gone = createThread('g', { kind: 'node', id: 'deleted' }, 'Old filter')
    const own = { ...onNode, comments: [createComment('t', 'Mine', true), createComment('r', 'Reply')] }
    const mounted = await mountWithComments([gone, own])
    mounted.canvas.run('comment')
    await waitUntil(() => findIn(mounted, 'aw-comments', 'article').length === 2, 'both threads are shown')
    expect(findIn(mounted, 'aw-comments', 'article').map(({ ariaLabel }) => ariaLabel)).to.deep.equal([
      'Prepare',
      'Old filter (deleted)',
    ])
    const click = async (selector: string, index = 0): Promise<void> => {
      await whenSettled(findIn(mounted, 'aw-comments', selector)[index]!.click())
    }
    await click('.title')
    await click('.open > button:last-child')
    await click('.open [aria-label="Edit comment"]')
    const field = findIn(mounted, 'aw-comments', '#text-t')[0] as HTMLTextAreaElement
    expect(field.value).to.equal('Mine')
    field.value = 'Changed'
    field.closest('form')!.requestSubmit()
    await waitUntil(() => mounted.comments.sent.length === 2, 'the change is sent')
    await whenSettled()
    await click('.open [aria-label="Delete comment"]')
    expect(findIn(mounted, 'aw-comments', '.comment .row')[0]!.textContent).to.contain('and its replies')
    await click('.comment .row button')
    expect(mounted.comments.sent).to.deep.equal([
      ['change', 't', { resolved: true }],
      ['change', 't', { text: 'Changed' }],
      ['remove', 't'],
    ])
  })

  it('can be read by those who may not comment, on a phone as well', async () => {
    const mounted = await mountWithComments([onNode], 390)
    mounted.comments.canComment = false
    await mounted.show([onNode])
    mounted.canvas.dispatchEvent(
      Object.assign(new Event('aw-comment-open', { bubbles: true, composed: true }), { thread: 't' }),
    )
    await waitUntil(() => findIn(mounted, 'aw-comments', '.open .text').length === 1, 'the thread is open')
    expect(findIn(mounted, 'aw-comments', 'textarea')).to.deep.equal([])
    await expect(mounted.editor).to.be.accessible()
  })
})

describe('conflicts on the canvas', () => {
  it('are marked at their node, with both sides, of which one or both are kept', async () => {
    const mounted = await mountEditor()
    const { session } = mounted
    const base = session.document.current
    const theirs = structuredClone(base)
    theirs.nodes[1]!.data.config.target = 'generic'
    session.document.apply({ type: 'set-config', id: 'prepare', path: ['target'], value: 'ml-ready' })
    session.document.versions.merge({ base, theirs })
    await waitUntil(() => findIn(mounted, 'aw-canvas-marks', '.conflict-mark').length === 1, 'the node is marked')
    const [mark] = findIn(mounted, 'aw-canvas-marks', '.conflict-mark')
    expect(mark!.ariaLabel).to.equal('Prepare: 1 conflict')
    mark!.focus()
    await whenSettled(sendKeys({ press: 'Enter' }))
    const sides = findIn(mounted, 'aw-canvas-marks', '.card .side')
    const texts = sides.map(({ textContent }) => textContent.replaceAll(/\s+/g, ' ').trim())
    expect(texts).to.deep.equal(['Keep mine ml-ready', 'Take theirs generic', 'Keep both'])
    expect(sides[0]!.getBoundingClientRect().top).to.equal(sides[1]!.getBoundingClientRect().top)
    const options = findIn(mounted, 'aw-canvas-marks', '.card input') as HTMLInputElement[]
    expect(options[0]!.matches(':focus')).to.equal(true)
    await expect(mounted.editor).to.be.accessible()
    const readTargets = (): unknown[] =>
      session.document.current.nodes.flatMap(({ id, data }) => (id.startsWith('prepare') ? [data.config.target] : []))
    await whenSettled(sendKeys({ press: 'ArrowDown' }))
    expect(readTargets()).to.deep.equal(['generic'])
    await whenSettled(sendKeys({ press: 'ArrowDown' }))
    expect(readTargets()).to.deep.equal(['ml-ready', 'generic'])
    await whenSettled(session.document.undo())
    expect(readTargets()).to.deep.equal(['generic'])
    expect(options.map(({ checked }) => checked)).to.deep.equal([false, true, false])
    await whenSettled(sendKeys({ press: 'Escape' }))
    expect(findIn(mounted, 'aw-canvas-marks', '.card')).to.deep.equal([])
    expect(mark!.matches(':focus')).to.equal(true)
  })
})
