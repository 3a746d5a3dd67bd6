import attempts from './sql-attempts.json' with { type: 'json' }
import { sizes } from '../../../test/sizes.ts'

/**
 * A statement that tries to escape from the SQL node, with the family of the attempt. For a harmless statement, `rows`
 * is its result.
 */
export interface SqlAttempt {
  family: string
  statement: string
  rows?: readonly Record<string, unknown>[]
  /** Whether the statement never ends or exhausts memory, and must be stopped. */
  isEndless?: true
}

const createAttempts = (
  family: string,
  statements: readonly string[],
  options: Partial<SqlAttempt> = {},
): SqlAttempt[] => statements.map((statement) => ({ family, statement, ...options }))

/** Statements that never end or exhaust memory. */
const endlessStatements = [
  `SELECT count(*) FROM range(100000000000000)`,
  `SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b`,
  `WITH RECURSIVE k AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM k) SELECT * FROM k`,
  `WITH RECURSIVE k AS (SELECT 1 AS n UNION ALL SELECT 1 FROM k) SELECT count(*) FROM k`,
  `SELECT * FROM range(100000000000)`,
  `SELECT unnest(range(100000000000))`,
  `SELECT repeat('x', 1000000000000)`,
  `SELECT lpad('x', 2000000000, 'y') || rpad('x', 2000000000, 'y')`,
  `SELECT string_agg(repeat('x', ${sizes.repeated}), '') FROM range(1000000)`,
  `SELECT list(range) FROM range(10000000000)`,
  `SELECT list_resize([1], 100000000000)`,
  `SELECT list_transform(range(1000), lambda a: list_transform(range(1000), lambda b: list_sum(range(a + b))))`,
  `SELECT list_transform(range(1000), a -> list_transform(range(1000), b -> a + b))`,
  `SELECT replace(repeat('a', 100000), 'a', repeat('b', 100000))`,
  `SELECT regexp_replace(repeat('a', 100000), '', repeat('b', 100000), 'g')`,
  `SELECT array_to_string(range(100000), repeat('b', 100000))`,
  `SELECT repeat(repeat(repeat('x', 1000), 1000), 1000)`,
  `SELECT 'x'.repeat(1000000000)`,
  `SELECT printf('%2000000000d', 1)`,
  `SELECT printf('%*d', 2000000000, 1)`,
  `SELECT format('{:>2000000000}', 'x')`,
  `SELECT format(txt1, 1) FROM input`,
  `SELECT range(1000000000)`,
  `SELECT generate_series(0, 1000000000, 1)`,
  `WITH ${Array.from({ length: 12 }, (_, index) => `k${index} AS (SELECT ${index === 0 ? `repeat('x', 100000)` : Array.from({ length: 9 }, () => `k${index - 1}.s`).join(' || ')} AS s${index === 0 ? '' : ` FROM k${index - 1}`})`).join(', ')} SELECT length(s) FROM k11`,
  `SELECT count(*) AS n FROM range(100000) t(i) WHERE (repeat('a', 100000) || i) LIKE '%_a%_a%_a%_a%_b'`,
  // Short strings: in the page, DuckDB checks for cancellation every 122,880 rows.
  `SELECT count(*) AS n FROM range(100000000) t(i) WHERE (repeat('a', 200) || i) NOT LIKE ('%_a%_a%_a%_' || i)`,
  `SELECT count(*) AS n FROM range(100000) t(i) WHERE (repeat('a', 100000) || i) ILIKE '%a%a%a%a%a%b'`,
  `SELECT repeat('a', 100000) GLOB '*a*a*a*a*b' AS a`,
  `SELECT repeat('a', 100000) LIKE '%a%a%a%a%b' ESCAPE '$' AS a`,
  `SELECT levenshtein(repeat('ab', 100000), repeat('ba', 100000)) AS a`,
  `SELECT editdist3(repeat('ab', 100000), repeat('ba', 100000)) AS a`,
  `SELECT damerau_levenshtein(repeat('ab', 10000), repeat('ba', 10000)) AS a`,
  `SELECT jaro_winkler_similarity(repeat('ab', 400000), repeat('ba', 400000)) AS a`,
  `SELECT ${'replace('.repeat(40)}txt1${", 'a', txt1)".repeat(40)} AS a FROM input`,
  `SELECT ${'upper('.repeat(40)}txt1${" || 'a')".repeat(40)} AS a FROM input`,
  `SELECT ${Array.from({ length: 2_000 }, () => 'txt1').join(' LIKE ')} AS a FROM input`,
  `SELECT factorial(1000000)`,
  // In the page, DuckDB takes seconds for the rows after which it checks for cancellation.
  `SELECT max(list_sum(range(a.range))) FROM range(100000000) a`,
  `SELECT count(DISTINCT md5(CAST(range AS VARCHAR))) FROM range(1000000000000)`,
  `SELECT * FROM range(10000000) a, range(10000000) b ORDER BY a.range + b.range`,
  `SELECT ${'('.repeat(5_000)}1${')'.repeat(5_000)}`,
  `SELECT ${'NOT '.repeat(20_000)}true`,
  `SELECT ${'- '.repeat(20_000)}1`,
  `SELECT ${Array.from({ length: 20_000 }, () => '1').join(' + ')}`,
  `SELECT ${'['.repeat(90)}1${']'.repeat(90)}${'::VARCHAR'.repeat(5_000)}`,
  `SELECT '${'x'.repeat(200_000)}'`,
]

