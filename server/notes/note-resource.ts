import { z } from '@hono/zod-openapi'
import type { ColumnType } from 'kysely'
import { jsonBody } from '../http/json-body.ts'
import { defineResource } from '../resources/resource.ts'

declare module '../store/database/database.ts' {
  interface Database {
    notes: {
      id: string
      workspace_id: string
      name: string
      text: string
      created_at: ColumnType<Date, Date, Date>
      updated_at: ColumnType<Date, Date, Date>
    }
  }
}

const fields = { name: z.string().trim().min(1).max(200), text: z.string().max(10_000) }
const newNoteSchema = z
  .strictObject(fields)
  .openapi({ example: { name: 'Deliveries', text: 'Files arrive on Mondays.' } })
const noteChangeSchema = z
  .strictObject(fields)
  .partial()
  .openapi({ example: { text: 'Files arrive on Fridays.' } })
const noteSchema = z
  .object({ id: z.string(), ...fields, created_at: z.string(), updated_at: z.string() })
  .openapi('Note')

/** Notes that the members of a workspace share. */
export const noteResource = defineResource({
  table: 'notes',
  noun: 'note',
  path: '/api/v1/notes',
  tags: ['notes'],
  exampleId: '4f0a9c1e-3b58-4d2b-8a9e-c7d1f2a44410',
  answer: noteSchema,
  orderBy: ['name'],
  limit: 1_000,
  hasUniqueNames: true,
  texts: { one: 'The note.', notFound: 'Note not found.' },
  list: { permission: 'view', summary: 'List the notes', description: 'Notes, sorted by name.' },
  create: {
    permission: 'edit',
    summary: 'Add a note',
    body: jsonBody('NewNote', newNoteSchema),
    errors: { 409: 'The name is taken, or the workspace has too many notes.' },
  },
  read: { permission: 'view', summary: 'Get a note' },
  change: {
    permission: 'edit',
    summary: 'Change a note',
    body: jsonBody('ChangeNote', noteChangeSchema),
    errors: { 409: 'The name is taken.' },
  },
  remove: { permission: 'edit', summary: 'Delete a note' },
})
