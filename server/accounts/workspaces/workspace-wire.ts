import { jsonSchema } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import { roles, type Role } from '../../security/roles.ts'
import type { InvitationRecord } from './invitations.ts'
import type { WorkspaceSettings } from './workspace-settings.ts'
import type { MemberRecord, WorkspaceRecord } from './workspaces.ts'
import { recordToWire } from '../../wire/record-to-wire.ts'

export const tags = ['accounts']
export const path = '/api/v1/workspaces'
export const workspaceParams = z.object({ id: z.string().openapi({ example: 'default' }) })
export const memberParams = workspaceParams.extend({
  user_id: z.string().openapi({ example: '9a3f4c1e-55f0-4d0e-9d0a-0f6f2f8c7b11' }),
})

/** Workspace names are included in emails, so they must not contain line breaks. */
const nameSchema = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .refine((text) => !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text), 'Contains a line break or an invisible character.')
const descriptionSchema = z.string().max(2_000)
const settingsSchema = z
  .record(z.string().min(1).max(100), jsonSchema)
  .openapi({ type: 'object', description: 'Fields of `GET /api/v1/config` act; the server keeps others for clients.' })
export const invitedRoleSchema = z.enum(['administrator', 'editor', 'commenter', 'viewer'])

export const createWorkspaceSchema = z
  .strictObject({ name: nameSchema, description: descriptionSchema.default(''), settings: settingsSchema.default({}) })
  .openapi('CreateWorkspace', { example: { name: 'Sales', description: 'Sales team reports' } })
export const updateWorkspaceSchema = z
  .strictObject({
    name: nameSchema.optional(),
    description: descriptionSchema.optional(),
    settings: settingsSchema.optional(),
  })
  .openapi('UpdateWorkspace', { example: { name: 'Sales and marketing', settings: { default_llm: 'gpt-4' } } })
export const changeRoleSchema = z
  .strictObject({ role: invitedRoleSchema })
  .openapi('ChangeRole', { example: { role: 'editor' } })
export const transferSchema = z
  .strictObject({ user_id: z.string().min(1).max(100) })
  .openapi('TransferWorkspace', { example: { user_id: '9a3f4c1e-55f0-4d0e-9d0a-0f6f2f8c7b11' } })

export const workspaceSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    owner_id: z.string().nullable(),
    role: z.enum(roles).nullable().openapi({ description: 'The role of the caller; null for a token.' }),
    settings: settingsSchema,
    ignored_fields: z
      .array(z.string())
      .optional()
      .openapi({
        description: 'Settings of the request that the server keeps but does not use.',
        example: ['settings.theme'],
      }),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .openapi('Workspace')
export const memberSchema = z
  .object({
    user_id: z.string(),
    email: z.string(),
    full_name: z.string().nullable(),
    role: z.enum(roles),
    invited_by: z.string().nullable(),
    joined_at: z.string(),
  })
  .openapi('Member')
export const invitationSchema = z
  .object({
    id: z.string(),
    workspace_id: z.string(),
    workspace_name: z.string(),
    email: z.string(),
    role: z.enum(roles),
    invited_by: z.string(),
    invited_by_name: z.string().openapi({ description: 'The name of the inviting user, or else the email address.' }),
    expires_at: z.string(),
    created_at: z.string(),
  })
  .openapi('Invitation')

export const createListSchema = <T extends z.ZodType>(schema: T) =>
  z.object({ items: z.array(schema), total: z.number() })
export const toList = <T>(items: T[]) => ({ items, total: items.length })

export const workspaceToWire = (
  record: WorkspaceRecord,
  role: Role | null,
  settings: WorkspaceSettings,
): z.infer<typeof workspaceSchema> =>
  recordToWire(workspaceSchema, record, {
    owner_id: record.owner,
    role,
    settings,
  })
export const memberToWire = (record: MemberRecord): z.infer<typeof memberSchema> =>
  recordToWire(memberSchema, record, {
    user_id: record.user,
  })
export const invitationToWire = (record: InvitationRecord): z.infer<typeof invitationSchema> =>
  recordToWire(invitationSchema, record, {
    workspace_id: record.workspace,
  })

/** Errors of all routes about workspaces. */
export const workspaceErrors = {
  403: 'The caller is not a member, or does not have the permission.',
  404: 'Not found, or accounts are turned off on this server.',
}
