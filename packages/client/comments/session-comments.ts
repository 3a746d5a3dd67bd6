import { ProblemError, type Problem } from '@aw-flow/schema'
import type { Comment } from '../server/api-types.ts'
import type { CommentAccess } from '../storage/storage.ts'
import type { CommentThread, SessionComment, SessionComments } from '../session.ts'

/** Comments that one request returns. */
const pageSize = 1_000

/** Creates the comments on a document. They are empty until `load` resolves. */
export function createSessionComments(
  { api, remoteId }: CommentAccess,
  onChange: () => void,
): SessionComments & { readonly isLoaded: boolean } {
  let threads: readonly CommentThread[] = []
  let people: SessionComments['people'] = []
  let canComment = false
  let isLoaded = false
  let loading: Promise<void> | undefined
  let isOutdated = false

  const readAll = async (): Promise<Comment[]> => {
    const comments: Comment[] = []
    for (;;) {
      const query = { workflow_id: remoteId, limit: pageSize, offset: comments.length }
      const { items, total } = (await api.call('GET /api/v1/comments', { query })).value
      comments.push(...items)
      if (items.length === 0 || comments.length >= total) return comments
    }
  }
  /** Only callers who may comment may list whom they can mention. */
  const readPeople = async (): Promise<void> => {
    try {
      people = (await api.call('GET /api/v1/comments/people', {})).value.items
      canComment = true
    } catch {
      canComment = false
    }
  }
  const loadAll = async (): Promise<void> => {
    do {
      isOutdated = false
      if (!isLoaded) await readPeople()
      threads = toThreads(await readAll())
      isLoaded = true
    } while (isOutdated)
    onChange()
  }
  /** A change during a request is not part of its response, so the comments are read once more. */
  const load = (): Promise<void> => {
    if (loading) isOutdated = true
    else loading = loadAll().finally(() => (loading = undefined))
    return loading!
  }
  const perform = async (action: () => Promise<unknown>): Promise<Problem | undefined> => {
    try {
      await action()
      await load()
      return undefined
    } catch (cause) {
      if (cause instanceof ProblemError) return cause.problem
      throw cause
    }
  }
  return {
    get threads() {
      return threads
    },
    get people() {
      return people
    },
    get canComment() {
      return canComment
    },
    get isLoaded() {
      return isLoaded
    },
    load,
    add: ({ target, targetName }, text) =>
      perform(() => {
        const body = { workflow_id: remoteId, text, target, target_name: targetName.slice(0, 200) }
        return api.call('POST /api/v1/comments', { body })
      }),
    reply: (thread, text) =>
      perform(() => api.call('POST /api/v1/comments', { body: { workflow_id: remoteId, text, thread_id: thread } })),
    change: (id, change) => perform(() => api.call('PATCH /api/v1/comments/{id}', { path: { id }, body: change })),
    remove: (id) => perform(() => api.call('DELETE /api/v1/comments/{id}', { path: { id } })),
  }
}

const toComment = ({ id, text, author, is_own: isOwn, created_at: createdAt }: Comment): SessionComment => ({
  id,
  text,
  author: author.name ?? undefined,
  isVisitor: author.id.startsWith('link-'),
  isOwn,
  createdAt: Date.parse(createdAt),
})

/** Groups comments by thread. The order of threads is that of their first comments. */
function toThreads(comments: readonly Comment[]): CommentThread[] {
  const commentsByThread = new Map<string, SessionComment[]>()
  for (const comment of comments) {
    const thread = commentsByThread.get(comment.thread_id) ?? []
    commentsByThread.set(comment.thread_id, [...thread, toComment(comment)])
  }
  return comments.flatMap(({ id, target, target_name: targetName, resolved_at: resolvedAt }) =>
    target ? [{ id, target, targetName, isResolved: resolvedAt !== null, comments: commentsByThread.get(id)! }] : [],
  )
}