/** Statements that look harmful but are not. */
const harmlessStatements: SqlAttempt[] = [
  {
    family: 'harmless',
    statement: `SELECT 'read_csv(''/etc/passwd'')' AS a`,
    rows: [{ a: "read_csv('/etc/passwd')" }],
  },
  { family: 'harmless', statement: `SELECT 1 AS "read_text"`, rows: [{ read_text: 1 }] },
  { family: 'harmless', statement: `SELECT "getenv" FROM (SELECT 2 AS "getenv")`, rows: [{ getenv: 2 }] },
  { family: 'harmless', statement: `SELECT '{{secret}} \${secret}' AS a`, rows: [{ a: '{{secret}} ${secret}' }] },
  { family: 'harmless', statement: `SELECT 1 AS a -- ; DROP TABLE "aw secret"`, rows: [{ a: 1 }] },
  { family: 'harmless', statement: `SELECT 1 AS a /* FROM "aw secret" */;`, rows: [{ a: 1 }] },
  { family: 'harmless', statement: `SELECT $$; DROP TABLE x; --$$ AS a`, rows: [{ a: '; DROP TABLE x; --' }] },
  { family: 'harmless', statement: `SELECT '"aw secret"' AS a`, rows: [{ a: '"aw secret"' }] },
  {
    family: 'harmless',
    statement: `SELECT 1 AS "__proto__", 2 AS "constructor", 3 AS "toString"`,
    rows: [{ ['__proto__']: 1, constructor: 2, toString: 3 }],
  },
]

const repeatText = (count: number, createItem: (index: number) => string, separator: string): string =>
  Array.from({ length: count }, (_, index) => createItem(index)).join(separator)

