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

/** Patterns of DuckDB's types, with the key of their name in `columnTypeNames`. */
const typeKeys: readonly (readonly [pattern: RegExp, key: string])[] = [
  [/\]$/, 'LIST'],
  [/^(STRUCT|MAP|UNION)\b/, 'STRUCT'],
  [/^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/, 'BIGINT'],
  [/^(FLOAT|REAL)$/, 'DOUBLE'],
  [/^DECIMAL\b/, 'DECIMAL'],
  [/^TIMESTAMP/, 'TIMESTAMP'],
  [/^TIME\b/, 'TIME'],
  [/^ENUM\b/, 'VARCHAR'],
]

/** Returns the name of a DuckDB type in words, or DuckDB's name if `names` does not have it. */
export function formatColumnType(type: string, names: Readonly<Record<string, string>>): string {
  const key = typeKeys.find(([pattern]) => pattern.test(type))?.[1] ?? type
  return names[key] ?? type
}
