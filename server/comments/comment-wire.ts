import { z } from '@hono/zod-openapi'

/** Maximum length of a comment, in characters. */
export const maxCommentCharacters = 10_000
const maxNameCharacters = 200

const idSchema = z.string().min(1).max(200)
const pathSchema = z
  .array(idSchema)
  .max(20)
  .optional()
  .openapi({ description: 'IDs of the nodes whose sub-workflow contains the place, outermost first.' })
const coordinateSchema = z.number().min(-1e9).max(1e9)

/** Subject of a thread of comments. If it is deleted, the thread remains. */
export const commentTargetSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('node'), id: idSchema, path: pathSchema }),
    z.strictObject({ kind: z.literal('edge'), id: idSchema, path: pathSchema }),
    z.strictObject({ kind: z.literal('place'), x: coordinateSchema, y: coordinateSchema, path: pathSchema }),
    z.strictObject({
      kind: z.literal('cell'),
      run: idSchema,
      node: idSchema,
      port: idSchema.optional(),
      row: z.number().int().min(0),
      column: z.string().max(1_000),
    }),
    z.strictObject({ kind: z.literal('run'), run: idSchema }),
  ])
  .openapi('CommentTarget')
export type CommentTarget = z.infer<typeof commentTargetSchema>

const textSchema = z
  .string()
  .trim()
  .min(1)
  .max(maxCommentCharacters)
  .openapi({ description: '`@name` or `@address` of a member mentions and notifies the member.' })

export const newCommentSchema = z
  .strictObject({
    workflow_id: z.string(),
    text: textSchema,
    thread_id: idSchema.optional().openapi({ description: 'The thread to reply to. Absent: a new thread.' }),
    target: commentTargetSchema.optional().openapi({ description: 'What a new thread is about.' }),
    target_name: z
      .string()
      .max(maxNameCharacters)
      .optional()
      .openapi({ description: 'Name of the target, which is shown when the target is gone.' }),
  })
  .refine((body) => (body.thread_id === undefined) !== (body.target === undefined), {
    message: 'Set thread_id for a reply, or target for a new thread',
    path: ['target'],
  })
  .openapi({
    example: { workflow_id: 'w-1', text: 'Is this filter still needed?', target: { kind: 'node', id: 'filter' } },
  })
export const commentChangeSchema = z
  .strictObject({
    text: textSchema,
    resolved: z.boolean().openapi({ description: 'Resolves or reopens the thread of the comment.' }),
  })
  .partial()
  .openapi({ example: { resolved: true } })
const personSchema = z.object({ id: z.string(), name: z.string().nullable() })

export const commentSchema = z
  .object({
    id: z.string(),
    workflow_id: z.string(),
    thread_id: z.string().openapi({ description: 'ID of the first comment of the thread.' }),
    target: commentTargetSchema.nullable().openapi({ description: 'Null for replies.' }),
    target_name: z.string().openapi({ description: 'The last name of the target.' }),
    text: z.string(),
    mentions: z.array(personSchema),
    author: personSchema.openapi({ description: 'The name is null if the account was deleted.' }),
    is_own: z.boolean(),
    resolved_at: z.string().nullable(),
    resolved_by: z.string().nullable(),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .openapi('Comment')

export const commentPeopleSchema = z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) })
