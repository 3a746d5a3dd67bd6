import { error, failed, ok, type Result, type Workflow } from '@aw-flow/schema'
import type { Kysely } from 'kysely'
import { randomUUID } from 'node:crypto'
import type { PersonalStrings } from '../privacy/personal-texts.ts'
import type { Database } from '../store/database/database.ts'
import { readPage, type Page, type PageRequest } from '../store/database/page.ts'
import { toStorableText } from '../store/database/storable-text.ts'
import { openWorkspaceRows, type RowOf } from '../store/database/workspace-rows.ts'
import type { CommentTarget } from './comment-wire.ts'

export type CommentRow = RowOf<'comments'>

/** Maximum number of comments on a workflow. */
export const maxComments = 5_000
const maxNameCharacters = 200

export interface CommentText {
  /** The text, in which tokens stand for the mentioned members. */
  text: string
  /** User IDs of the mentioned members. */
  mentions: readonly string[]
}

export interface NewCommentRow extends CommentText {
  workflowId: string
  workflowName: string
  /** The thread to reply to. Absent: a new thread about `target`. */
  threadId: string | undefined
  target: CommentTarget | undefined
  targetName: string
  createdBy: string
  /** Name of an author without an account. */
  authorName: string | undefined
}

interface CommentsOptions {
  database: Kysely<Database>
  workspace: string
  now(): number
  personalStrings: PersonalStrings
}

export function createComments({ database, workspace, now, personalStrings }: CommentsOptions) {
  const rows = openWorkspaceRows(database, workspace, 'comments')
  /** Notifies people who are mentioned, in their browsers and by email. */
  const notifyMentioned = async (
    people: readonly string[],
    comment: { id: string; workflowId: string; workflowName: string },
  ): Promise<void> => {
    if (people.length === 0) return
    const time = new Date(now())
    const values = people.flatMap((person) =>
      (['browser', 'mail'] as const).map((channel) => ({
        id: randomUUID(),
        workspace_id: workspace,
        rule_id: '',
        person,
        channel,
        email: null,
        event: 'comment.mention' as const,
        run_id: '',
        workflow_id: comment.workflowId,
        workflow_name: comment.workflowName,
        comment_id: comment.id,
        occurred_at: time,
        status: 'pending' as const,
        next_at: time,
        attempts: 0,
        problem: null,
        read_at: null,
      })),
    )
    await database.insertInto('notifications').values(values).execute()
  }
  const findNewlyMentioned = ({ mentions }: CommentText, author: string, known: readonly string[] = []): string[] =>
    mentions.filter((person) => person !== author && !known.includes(person))
  return {
    find: rows.find,
    list: (workflowId: string, request: PageRequest): Promise<Page<CommentRow>> =>
      readPage(rows.select({ workflow_id: workflowId }).orderBy('created_at').orderBy('id'), request),
    /** Adds a comment and notifies those whom it mentions. Fails for an unknown thread or if there are too many. */
    async add({ threadId, target, authorName, ...comment }: NewCommentRow): Promise<Result<CommentRow>> {
      const { workflowId, createdBy } = comment
      const thread = threadId === undefined ? undefined : await rows.find(threadId)
      if (threadId !== undefined && (thread?.thread_id !== threadId || thread.workflow_id !== workflowId))
        return failed(error('comment.not-found', { id: threadId }))
      const { total } = await database
        .selectFrom('comments')
        .select(({ fn }) => fn.countAll<number | string>().as('total'))
        .where('workspace_id', '=', workspace)
        .where('workflow_id', '=', workflowId)
        .executeTakeFirstOrThrow()
      if (Number(total) >= maxComments) return failed(error('comment.limit', { max: maxComments }))
      const time = new Date(now())
      const id = randomUUID()
      const isTopLevelNode = target?.kind === 'node' && !target.path?.length
      const row = await rows.insert({
        id,
        workflow_id: workflowId,
        thread_id: threadId ?? id,
        target: target === undefined ? null : toStorableText(JSON.stringify(target)),
        node_id: isTopLevelNode ? toStorableText(target.id) : null,
        target_name: toStorableText(comment.targetName),
        text: toStorableText(comment.text),
        mentions: [...comment.mentions],
        created_by: createdBy,
        author_name: authorName === undefined ? null : await personalStrings.seal(createdBy, authorName),
        resolved_at: null,
        resolved_by: null,
        created_at: time,
        updated_at: time,
      })
      await notifyMentioned(findNewlyMentioned(comment, createdBy), { ...comment, id })
      return ok(row!)
    },
    /** Changes the text of a comment, and notifies those whom only the new text mentions. */
    async changeText(comment: CommentRow, change: CommentText, workflowName: string): Promise<void> {
      const { id, workflow_id: workflowId, created_by: author, mentions: known } = comment
      const { text, mentions } = change
      const columns = { text: toStorableText(text), mentions: [...mentions], updated_at: new Date(now()) }
      await rows.update(id, columns)
      await notifyMentioned(findNewlyMentioned(change, author, known), { id, workflowId, workflowName })
    },
    /** Resolves or reopens a thread. `person` is who resolves it, or `null` to reopen it. */
    async setResolved({ thread_id: thread }: CommentRow, person: string | null): Promise<void> {
      const resolvedAt = person === null ? null : new Date(now())
      await rows.update(thread, { resolved_at: resolvedAt, resolved_by: person })
    },
    /** Removes a comment; the first one of a thread with all replies. */
    async remove({ id, thread_id: thread }: CommentRow): Promise<void> {
      let query = database.deleteFrom('comments').where('workspace_id', '=', workspace)
      query = id === thread ? query.where('thread_id', '=', id) : query.where('id', '=', id)
      await query.execute()
    },
    /** Stores the current names of nodes with comments, which are shown after the nodes are removed. */
    async syncNames(workflowId: string, connection: Kysely<Database>): Promise<void> {
      const commentRows = openWorkspaceRows(connection, workspace, 'comments')
      const commented = await commentRows.select({ workflow_id: workflowId }).where('node_id', 'is not', null).execute()
      if (commented.length === 0) return
      const { document } = await connection
        .selectFrom('workflows')
        .select('document')
        .where('workspace_id', '=', workspace)
        .where('id', '=', workflowId)
        .executeTakeFirstOrThrow()
      const { nodes } = JSON.parse(document) as Workflow
      const labels = new Map(nodes.map(({ id, data }) => [id, data.label]))
      for (const { id, node_id: node, target_name: name } of commented) {
        const label = labels.get(node!)?.slice(0, maxNameCharacters)
        if (label && label !== name) await commentRows.update(id, { target_name: label })
      }
    },
    /** Decrypts the names of authors without an account. */
    async readAuthorNames(comments: readonly CommentRow[]): Promise<(comment: CommentRow) => string | null> {
      const decrypt = await personalStrings.readKeys(comments.map(({ author_name: name }) => name))
      return ({ author_name: name }) => (name === null ? null : decrypt(name))
    },
  }
}