/** Statements that take a long time or exhaust memory during planning, which cannot be interrupted. */
const expensivePlans = [
  `SELECT count(*) AS n FROM input i0, ${repeatText(99, (n) => `input i${n + 1}`, ', ')} WHERE ${repeatText(99, (n) => `i${n}.num1 = i${n + 1}.num1`, ' AND ')}`,
  `SELECT 1 AS a FROM input i0 ${repeatText(99, (n) => `JOIN input i${n + 1} USING (num1)`, ' ')}`,
  `SELECT 1 AS a FROM (SELECT 1 AS x FROM ${repeatText(30, (n) => `input a${n}`, ', ')}) s, ${repeatText(30, (n) => `input i${n + 1}`, ', ')}`,
  repeatText(5_000, () => 'SELECT 1 AS a', ' UNION ALL '),
  repeatText(5_000, () => 'SELECT 1 AS a', ' union '),
  repeatText(500, () => 'SELECT 1 AS a', ' INTERSECT '),
  `SELECT count(*) AS n FROM input GROUP BY ${repeatText(9_000, (n) => `num1 + ${n}`, ', ')}`,
  `SELECT * FROM input ORDER BY ${repeatText(40_000, () => '1', ',')}`,
  `SELECT sum(num1) OVER (PARTITION BY ${repeatText(5_000, (n) => `num1 + ${n}`, ', ')}) AS s FROM input`,
  `SELECT count(*) AS n FROM input GROUP BY CUBE (${repeatText(16, (n) => `num1 + ${n}`, ', ')})`,
  `SELECT count(*) AS n FROM input GROUP BY CUBE(num1, txt1), CUBE(num1, txt1), cube(num1, txt1), CUBE(num1, txt1), ROLLUP(num1, txt1)`,
  `SELECT count(*) AS n FROM input GROUP BY GROUPING SETS (${repeatText(900, () => '(num1)', ', ')})`,
]
/** Deep nesting that is hidden from a parser that counts parentheses. */
const hiddenDepth = [
  `SELECT '${')'.repeat(9_000)}' AS b, ${'abs('.repeat(9_000)}1${')'.repeat(9_000)} AS a FROM input`,
  `SELECT '${')'.repeat(5_000)}' AS b FROM ${'(SELECT * FROM '.repeat(5_000)}input${')'.repeat(5_000)}`,
  `SELECT ${'NOT '.repeat(24_000)}true AS a FROM input`,
  `SELECT 1${'+1'.repeat(49_000)} AS a FROM input`,
  `SELECT 1${'::INT'.repeat(19_000)} AS a FROM input`,
  `SELECT input${'.a'.repeat(49_000)} FROM input`,
  `SELECT txt1${'.upper()'.repeat(12_000)} AS a FROM input`,
]

/** Regular expressions that an engine might compile with deep recursion or a lot of memory. */
const deepPattern = `repeat('(', 20000) || 'a' || repeat(')', 20000)`
const largePatterns = ['((a{100}){100}){100}', '(a{1000}){1000}', `(${'(a?){1000}'.repeat(1_000)})`]
const regularExpressions: readonly SqlAttempt[] = [
  ...[deepPattern, `CASE WHEN num1 IS NULL THEN 'b' ELSE ${deepPattern} END`].map((pattern) => ({
    family: 'nests a regular expression',
    statement: `SELECT regexp_matches('bab', ${pattern}) AS a FROM input LIMIT 1`,
    rows: [{ a: true }],
  })),
  ...createAttempts(
    'has a large regular expression',
    largePatterns.flatMap((pattern) =>
      ['regexp_matches', 'regexp_extract_all', 'regexp_split_to_array'].map(
        (call) => `SELECT ${call}(txt1, '${pattern}') AS a FROM input`,
      ),
    ),
  ),
]

/** All attempts. A number in brackets refers to a row in the list of incidents in other products. */
export const sqlAttempts: readonly SqlAttempt[] = [
  ...createAttempts('[9] reads a file', attempts.fileStatements),
  ...createAttempts('[9] disguises a name', attempts.disguises),
  ...createAttempts('[9] hides in an unusual position', attempts.positions),
  ...createAttempts('[9] reads a path as a table', attempts.paths),
  ...createAttempts('[9] accesses the network', attempts.networkStatements),
  ...createAttempts('[9] is not a SELECT', attempts.statements),
  ...createAttempts('[42] is more than one statement', attempts.multipleStatements),
  ...createAttempts('[28] reads another table', attempts.otherTables),
  ...createAttempts('reads the catalog', attempts.catalogStatements),
  ...createAttempts('reads settings', attempts.settings),
  ...createAttempts('changes something', attempts.sideEffectStatements),
  ...createAttempts('reads time or randomness', attempts.nondeterministicStatements),
  ...createAttempts('takes a long time to plan', expensivePlans),
  ...createAttempts('hides its depth', hiddenDepth),
  ...regularExpressions,
  ...createAttempts('never ends', endlessStatements, { isEndless: true }),
  ...harmlessStatements,
]
