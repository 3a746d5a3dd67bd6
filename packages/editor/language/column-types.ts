import { getColumnTypeKey } from '@aw-flow/messages'

/** Names of column types by DuckDB's name. Related types, such as `INTEGER` and `BIGINT`, share a name. @internal */
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

/** Returns the readable name of a DuckDB type, or DuckDB's name if `names` does not contain it. @beta */
export function formatColumnType(type: string, names: Readonly<Record<string, string>>): string {
  return names[getColumnTypeKey(type)] ?? type
}
