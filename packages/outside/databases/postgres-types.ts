/** DuckDB types that can represent all values of a PostgreSQL type, keyed by type OID (see `pg_type.dat`). */
const duckDbTypes: Readonly<Record<number, string>> = {
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
const numericOid = 1700
const booleanOid = 16
const timestamptzOid = 1184

/**
 * Converts a column of PostgreSQL text values. Returns its DuckDB type, and each value as text that can be cast to that
 * type. Columns with an unsupported type or value (infinity, NaN, years BC) remain text. Times with a time zone are in
 * UTC.
 */
export function convertColumn(
  typeOid: number,
  values: readonly (string | null)[],
): { type: string; values: (string | null)[] } {
  if (typeOid === numericOid) return { type: findDecimalType(values), values: [...values] }
  const duckDbType = duckDbTypes[typeOid]
  if (duckDbType === undefined) return { type: 'VARCHAR', values: [...values] }
  const unsupportedPattern =
    duckDbType === 'DATE' || duckDbType.startsWith('TIM') ? / BC$|^-?infinity$|^\d{5,}-|^24:/ : undefined
  if (unsupportedPattern && values.some((value) => value !== null && unsupportedPattern.test(value)))
    return { type: 'VARCHAR', values: [...values] }
  if (typeOid === booleanOid)
    return {
      type: duckDbType,
      values: values.map((value) => (value === null ? null : value === 't' ? 'true' : 'false')),
    }
  if (typeOid === timestamptzOid)
    return { type: duckDbType, values: values.map((value) => value && value.replace(/\+00$/, '')) }
  return { type: duckDbType, values: [...values] }
}

/** Returns the decimal type that can represent all values, or VARCHAR if more than 38 digits are needed. */
function findDecimalType(values: readonly (string | null)[]): string {
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
