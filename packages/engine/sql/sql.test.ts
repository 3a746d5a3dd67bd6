import { describe, expect, it } from 'vitest'
import { join, quoteIdentifier, sql } from './sql.ts'

describe('sql', () => {
  it('quotes values and names, and inserts SQL fragments unchanged', () => {
    const where = join([sql`${quoteIdentifier('a"b')} = ${"L'Aquila"}`, sql`${quoteIdentifier('n')} > ${1.5}`], ' AND ')
    expect(
      sql`SELECT ${[quoteIdentifier('x'), quoteIdentifier('y')]} FROM ${quoteIdentifier('t')} WHERE ${where}`.text,
    ).toBe(`SELECT "x", "y" FROM "t" WHERE "a""b" = 'L''Aquila' AND "n" > 1.5`)
  })

  it.each([
    [null, 'NULL'],
    [true, 'TRUE'],
    [9007199254740993n, '9007199254740993'],
    [Number.NaN, "'NaN'::DOUBLE"],
    [Number.NEGATIVE_INFINITY, "'-Infinity'::DOUBLE"],
    [-0, '-0.0'],
    ['a\0b', "('a' || chr(0) || 'b')"],
    ["'; DROP TABLE t; --", "'''; DROP TABLE t; --'"],
  ])('writes %s as a literal', (value, text) => {
    expect(sql`${value}`.text).toBe(text)
  })
})
