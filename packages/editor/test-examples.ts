import { compileExpression, evaluateExpression, findQuestions, learnPrograms } from '@aw-flow/agents'
import type { Column } from '@aw-flow/schema'
import type { CellExample } from '@aw-flow/schema/internal'
import { createTestSource, type TestRow } from './test-source.ts'
import type { ExampleResult, ExampleSource } from './views/examples/example-source.ts'
import { createColumns } from '../../test/columns.ts'

const columns: readonly Column[] = createColumns('name VARCHAR, city VARCHAR')

/** People whose names have different formats. */
const people: readonly TestRow[] = [
  { name: 'Meyer, Anna', city: 'Oslo' },
  { name: 'Ito, Ken', city: 'Riga' },
  { name: 'Luz, Rosa', city: 'Bonn' },
  { name: 'van Dyk, Jan, Jr.', city: 'Bern' },
  { name: 'Quinn, Zoe', city: 'Rome' },
  { name: null, city: 'Nice' },
]

/** Creates a source that learns name transformations in memory, without DuckDB, for tests and stories only. */
export function createTestExampleSource(): ExampleSource & { readonly requests: CellExample[][] } {
  const requests: CellExample[][] = []
  const cells = people.map(({ name }) => [typeof name === 'string' ? name : undefined])
  return {
    column: 'name',
    rows: createTestSource(columns, people),
    requests,
    preview(examples, signal): Promise<ExampleResult> {
      signal.throwIfAborted()
      requests.push([...examples])
      const rowExamples = examples.map(({ row, value }) => ({ row: cells[row - 1]!, output: value }))
      const programs = learnPrograms(rowExamples, { rows: cells })
      const [firstProgram] = programs
      if (!firstProgram)
        return Promise.resolve({
          preview: { transformations: [], changed: 0, missing: 0, differing: 0, questions: [] },
        })
      const expression = compileExpression(firstProgram.expression, columns).text
      const values = cells.map((row) => evaluateExpression(firstProgram.expression, row) ?? null)
      const questions = findQuestions(programs, cells).map(({ row, values: alternatives }) => ({
        row: row + 1,
        rows: 1,
        cell: cells[row]![0] ?? null,
        values: alternatives.map((value) => value ?? null),
      }))
      const rows = people.map((person, index) => ({ name: person.name!, 'name (new)': values[index]!, city: person.city! })) // oxfmt-ignore
      return Promise.resolve({
        preview: {
          transformations: [{ expression, statement: `SELECT * REPLACE (${expression} AS "name") FROM input` }],
          changed: values.filter((value, index) => value !== (cells[index]![0] ?? null)).length,
          missing: questions.filter(({ values: alternatives }) => alternatives.length === 1).length,
          differing: questions.filter(({ values: alternatives }) => alternatives.length > 1).length,
          questions,
        },
        rows: createTestSource([columns[0]!, { name: 'name (new)', type: 'VARCHAR' }, columns[1]!], rows),
      })
    },
  }
}
