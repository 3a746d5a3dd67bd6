import { error, getValue } from '@aw-flow/schema'
import { createMissingWorkflowProblem, requireWorkflow } from '../api/require-workflow.ts'
import type { WorkspaceRequestServices } from '../api/routes.ts'
import type { RouteDependencies } from '../app-dependencies.ts'
import { notifyCommentChange } from '../collaboration/collaboration.ts'
import { Rejection, requireFound } from '../http/rejection.ts'
import { getDisplayName } from '../accounts/users.ts'
import { addVerbRoutes } from '../resources/resource-routes.ts'
import type { Caller } from '../security/caller.ts'
import { isHostUser } from '../security/host-tokens.ts'
import { readAuthorNames, type AuthorNames } from '../wire/author-names.ts'
import { commentResource } from './comment-resource.ts'
import { commentPeopleSchema, type CommentTarget } from './comment-wire.ts'
import type { CommentRow } from './comments.ts'
import { parseMentions, renderMentions, type MentionedMember } from './mentions.ts'

/** A comment with the names that its answer contains. */
interface NamedComment {
  row: CommentRow
  author: string | null
  getName: AuthorNames
}

type CommentRequest = WorkspaceRequestServices & { caller: Caller }

/** Lists the members whom the caller can mention. Visitors with a link do not learn who they are. */
const listMembers = async ({
  backend: { accounts, workspace },
  caller: { link },
}: CommentRequest): Promise<MentionedMember[]> =>
  ((await (link ? undefined : accounts)?.workspaces.listMembers(workspace)) ?? []).map(({ user, fullName, email }) => ({
    id: user,
    name: getDisplayName(fullName, email),
    email,
  }))

/** Adds the names of authors and mentioned members to comments. */
async function addNames(
  { backend: { accounts }, store }: WorkspaceRequestServices,
  rows: readonly CommentRow[],
): Promise<NamedComment[]> {
  const ids = rows.flatMap(({ created_by: author, mentions }) => [author, ...mentions])
  const getName = await readAuthorNames(accounts, ids)
  const readAuthorName = await store.comments.readAuthorNames(rows)
  return rows.map((row) => ({ row, author: getName(row.created_by) ?? readAuthorName(row), getName }))
}

function toAnswer({ row, author, getName }: NamedComment, caller: Caller) {
  const { text, mentions } = row
  return {
    id: row.id,
    workflow_id: row.workflow_id,
    thread_id: row.thread_id,
    target: row.target === null ? null : (JSON.parse(row.target) as CommentTarget),
    target_name: row.target_name,
    text: renderMentions(text, mentions, (id) => getName(id) ?? undefined),
    mentions: mentions.map((id) => ({ id, name: getName(id) })),
    author: { id: row.created_by, name: author },
    // Visitors with the same link are not the same person.
    is_own: row.created_by === caller.id && !caller.link,
    resolved_at: row.resolved_at?.toISOString() ?? null,
    resolved_by: row.resolved_by,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  }
}

/** Adds the routes under `/api/v1/comments`. */
export function addCommentRoutes({ createWorkspaceRoutes, backend: getBackend }: RouteDependencies): void {
  const { path, tags } = commentResource
  const routes = createWorkspaceRoutes({ path, tags })
  const notify = async (workspace: string, workflow: string): Promise<void> =>
    notifyCommentChange((await getBackend()).store.openedDatabase.channels, workspace, workflow)

  routes.get('/people', {
    permission: 'comment',
    summary: 'List the members whom a comment can mention',
    responses: { 200: ['Members.', commentPeopleSchema] },
    handle: async (request) => ({
      items: (await listMembers(request)).map(({ id, name }) => ({ id, name })),
    }),
  })

  addVerbRoutes(routes, commentResource, (request) => {
    const { caller, store, backend } = request
    const { comments } = store
    const isLinked = (workflow: string): boolean => !caller.link || caller.link.workflow === workflow
    const findNamed = async (id: string): Promise<NamedComment | undefined> => {
      const row = await comments.find(id)
      const isAccessible = row && isLinked(row.workflow_id) && (await store.workflows.findSerialized(row.workflow_id))
      return isAccessible ? (await addNames(request, [row]))[0] : undefined
    }
    return {
      toAnswer: (comment: NamedComment) => toAnswer(comment, caller),
      async list(page, { workflow_id: workflowId }) {
        if (!isLinked(workflowId) || !(await store.workflows.findSerialized(workflowId)))
          return { ...page, items: [], total: 0 }
        const result = await comments.list(workflowId, page)
        return { ...result, items: await addNames(request, result.items) }
      },
      find: findNamed,
      async add({ workflow_id: workflowId, thread_id: threadId, target, target_name: targetName = '', text }) {
        if (!isLinked(workflowId)) throw new Rejection(404, createMissingWorkflowProblem(workflowId))
        const { name: workflowName } = await requireWorkflow(store, workflowId)
        const result = await comments.add({
          workflowId,
          workflowName,
          threadId,
          target,
          targetName,
          ...parseMentions(text, await listMembers(request)),
          createdBy: caller.id,
          authorName: isHostUser(caller.id) ? caller.name : undefined,
        })
        const row = getValue(result)
        if (!row) return result as never
        if (target?.kind === 'node') await comments.syncNames(workflowId, store.database)
        await notify(backend.workspace, workflowId)
        return { ok: true, value: (await findNamed(row.id))! }
      },
      async change(id, { text, resolved }) {
        const current = await findNamed(id)
        if (!current) return undefined
        const { row } = current
        if (text !== undefined) {
          if (row.created_by !== caller.id || caller.link) throw new Rejection(403, error('comment.not-author', {}))
          const { name } = await requireWorkflow(store, row.workflow_id)
          await comments.changeText(row, parseMentions(text, await listMembers(request)), name)
        }
        if (resolved !== undefined) await comments.setResolved(row, resolved ? caller.id : null)
        await notify(backend.workspace, row.workflow_id)
        return { ok: true, value: requireFound(await findNamed(id), commentResource.problems.notFound(id)) }
      },
      async remove(id) {
        const row = (await findNamed(id))?.row
        if (!row) return false
        const isAuthor = row.created_by === caller.id && !caller.link
        if (!isAuthor && !caller.permissions.has('administer'))
          throw new Rejection(403, error('comment.not-author', {}))
        await comments.remove(row)
        await notify(backend.workspace, row.workflow_id)
        return true
      },
    }
  })
}
