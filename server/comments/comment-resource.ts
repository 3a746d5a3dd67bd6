import { error } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import { jsonBody } from '../http/json-body.ts'
import { declareResource } from '../resources/resource.ts'
import { commentChangeSchema, commentSchema, newCommentSchema } from './comment-wire.ts'

/** Comments on workflows and what they contain, in threads. */
export const commentResource = declareResource({
  table: 'comments',
  noun: 'comment',
  path: '/api/v1/comments',
  tags: ['comments'],
  exampleId: '3d0e9b0a-2f6f-4c0f-9a53-7b8a6d2f4c11',
  answer: commentSchema,
  problems: { notFound: (id) => error('comment.not-found', { id }) },
  secretColumns: ['author_name'],
  texts: { one: 'The comment.', notFound: 'Comment not found.' },
  list: {
    permission: 'view',
    summary: 'List the comments on a workflow',
    listDescription: 'Comments, oldest first.',
    filter: z.object({ workflow_id: z.string().openapi({ example: 'w-1' }) }),
  },
  create: {
    permission: 'comment',
    summary: 'Comment on a workflow, or reply to a thread',
    body: jsonBody('NewComment', newCommentSchema),
    errors: { 404: 'Workflow or thread not found.', 409: 'The workflow has too many comments.' },
  },
  change: {
    permission: 'comment',
    summary: 'Change the text of your comment, or resolve or reopen its thread',
    body: jsonBody('ChangeComment', commentChangeSchema),
    errors: { 403: 'Only the author can change the text.' },
  },
  remove: {
    permission: 'comment',
    summary: 'Delete a comment; the first one of a thread with all replies',
    errors: { 403: 'Only the author and administrators can delete a comment.' },
  },
})
