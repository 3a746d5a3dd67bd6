/** Patterns that match DuckDB types, each with the key of the readable type name. */
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

/**
 * Returns the key of the readable name for a DuckDB type. Related types, such as `INTEGER` and `BIGINT`, share a name.
 * @internal
 */
export const getColumnTypeKey = (type: string): string => typeKeys.find(([pattern]) => pattern.test(type))?.[1] ?? type
