import type { GrantedAccess, WorkflowAccess } from '@aw-flow/engine'
import { z } from 'zod'

/** The access that a user has granted to a workflow. */
export const grantedAccessSchema: z.ZodType<GrantedAccess> = z.strictObject({
  secrets: z.array(z.string()),
  hosts: z.array(z.string()),
  tools: z.array(z.enum(['folder', 'models'])),
})

/** Stored beside the document, so that a document cannot claim trust, and an edit does not lose it. */
const accessSchema: z.ZodType<WorkflowAccess> = z.strictObject({
  trust: z.enum(['own', 'imported', 'shared']),
  granted: grantedAccessSchema,
})

const emptyGrant: GrantedAccess = { secrets: [], hosts: [], tools: [] }
/** The access of the user's own documents, which do not require grants. @internal */
export const ownAccess: WorkflowAccess = { trust: 'own', granted: emptyGrant }
/** The access of a document newly imported from a file. @internal */
export const importedAccess: WorkflowAccess = { trust: 'imported', granted: emptyGrant }

/** Parses a document's stored access. An unreadable entry grants nothing. */
export function parseAccess(value: unknown): WorkflowAccess {
  if (value === undefined) return ownAccess
  const parsed = accessSchema.safeParse(value)
  return parsed.success ? parsed.data : importedAccess
}
