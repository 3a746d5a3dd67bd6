/** Patterns of DuckDB's types, with the keys of their readable names. */
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
 * Returns the key of a DuckDB type's readable name. Related types, such as `INTEGER` and `BIGINT`, share a name.
 * @internal
 */
export const getColumnTypeKey = (type: string): string => typeKeys.find(([pattern]) => pattern.test(type))?.[1] ?? type
