/** Type OIDs of PostgreSQL (`pg_type.dat`), with the DuckDB types that hold all of their values. */
const types: Readonly<Record<number, string>> = {
  16: 'BOOLEAN',
  20: 'BIGINT',
  21: 'SMALLINT',
  23: 'INTEGER',
  700: 'FLOAT',
  701: 'DOUBLE',
  1082: 'DATE',
  1083: 'TIME',
  1114: 'TIMESTAMP',
  1184: 'TIMESTAMP',
}
const numeric = 1700
const boolean = 16
const withZone = 1184

/**
 * Converts a column of PostgreSQL's text values: its DuckDB type, and each value as text that casts to it. Columns with
 * an unsupported type or value (infinity, NaN, years BC) stay text. Times with a time zone are in UTC.
 */
export function convertColumn(
  type: number,
  values: readonly (string | null)[],
): { type: string; values: (string | null)[] } {
  if (type === numeric) return { type: decimalFor(values), values: [...values] }
  const duckDbType = types[type]
  if (duckDbType === undefined) return { type: 'VARCHAR', values: [...values] }
  const unsupported =
    duckDbType === 'DATE' || duckDbType.startsWith('TIM') ? / BC$|^-?infinity$|^\d{5,}-|^24:/ : undefined
  if (unsupported && values.some((value) => value !== null && unsupported.test(value)))
    return { type: 'VARCHAR', values: [...values] }
  if (type === boolean)
    return {
      type: duckDbType,
      values: values.map((value) => (value === null ? null : value === 't' ? 'true' : 'false')),
    }
  if (type === withZone) return { type: duckDbType, values: values.map((value) => value && value.replace(/\+00$/, '')) }
  return { type: duckDbType, values: [...values] }
}

/** The decimal type that holds all values; VARCHAR if none does (at most 38 digits). */
function decimalFor(values: readonly (string | null)[]): string {
  let integerDigits = 1
  let scale = 0
  for (const value of values) {
    if (value === null) continue
    const [, digits, fraction = ''] = /^-?(\d+)(?:\.(\d+))?$/.exec(value) ?? []
    if (digits === undefined) return 'VARCHAR'
    integerDigits = Math.max(integerDigits, digits.length)
    scale = Math.max(scale, fraction.length)
  }
  return integerDigits + scale > 38 ? 'VARCHAR' : `DECIMAL(${Math.max(18, integerDigits + scale)},${scale})`
}
