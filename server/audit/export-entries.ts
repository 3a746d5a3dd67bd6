import { neutralizeFormulas } from '@aw-flow/schema/internal'
import type { AuditEntry } from './audit-log.ts'

export const exportFormats = ['jsonl', 'csv'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** An audit entry, as used in responses and exports. */
export interface WireEntry {
  sequence: number
  id: string
  workspace_id: string
  timestamp: string
  user_id: string
  api_key_id: string | null
  action: string
  entity_type: string
  entity_id: string | null
  changes: Record<string, unknown>
  ip_address: string | null
  user_agent: string | null
  hash: string
}

export const entryToWire = (entry: AuditEntry): WireEntry => ({
  sequence: entry.sequence,
  id: entry.id,
  workspace_id: entry.workspace,
  timestamp: entry.createdAt,
  user_id: entry.user,
  api_key_id: entry.apiKey,
  action: entry.action,
  entity_type: entry.entityType,
  entity_id: entry.entityId,
  changes: entry.changes,
  ip_address: entry.address,
  user_agent: entry.userAgent,
  hash: entry.hash,
})

const columns = [
  'sequence',
  'id',
  'workspace_id',
  'timestamp',
  'user_id',
  'api_key_id',
  'action',
  'entity_type',
  'entity_id',
  'changes',
  'ip_address',
  'user_agent',
  'hash',
] as const satisfies readonly (keyof WireEntry)[]

/** Formats entries as JSON Lines or CSV (RFC 4180). */
export async function* exportEntries(
  entries: AsyncIterable<AuditEntry>,
  format: ExportFormat,
): AsyncGenerator<string, void, undefined> {
  if (format === 'csv') yield `${columns.join(',')}\r\n`
  for await (const entry of entries) {
    const wireEntry = entryToWire(entry)
    yield format === 'csv'
      ? `${columns.map((name) => formatCell(wireEntry[name])).join(',')}\r\n`
      : `${JSON.stringify(wireEntry)}\n`
  }
}

/** Formats a CSV cell that spreadsheets do not evaluate as a formula. */
export function formatCell(value: unknown): string {
  const text = typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '')
  const safeText = neutralizeFormulas(text)
  return /[",\r\n]/.test(safeText) ? `"${safeText.replaceAll('"', '""')}"` : safeText
}
