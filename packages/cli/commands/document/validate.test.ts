import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { aw } from '../../test-command-line.ts'

const folder = await mkdtemp(join(tmpdir(), 'aw-validate-'))
const input = join(folder, 'orders.csv')
await writeFile(input, 'id,price,paid\n1,5,yes\n2,-3,yes\n3,8,no\n')
afterAll(() => rm(folder, { recursive: true }))
const file = async (name: string, text: string): Promise<string> => {
  await writeFile(join(folder, name), text)
  return join(folder, name)
}

it('validates conditions on the profile, one per line or as JSON', async () => {
  const right = await aw(
    'validate',
    input,
    '--info',
    await file('facts.txt', '# what is so\nrows = 3\ncolumns.price.nulls = 0\n'),
  )
  expect([right.exit, right.stderr]).toEqual([0, ''])
  expect(right.out).toContain('Valid: 3 rows, 2 rules.')
  const wrong = await aw('validate', input, '--info', await file('facts.json', '{"info": ["rows > 3"]}'))
  expect(wrong.exit).toBe(1)
  expect(wrong.out).toContain('rows > 3')
})

it('validates an expression with a schema, and writes the report as an HTML file', async () => {
  const report = join(folder, 'report.html')
  const schema = await file('row.json', '{"properties": {"id": {"type": "integer"}}, "required": ["id"]}')
  const { exit, out } = await aw('validate', input, '--schema', schema, '--expression', 'price > 0', '--report', report)
  expect(exit).toBe(1)
  expect(out).toContain('row 2: -3')
  const html = await readFile(report, 'utf8')
  expect(html).toContain('<title>orders.csv: Invalid</title>')
  expect(html).toContain('price &gt; 0')
})

it('reports the parts of a schema that are not checked', async () => {
  const schema = await file('even.json', '{"properties": {"id": {"type": "integer", "multipleOf": 2}}}')
  const { exit, stderr } = await aw('validate', input, '--schema', schema)
  expect(exit).toBe(0)
  expect(stderr).toMatch(/^warning: `id`: "multipleOf" is not supported and is not checked\. \(file .*even\.json/)
})

it('validates references to a table that is passed by name', async () => {
  const people = await file('people.csv', 'person,name\n1,Ada\n2,Bo\n')
  const schema = await file(
    'references.json',
    JSON.stringify({ columns: [], references: [{ columns: ['id'], table: 'people', to: ['person'] }] }),
  )
  const { exit, out } = await aw('validate', input, '--schema', schema, '--table', `people=${people}`)
  expect(exit).toBe(1)
  expect(out).toContain('The values of `id` have no match in `people` in 1 of 3 rows')
  const without = await aw('validate', input, '--schema', schema)
  expect([without.exit, without.out]).toEqual([1, expect.stringContaining('is not connected')])
  const unnamed = await aw('validate', input, '--schema', schema, '--table', people)
  expect([unnamed.exit, unnamed.stderr]).toEqual([2, expect.stringContaining('--table NAME=FILE')])
})

it('validates with code', async () => {
  const code = await file('code.json', JSON.stringify({ code: 'return row.paid || "not paid"' }))
  const { exit, out } = await aw('validate', input, '--schema', code)
  expect(exit).toBe(1)
  expect(out).toContain('1 of 3 rows fail: not paid')
})

it('reports the options if no rule is passed', async () => {
  const { exit, stderr } = await aw('validate', input)
  expect(exit).toBe(2)
  expect(stderr).toContain('--schema FILE, --info FILE or --expression TEXT')
})
