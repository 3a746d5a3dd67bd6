import { describe, expect, it } from 'vitest'
import { join, name, sql } from './sql.ts'

describe('sql', () => {
  it('quotes values and names, and inserts SQL fragments unchanged', () => {
    const where = join([sql`${name('a"b')} = ${"L'Aquila"}`, sql`${name('n')} > ${1.5}`], ' AND ')
    expect(sql`SELECT ${[name('x'), name('y')]} FROM ${name('t')} WHERE ${where}`.text).toBe(
      `SELECT "x", "y" FROM "t" WHERE "a""b" = 'L''Aquila' AND "n" > 1.5`,
    )
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
