/** PostgreSQL's own numbers of types (`pg_type.dat`), as the types of DuckDB that hold all of their values. */
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
 * How a column of PostgreSQL's texts becomes one of DuckDB's: its type, and each value as text that casts to it. What has
 * no type there (or a value that its type cannot hold: infinity, NaN, years before Christ) stays text. Times with a zone
 * come as UTC.
 */
export function convertColumn(
  type: number,
  values: readonly (string | null)[],
): { type: string; values: (string | null)[] } {
  if (type === numeric) return { type: decimalFor(values), values: [...values] }
  const own = types[type]
  if (own === undefined) return { type: 'VARCHAR', values: [...values] }
  const odd = own === 'DATE' || own.startsWith('TIM') ? / BC$|^-?infinity$|^\d{5,}-|^24:/ : undefined
  if (odd && values.some((value) => value !== null && odd.test(value))) return { type: 'VARCHAR', values: [...values] }
  if (type === boolean)
    return { type: own, values: values.map((value) => (value === null ? null : value === 't' ? 'true' : 'false')) }
  if (type === withZone) return { type: own, values: values.map((value) => value && value.replace(/\+00$/, '')) }
  return { type: own, values: [...values] }
}

/** The decimal that holds all values, or text where none does (38 digits at most). */
function decimalFor(values: readonly (string | null)[]): string {
  let whole = 1
  let scale = 0
  for (const value of values) {
    if (value === null) continue
    const [, digits, fraction = ''] = /^-?(\d+)(?:\.(\d+))?$/.exec(value) ?? []
    if (digits === undefined) return 'VARCHAR'
    whole = Math.max(whole, digits.length)
    scale = Math.max(scale, fraction.length)
  }
  return whole + scale > 38 ? 'VARCHAR' : `DECIMAL(${Math.max(18, whole + scale)},${scale})`
}
