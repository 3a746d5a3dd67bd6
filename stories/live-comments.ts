import type { CommentThread, SessionComments } from '@aw-flow/client'
import { mainJob, TestSession } from '../packages/editor/test-session.ts'

const createComment = (id: string, author: string, text: string, isOwn = false) => ({
  id,
  author,
  text,
  isOwn,
  isVisitor: false,
  createdAt: Date.UTC(2026, 10, 20, 9, 30),
})

/** A thread about a node of the main job, one about a deleted node, and a resolved one. */
export const someThreads: readonly CommentThread[] = [
  {
    id: 'gone',
    target: { kind: 'node', id: 'deleted' },
    targetName: 'Remove duplicates',
    isResolved: false,
    comments: [createComment('gone', 'Grace Hopper', 'Why was this needed?')],
  },
  {
    id: 'prepare',
    target: { kind: 'node', id: 'prepare' },
    targetName: 'Prepare',
    isResolved: false,
    comments: [
      createComment('prepare', 'Ada Lovelace', 'Which rows does it drop?'),
      createComment('reply', 'Vi', 'Those without a price.', true),
    ],
  },
  {
    id: 'done',
    target: { kind: 'node', id: 'load' },
    targetName: 'Load',
    isResolved: true,
    comments: [createComment('done', 'Vi', 'Use the new file.', true)],
  },
]

/** Creates a session of the main job with comments. */
export function createCommentedSession(threads = someThreads, canComment = true): TestSession {
  const accept = async (): Promise<undefined> => undefined
  const comments: SessionComments = {
    threads,
    people: [{ id: 'ada', name: 'Ada Lovelace' }],
    canComment,
    load: accept,
    add: accept,
    reply: accept,
    change: accept,
    remove: accept,
  }
  return Object.assign(new TestSession({ document: mainJob() }), { comments })
}
