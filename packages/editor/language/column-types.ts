import { getColumnTypeKey } from '@aw-flow/messages'

/** Display names, keyed by DuckDB type. Related types, such as `INTEGER` and `BIGINT`, share a name. @internal */
export const columnTypeNames = {
  VARCHAR: 'text',
  BIGINT: 'integer',
  DOUBLE: 'decimal number',
  DECIMAL: 'exact decimal',
  BOOLEAN: 'boolean',
  DATE: 'date',
  TIMESTAMP: 'date and time',
  TIME: 'time of day',
  UUID: 'UUID',
  INTERVAL: 'duration',
  LIST: 'list',
  STRUCT: 'object',
} as Record<string, string>

/** Returns the display name of a DuckDB type, or the type itself if `names` does not contain it. @beta */
export function formatColumnType(type: string, names: Readonly<Record<string, string>>): string {
  return names[getColumnTypeKey(type)] ?? type
}
