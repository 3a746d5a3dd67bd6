import fc from 'fast-check'
import initSqlJs from 'sql.js'
import { decodeTypedFile } from '../../../packages/data/formats/test-typed-files.ts'
import type { FuzzTarget } from '../fuzz-target.ts'
import { damaged, damagedWithin } from './damage-bytes.ts'
import { hostileNames } from './texts.ts'

const { Database } = await initSqlJs()

const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`
const names = hostileNames.filter((name) => !name.includes('\0') && !name.includes('\ud800'))
const columnTypes = fc.constantFrom(
  '', 'INTEGER', 'INTEGER PRIMARY KEY', 'TEXT', 'REAL', 'BLOB', 'NUMERIC', 'DATE', 'DATETIME', 'BOOLEAN', 'DECIMAL(10,2)',
  'TEXT COLLATE NOCASE', "TEXT DEFAULT (printf('%1000d', 1))", 'INT GENERATED ALWAYS AS (1/0)', 'TEXT CHECK (0)', 'JSON',
) // oxfmt-ignore
const cells = fc.constantFrom(
  'NULL', '0', '1', '-1', '1.5', '1e308', '9e999', '-9e999', '9223372036854775807', "''", "'x'", "'2024-01-01'", "'2024-13-45'", "x''",
  "x'00ff'", "CAST(x'ff' AS TEXT)", 'zeroblob(100000)', "printf('%5000s', 'a')", "char(0)", "char(55296)", '2460000.5', '1700000000000',
) // oxfmt-ignore

const queries = fc.constantFrom(
  'SELECT 1', 'SELECT * FROM t0', 'SELECT a.rowid FROM t0 a, t0 b', 'SELECT count(*) FROM t0', 'SELECT * FROM missing',
  'SELECT * FROM v0', 'SELECT * FROM v1', 'SELECT * FROM v0, v1', 'VALUES (1, 2), (3, 4)', "SELECT group_concat(rowid) FROM t0",
  'WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n',
  'WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 100) SELECT x FROM n',
  'WITH n(x) AS (VALUES (1), (2), (3), (4), (5), (6), (7), (8)) SELECT a.x FROM n a, n b, n c, n d, n e, n f, n g, n h, n i, n j, n k',
  'SELECT zeroblob(1000000000)', "SELECT replace(hex(zeroblob(1000000)), '0', 'abcdefgh')", "SELECT load_extension('x')",
  "SELECT writefile('x', 'y')", "SELECT randomblob(100000000)", 'SELECT * FROM pragma_table_info(\'t0\')', 'SELECT * FROM sqlite_schema',
  "SELECT 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab' LIKE '%a%a%a%a%a%a%a%a%a%a%c'", "SELECT abs(-9223372036854775808)",
) // oxfmt-ignore

const database = fc
  .record({
    tables: fc.array(
      fc.record({
        name: fc.oneof({ weight: 3, arbitrary: fc.constant('') }, names),
        columns: fc.array(fc.tuple(names, columnTypes), { minLength: 1, maxLength: 4 }),
        rows: fc.array(fc.array(cells, { minLength: 4, maxLength: 4 }), { maxLength: 5 }),
        repeats: fc.constantFrom(1, 1, 20),
        suffix: fc.constantFrom('', '', ' STRICT'),
      }),
      { maxLength: 2 },
    ),
    views: fc.array(queries, { maxLength: 2 }),
    /** A definition that is written to the schema unchecked. */
    definition: fc.option(
      fc.tuple(fc.constantFrom('table', 'view', 'index', 'trigger', 'x'), names, fc.oneof(queries, names)),
    ),
    pageSize: fc.constantFrom(512, 1024, 4096, 65536),
    encoding: fc.constantFrom('UTF-8', 'UTF-16le', 'UTF-16be'),
  })
  .map(({ tables, views, definition, pageSize, encoding }) => {
    const db = new Database()
    const run = (statement: string): void => {
      try {
        db.run(statement)
      } catch {
        // A definition that SQLite rejects is omitted.
      }
    }
    run(`PRAGMA page_size = ${pageSize}`)
    run(`PRAGMA encoding = '${encoding}'`)
    tables.forEach(({ name, columns, rows, repeats, suffix }, index) => {
      const table = quoteName(name === '' ? `t${index}` : name)
      run(
        `CREATE TABLE ${table} (${columns.map(([column, type], at) => `${quoteName(`${column}${at}`)} ${type}`).join(', ')})${suffix}`,
      )
      for (let repeat = 0; repeat < repeats; repeat++)
        for (const row of rows) run(`INSERT INTO ${table} VALUES (${row.slice(0, columns.length).join(', ')})`)
    })
    views.forEach((query, index) => run(`CREATE VIEW v${index} AS ${query}`))
    if (definition) {
      const [type, name, text] = definition
      run('PRAGMA writable_schema = ON')
      db.run('INSERT INTO sqlite_schema VALUES (?, ?, ?, 2, ?)', [
        type,
        name,
        name,
        `CREATE ${type} ${quoteName(name)} AS ${text}`,
      ])
    }
    const bytes = Uint8Array.from(db.export())
    db.close()
    return bytes
  })

const base = fc.oneof(
  { weight: 4, arbitrary: database },
  { weight: 1, arbitrary: fc.constant(decodeTypedFile('shop.sqlite')) },
)

/** SQLite databases with hostile schemas, and with damaged pages. */
export const sqliteTarget: FuzzTarget = {
  name: 'sqlite',
  extension: 'sqlite',
  check: 'file',
  inputs: fc.oneof(
    base,
    // The header of the file and of the page with the schema.
    damagedWithin(base.map((bytes) => ({ bytes, start: 16, end: Math.min(bytes.length, 160) }))),
    damaged(base),
  ),
}
